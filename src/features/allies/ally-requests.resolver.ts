import { Args, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Access } from '../../platform/access/access.decorator.js';
import type { Actor } from '../../platform/access/actor.js';
import { Connection } from '../../platform/graphql/connection.js';
import { CurrentActor, Load } from '../../platform/graphql/context.js';
import type { UserError } from '../../platform/graphql/errors.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { PageArgs } from '../../platform/graphql/page-args.js';
import { type Page, Pager } from '../../platform/graphql/pager.js';
import { CommunityType, membershipById } from '../communities/index.js';
import { AllyRequestsService, type DeclineResult } from './ally-requests.service.js';
import { AllyRequestType } from './ally.graphql.js';
import { AdmitAllyInput, DeclineAlliesInput } from './ally.inputs.js';
import { allyRequestById, requestColumns } from './ally.loaders.js';
import { AdmitAllyPayload, DeclineAlliesPayload } from './ally.payloads.js';
import { canAdmitAllies, canSeeAlliesWaiting } from './ally.policy.js';

const AllyRequestConnection = Connection(AllyRequestType);

@Resolver(() => CommunityType)
export class AllyRequestsResolver {
  constructor(
    private readonly requests: AllyRequestsService,
    private readonly pager: Pager,
  ) {}

  @Access(canAdmitAllies)
  @Mutation(() => AdmitAllyPayload, { description: 'Admits someone who asked to be an ally, for twelve months.' })
  async admitAlly(
    @CurrentActor() actor: Actor,
    @Args('input') input: AdmitAllyInput,
    @Load() load: LoadFunction,
  ): Promise<AdmitAllyPayload> {
    const { membershipId } = await this.requests.admit(actor, input);
    return { membership: await load(membershipById, membershipId), userErrors: [] };
  }

  @Access(canAdmitAllies)
  @Mutation(() => DeclineAlliesPayload, {
    description:
      'Declines requests to be an ally, one or up to 200 at once. Their answers are deleted. To keep someone out for good, block them.',
  })
  async declineAllies(
    @CurrentActor() actor: Actor,
    @Args('input') input: DeclineAlliesInput,
    @Load() load: LoadFunction,
  ): Promise<DeclineAlliesPayload> {
    const { results } = await this.requests.decline(actor, input);
    const answers = results.map(async ({ requestId, outcome }, index) => {
      const fault = faultOf(outcome, String(index));
      return {
        requestId,
        request: fault ? null : await load(allyRequestById, requestId),
        userErrors: fault ? [fault] : [],
      };
    });
    return { results: await Promise.all(answers), userErrors: [] };
  }

  @ResolveField(() => AllyRequestConnection, {
    nullable: true,
    description: 'Who asked to be an ally and waits, longest waiting first. For stewards and organizers.',
  })
  @Access(canSeeAlliesWaiting)
  alliesWaiting(
    @Parent() community: CommunityType,
    @Args() page: PageArgs,
    @Load() load: LoadFunction,
  ): Promise<Page<AllyRequestType>> {
    return this.pager.children(
      load,
      {
        scope: 'Community.alliesWaiting',
        select: requestColumns,
        from: 'ally_request q',
        where: ["q.state = 'WAITING'"],
        params: [],
        parent: { 'q.community_id': community.id },
        order: [
          { sql: 'q.requested_at', type: 'timestamptz' },
          { sql: 'q.id', type: 'uuid' },
        ],
      },
      page,
    );
  }
}

function faultOf(outcome: DeclineResult['outcome'], index: string): UserError | null {
  const path = ['input', 'requestIds', index];
  if (outcome === 'UNKNOWN')
    return { code: 'UNKNOWN_REQUEST', message: 'There is no such request here, or it is not yours to see.', path };
  if (outcome !== 'DECIDED') return null;
  return { code: 'WRONG_STATE', message: 'This request does not wait any more. Read it again.', path };
}

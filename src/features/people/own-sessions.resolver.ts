import { Args, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import type { Actor } from '../../platform/access/actor.js';
import { CurrentActor, CurrentContext, type RequestContext } from '../../platform/graphql/context.js';
import { ViewerType } from './people.graphql.js';
import { canManageAccount } from './people.policy.js';
import { PeopleQueries } from './people.queries.js';
import {
  OwnSessionType,
  RevokeSessionInput,
  RevokeSessionPayload,
  StepUpInput,
  StepUpPayload,
} from './sessions.graphql.js';
import { SessionsService } from './sessions.service.js';
import { StepUpService } from './step-up.service.js';

@Resolver(() => ViewerType)
export class OwnSessionsResolver {
  constructor(
    private readonly sessionsOf: PeopleQueries,
    private readonly sessions: SessionsService,
    private readonly steps: StepUpService,
  ) {}

  @ResolveField('sessions', () => [OwnSessionType], {
    description: 'Where you are signed in: this session first, then the latest used; 100 at most.',
  })
  @Access(visible)
  ownSessions(@CurrentContext() context: RequestContext, @Parent() viewer: ViewerType): Promise<OwnSessionType[]> {
    return this.sessionsOf.sessions(context.actor, context.reader, viewer.timeZone);
  }

  @Access(canManageAccount)
  @Mutation(() => RevokeSessionPayload, {
    description: 'Ends one of your sessions, wherever it is. Its next request is refused.',
  })
  async revokeSession(
    @CurrentActor() actor: Actor,
    @Args('input') input: RevokeSessionInput,
  ): Promise<RevokeSessionPayload> {
    return { ...(await this.sessions.revoke(actor, input)), userErrors: [] };
  }

  @Access(canManageAccount)
  @Mutation(() => StepUpPayload, {
    description:
      'Proves once more that it is you, for what is hard to undo: ten minutes from now it is asked for again. With a second factor, duties that rest are yours again.',
  })
  async stepUp(@CurrentContext() context: RequestContext, @Args('input') input: StepUpInput): Promise<StepUpPayload> {
    return { ...(await this.steps.stepUp(context.actor, input, context.clientAddress())), userErrors: [] };
  }
}

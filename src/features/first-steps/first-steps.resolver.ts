import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { Access } from '../../platform/access/access.decorator.js';
import { rule, signedIn } from '../../platform/access/rule.js';
import { CurrentContext, type RequestContext } from '../../platform/graphql/context.js';
import { languageFor } from '../../platform/graphql/spoken.js';
import { allyRequestById, WAITS } from '../allies/index.js';
import { askById, AskLinks } from '../asks/index.js';
import { campaignById, demandById } from '../campaigns/index.js';
import { communityById, membershipById } from '../communities/index.js';
import { mandateById } from '../mandates/index.js';
import { SessionsService } from '../people/index.js';
import { pledgeById } from '../pledges/index.js';
import { priorityById } from '../priorities/index.js';
import { JoinAndPledgePayload, StartCampaignPayload } from './first-steps.graphql.js';
import { JoinAndPledgeInput, StartCampaignInput } from './first-steps.inputs.js';
import { JoinAndPledgeService } from './join-and-pledge.service.js';
import { StartCampaignService } from './start-campaign.service.js';

const canStartCampaign = signedIn;
/** Whoever holds the link, with or without an account; the link is the key. */
const canJoinAndPledge = rule({ anonymous: 'by the link of an ask', signedIn: 'by the link of an ask' }, () => true);

@Resolver()
export class FirstStepsResolver {
  constructor(
    private readonly start: StartCampaignService,
    private readonly join: JoinAndPledgeService,
    private readonly sessions: SessionsService,
    private readonly links: AskLinks,
  ) {}

  @Access(canStartCampaign)
  @Mutation(() => StartCampaignPayload, {
    description:
      'Starts everything at once: a community, a launched campaign, a demand, a priority and a first ask, open under a founding mandate.',
  })
  async startCampaign(
    @CurrentContext() context: RequestContext,
    @Args('input') input: StartCampaignInput,
  ): Promise<StartCampaignPayload> {
    const ids = await this.start.startCampaign(context.actor, input);
    context.become(await this.sessions.renewed(context.actor));
    const { load } = context;
    const [community, campaign, demand, priority, mandate, ask] = await Promise.all([
      load(communityById, ids.communityId),
      load(campaignById, ids.campaignId),
      load(demandById, ids.demandId),
      load(priorityById, ids.priorityId),
      load(mandateById, ids.mandateId),
      load(askById, ids.askId),
    ]);
    return { community, campaign, demand, priority, mandate, ask, askLink: ask && this.links.url(ask), userErrors: [] };
  }

  @Access(canJoinAndPledge)
  @Mutation(() => JoinAndPledgePayload, {
    description:
      'Joins by the link of an ask and pledges to it, accepting agreement, brief and risk each by its version; makes an account for who has none. Where the community looks at each ally first, the request waits and nothing is pledged yet.',
  })
  async joinAndPledge(
    @CurrentContext() context: RequestContext,
    @Args('input') input: JoinAndPledgeInput,
  ): Promise<JoinAndPledgePayload> {
    if (context.actor.kind !== 'person') {
      input.account ??= {};
      input.account.language ??= languageFor(context);
    }
    const { pledgeId, membershipId, requestId, account } = await this.join.joinAndPledge(
      context.actor,
      input,
      context.clientAddress(),
    );
    const person = account ? { ...context.actor, kind: 'person' as const, personId: account.personId } : context.actor;
    context.become(await this.sessions.renewed(person));
    const [pledge, membership, request] = await Promise.all([
      pledgeId === null ? null : context.load(pledgeById, pledgeId),
      membershipId === null ? null : context.load(membershipById, membershipId),
      requestId === null ? null : context.load(allyRequestById, requestId),
    ]);
    const { session = null, signInName = null, recoveryCodes = null } = account ?? {};
    const nextStep = request ? WAITS : null;
    return { pledge, membership, request, nextStep, session, signInName, recoveryCodes, userErrors: [] };
  }
}

import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import type { Actor } from '../../platform/access/actor.js';
import { affectedPeople } from '../../platform/access/rule.js';
import { Connection } from '../../platform/graphql/connection.js';
import { CurrentActor, Load } from '../../platform/graphql/context.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { PageArgs } from '../../platform/graphql/page-args.js';
import { type Page, Pager } from '../../platform/graphql/pager.js';
import { CampaignType } from '../campaigns/index.js';
import { membershipById, MembershipType } from '../communities/index.js';
import { pledgeById, PledgeType } from '../pledges/index.js';
import { AttestationType, FulfilmentReportType, OccurrenceState, OccurrenceType } from './fulfilment.graphql.js';
import { attestationsOf, occurrenceColumns, occurrenceFrom, occurrencesOf, reportsOf } from './fulfilment.loaders.js';
import { canAttest, canReport, canSeeReportsAwaiting } from './fulfilment.policy.js';

const OccurrenceConnection = Connection(OccurrenceType);

@Resolver(() => OccurrenceType)
export class OccurrencesResolver {
  @ResolveField(() => PledgeType, { nullable: true, description: 'The pledge.' })
  @Access(visible)
  pledge(@Parent() occurrence: OccurrenceType, @Load() load: LoadFunction): Promise<PledgeType | null> {
    return load(pledgeById, occurrence.pledgeId);
  }

  @ResolveField(() => [FulfilmentReportType], { description: 'What the pledger reported, oldest first.' })
  @Access(visible)
  reports(@Parent() occurrence: OccurrenceType, @Load() load: LoadFunction): Promise<FulfilmentReportType[]> {
    return load(reportsOf, occurrence.id);
  }

  @ResolveField(() => [AttestationType], { description: 'What the community said of it, oldest first.' })
  @Access(visible)
  attestations(@Parent() occurrence: OccurrenceType, @Load() load: LoadFunction): Promise<AttestationType[]> {
    return load(attestationsOf, occurrence.id);
  }

  @ResolveField(() => Boolean, { description: 'Whether you may report it now.' })
  @Access(visible)
  viewerCanReport(@Parent() occurrence: OccurrenceType, @CurrentActor() actor: Actor): boolean {
    return mayReport(occurrence, actor);
  }

  @ResolveField(() => Boolean, { description: 'Whether you may attest it or send it back now.' })
  @Access(visible)
  viewerCanAttest(@Parent() occurrence: OccurrenceType, @CurrentActor() actor: Actor): boolean {
    return mayAttest(occurrence, actor);
  }
}

@Resolver(() => AttestationType)
export class AttestationsResolver {
  @ResolveField(() => MembershipType, {
    nullable: true,
    description:
      'Who said so, for the people affected of the community that leads the ask, as far as they may know; others read it as the community’s word.',
  })
  @Access(affectedPeople)
  async attestedBy(@Parent() attestation: AttestationType, @Load() load: LoadFunction): Promise<MembershipType | null> {
    return attestation.attesterId === null ? null : load(membershipById, attestation.attesterId);
  }
}

@Resolver(() => PledgeType)
export class PledgeOccurrencesResolver {
  @ResolveField(() => [OccurrenceType], {
    description: 'Each doing of it, in the order in which they are due; none while it waits for a place.',
  })
  @Access(visible)
  occurrences(@Parent() pledge: PledgeType, @Load() load: LoadFunction): Promise<OccurrenceType[]> {
    return load(occurrencesOf, pledge.id);
  }

  @ResolveField(() => Boolean, { description: 'Whether you may report something under it now.' })
  @Access(visible)
  async viewerCanReport(
    @Parent() pledge: PledgeType,
    @CurrentActor() actor: Actor,
    @Load() load: LoadFunction,
  ): Promise<boolean> {
    return (await load(occurrencesOf, pledge.id)).some((one) => mayReport(one, actor));
  }

  @ResolveField(() => Boolean, { description: 'Whether something under it waits for a word that you may give.' })
  @Access(visible)
  async viewerCanAttest(
    @Parent() pledge: PledgeType,
    @CurrentActor() actor: Actor,
    @Load() load: LoadFunction,
  ): Promise<boolean> {
    return (await load(occurrencesOf, pledge.id)).some((one) => mayAttest(one, actor));
  }
}

@Resolver(() => CampaignType)
export class CampaignReportsResolver {
  constructor(private readonly pager: Pager) {}

  @ResolveField(() => OccurrenceConnection, {
    nullable: true,
    description:
      'Reports that wait for the community’s word, longest waiting first. A community that leads with the host finds those on asks of its own.',
  })
  @Access(canSeeReportsAwaiting)
  reportsAwaiting(
    @Parent() campaign: CampaignType,
    @Args() page: PageArgs,
    @Load() load: LoadFunction,
  ): Promise<Page<OccurrenceType>> {
    return this.pager.children(
      load,
      {
        scope: 'Campaign.reportsAwaiting',
        select: occurrenceColumns,
        from: occurrenceFrom,
        where: ["o.state = 'REPORTED'"],
        params: [],
        parent: { 'o.community_id': campaign.communityId, 'p.campaign_id': campaign.id },
        order: [
          { sql: 'o.reported_at', type: 'timestamptz' },
          { sql: 'o.id', type: 'uuid' },
        ],
      },
      page,
    );
  }
}

function mayReport(occurrence: OccurrenceType, actor: Actor): boolean {
  const { communityId, isOwn } = occurrence;
  if (occurrence.state !== OccurrenceState.DUE || !occurrence.pledgeIsActive) return false;
  // Whoever leads the ask, the pledger stands with the host.
  return canReport.allows(actor, { communityId, isOwn });
}

function mayAttest(occurrence: OccurrenceType, actor: Actor): boolean {
  return occurrence.state === OccurrenceState.REPORTED && !occurrence.isOwnWork && canAttest.allows(actor, occurrence);
}

import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { NodeType } from '../../platform/graphql/node.js';
import { MutationPayload, Payload } from '../../platform/graphql/payload.js';
import { DateTime } from '../../platform/graphql/scalars.js';
import { Standing } from '../communities/index.js';

export enum PledgeState {
  ACTIVE = 'ACTIVE',
  CONDITIONAL = 'CONDITIONAL',
  WAITLISTED = 'WAITLISTED',
  NEEDS_RECONFIRMATION = 'NEEDS_RECONFIRMATION',
  FULFILLED = 'FULFILLED',
  PARTLY_FULFILLED = 'PARTLY_FULFILLED',
  STEPPED_BACK = 'STEPPED_BACK',
  STEPPED_BACK_LATE = 'STEPPED_BACK_LATE',
  HANDED_OVER = 'HANDED_OVER',
  LAPSED = 'LAPSED',
  NEVER_STARTED = 'NEVER_STARTED',
  CANCELLED = 'CANCELLED',
}
registerEnumType(PledgeState, {
  name: 'PledgeState',
  description: 'Where a pledge stands. Its endings stay distinct.',
  valuesMap: {
    ACTIVE: { description: 'Counted on: it has a place.' },
    CONDITIONAL: { description: 'Made on a condition that is not met yet: see `waitingFor`.' },
    WAITLISTED: { description: 'Waiting for a place, in turn.' },
    NEEDS_RECONFIRMATION: {
      description:
        'The terms changed, or a stop lasted over its time: its place is kept until `reconfirmBy`, while the pledger says whether they still come.',
    },
    FULFILLED: { description: 'Done, as the community attested.' },
    PARTLY_FULFILLED: { description: 'Done in part, as the community attested.' },
    STEPPED_BACK: { description: 'Given back in time, or while the work stood still.' },
    STEPPED_BACK_LATE: { description: 'Given back inside the notice period, with a reason.' },
    HANDED_OVER: { description: 'Another ally has taken it over.' },
    LAPSED: { description: 'Nothing was heard in time, and its place went to others.' },
    NEVER_STARTED: {
      description:
        'Its condition was not met in time, or it was still waiting when the ask closed, or when the standing of its ally was paused, ran out or ended.',
    },
    CANCELLED: { description: 'The ask, the campaign or the alliance ended, without fault of the pledger.' },
  },
});

export enum PledgeWait {
  THRESHOLD = 'THRESHOLD',
  OWN_CONDITION = 'OWN_CONDITION',
}
registerEnumType(PledgeWait, {
  name: 'PledgeWait',
  description: 'What a conditional pledge waits for.',
  valuesMap: {
    THRESHOLD: { description: 'That as much is pledged as the ask needs to start. It has a place meanwhile.' },
    OWN_CONDITION: { description: 'That as many others pledge as the pledger asked for. It has no place until then.' },
  },
});

export enum ReconfirmationCause {
  TERMS = 'TERMS',
  STOP = 'STOP',
}
registerEnumType(ReconfirmationCause, {
  name: 'ReconfirmationCause',
  description: 'Why a pledge is to be confirmed again.',
  valuesMap: {
    TERMS: { description: 'The terms of the ask changed.' },
    STOP: { description: 'The campaign was stopped over the time for which it was planned.' },
  },
});

@ObjectType('PledgeCondition', { description: 'A condition of the pledger’s own: to come only if others do.' })
@Access(visible)
export class PledgeConditionType {
  @Field(() => Int, { description: 'How many others have to pledge as well.' })
  others: number;

  @Field(() => DateTime, { description: 'Until when it waits for them.' })
  until: Date;
}

@ObjectType('PledgePlan', { description: 'A pledge is a plan, not a wish.' })
@Access(visible)
export class PledgePlanType {
  @Field(() => DateTime, { description: 'When it is to be done.' })
  when: Date;

  @Field(() => String, { description: 'Where. Empty if there is no place.' })
  where: string;

  @Field(() => String, { description: 'The first step towards it.' })
  firstStep: string;
}

@ObjectType('Pledge', {
  description: 'Someone’s acceptance of an ask, or an organization’s, with a plan.',
  implements: () => [NodeType],
})
@Access(visible)
export class PledgeType {
  @Field(() => ID, { description: 'The id.' })
  id: string;

  communityId: string;
  campaignId: string;
  askId: string;
  pledgerId: string;
  planWhen: Date;
  planWhere: string;
  planFirstStep: string;
  isOwn: boolean;
  reportWaits: boolean;
  conditionOthers: number | null;
  conditionUntil: Date | null;
  shiftId: string | null;
  handedToId: string | null;

  @Field(() => Int, { description: 'How much, in the unit of the ask.' })
  quantity: number;

  @Field(() => PledgeState, { description: 'Where it stands.' })
  state: PledgeState;

  @Field(() => PledgeWait, { nullable: true, description: 'What it waits for; null unless it is conditional.' })
  waitingFor: PledgeWait | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Until when a place is offered to it. Accept it with `acceptPlace`; null when none is.',
  })
  offeredUntil: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Until when it is to be confirmed again with `reconfirmPledge`; null when it is not.',
  })
  reconfirmBy: Date | null;

  @Field(() => ReconfirmationCause, { nullable: true, description: 'Why it is to be confirmed again.' })
  reconfirmBecause: ReconfirmationCause | null;

  @Field(() => String, {
    nullable: true,
    description: 'What the pledger wants to be called in this pledge; null for the pseudonym of their membership.',
  })
  shownAs: string | null;

  @Field(() => DateTime, { description: 'Since when it stands there.' })
  stateChangedAt: Date;

  @Field(() => Standing, { description: 'In which standing it was made.' })
  pledgerStanding: Standing;

  @Field(() => Int, { description: 'The version of the brief that was read.' })
  acceptedBriefVersion: number;

  @Field(() => Int, { description: 'The version of the terms that was accepted.' })
  acceptedTermsVersion: number;

  @Field(() => Int, {
    nullable: true,
    description: 'The version of the agreement that the ally had accepted; null for the people affected.',
  })
  acceptedAgreementVersion: number | null;

  @Field(() => Int, { description: 'The risk tier that was accepted, 0 to 3.' })
  acceptedRiskTier: number;

  @Field(() => Int, {
    nullable: true,
    description:
      'In which turn it came to its ask, from 1: what decides who is next when a place frees. Null for allies where the risk tier is 2 or more, since it tells how many came before.',
  })
  turn: number | null;

  @Field(() => DateTime, { description: 'When it was made.' })
  createdAt: Date;

  @Field(() => String, { nullable: true, description: 'Why the pledger stepped back, if they said.' })
  leftBecause: string | null;
}

@Payload('A pledge was made, and has a place or waits for one.')
export class MakePledgePayload extends MutationPayload {
  @Field(() => PledgeType, {
    nullable: true,
    description: 'The pledge. Look at its state: ACTIVE, CONDITIONAL or WAITLISTED.',
  })
  pledge?: PledgeType | null;
}

@Payload('A pledge was confirmed again, and stands as before.')
export class ReconfirmPledgePayload extends MutationPayload {
  @Field(() => PledgeType, { nullable: true, description: 'The pledge.' })
  pledge?: PledgeType | null;
}

@Payload('A place that was offered is taken.')
export class AcceptPlacePayload extends MutationPayload {
  @Field(() => PledgeType, { nullable: true, description: 'The pledge, ACTIVE now.' })
  pledge?: PledgeType | null;
}

@Payload('A pledge on the waitlist makes do with less.')
export class TakePartPayload extends MutationPayload {
  @Field(() => PledgeType, {
    nullable: true,
    description: 'The pledge: ACTIVE if the part found room, else waiting still, in its turn.',
  })
  pledge?: PledgeType | null;
}

@Payload('A pledge was given back; whoever waited longest and fits has its place.')
export class StepBackPayload extends MutationPayload {
  @Field(() => PledgeType, { nullable: true, description: 'The pledge.' })
  pledge?: PledgeType | null;
}

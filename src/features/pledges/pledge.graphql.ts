import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { NodeType } from '../../platform/graphql/node.js';
import { MutationPayload, Payload } from '../../platform/graphql/payload.js';
import { DateTime } from '../../platform/graphql/scalars.js';
import { Standing } from '../communities/index.js';

export enum PledgeState {
  ACTIVE = 'ACTIVE',
  WAITLISTED = 'WAITLISTED',
  FULFILLED = 'FULFILLED',
  PARTLY_FULFILLED = 'PARTLY_FULFILLED',
  STEPPED_BACK = 'STEPPED_BACK',
  STEPPED_BACK_LATE = 'STEPPED_BACK_LATE',
  NEVER_STARTED = 'NEVER_STARTED',
  CANCELLED = 'CANCELLED',
}
registerEnumType(PledgeState, {
  name: 'PledgeState',
  description: 'Where a pledge stands. Its endings stay distinct.',
  valuesMap: {
    ACTIVE: { description: 'Counted on: it has a place.' },
    WAITLISTED: { description: 'Waiting for a place, in turn.' },
    FULFILLED: { description: 'Done, as the community attested.' },
    PARTLY_FULFILLED: { description: 'Done in part, as the community attested.' },
    STEPPED_BACK: { description: 'Given back in time, or while the work stood still.' },
    STEPPED_BACK_LATE: { description: 'Given back inside the notice period, with a reason.' },
    NEVER_STARTED: {
      description: 'Still waiting when the ask closed, or when the standing of its ally was paused, ran out or ended.',
    },
    CANCELLED: { description: 'The ask, the campaign or the alliance ended, without fault of the pledger.' },
  },
});

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

  @Field(() => Int, { description: 'How much, in the unit of the ask.' })
  quantity: number;

  @Field(() => PledgeState, { description: 'Where it stands.' })
  state: PledgeState;

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
  @Field(() => PledgeType, { nullable: true, description: 'The pledge. Look at its state: ACTIVE or WAITLISTED.' })
  pledge?: PledgeType | null;
}

@Payload('A pledge was given back; whoever waited longest and fits has its place.')
export class StepBackPayload extends MutationPayload {
  @Field(() => PledgeType, { nullable: true, description: 'The pledge.' })
  pledge?: PledgeType | null;
}

import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { NodeType } from '../../platform/graphql/node.js';
import { MutationPayload, Payload } from '../../platform/graphql/payload.js';
import { CalendarDate } from '../../platform/graphql/scalars.js';

export enum DemandState {
  MADE = 'MADE',
  ANSWERED = 'ANSWERED',
  WON = 'WON',
  PARTLY_WON = 'PARTLY_WON',
  REFUSED = 'REFUSED',
  DROPPED = 'DROPPED',
}
registerEnumType(DemandState, {
  name: 'DemandState',
  description: 'What has come of a demand, in the eyes of the people affected.',
  valuesMap: {
    MADE: { description: 'No answer yet.' },
    ANSWERED: { description: 'The decision-maker answered, and nothing is settled.' },
    WON: { description: 'Won.' },
    PARTLY_WON: { description: 'Won in part.' },
    REFUSED: { description: 'The decision-maker refused.' },
    DROPPED: { description: 'The community no longer makes it.' },
  },
});

/** What an answer can make of a demand: any state but the first. */
export enum DemandOutcome {
  ANSWERED = 'ANSWERED',
  WON = 'WON',
  PARTLY_WON = 'PARTLY_WON',
  REFUSED = 'REFUSED',
  DROPPED = 'DROPPED',
}
registerEnumType(DemandOutcome, {
  name: 'DemandOutcome',
  description: 'What an answer makes of a demand.',
  valuesMap: {
    ANSWERED: { description: 'The decision-maker answered, and nothing is settled.' },
    WON: { description: 'Won.' },
    PARTLY_WON: { description: 'Won in part.' },
    REFUSED: { description: 'The decision-maker refused.' },
    DROPPED: { description: 'The community no longer makes it.' },
  },
});

@ObjectType('DemandResponse', {
  description: 'What a decision-maker answered on one day, and what that made of the demand.',
})
@Access(visible)
export class DemandResponseType {
  @Field(() => ID, { description: 'The id.' })
  id: string;

  communityId: string;

  demandId: string;

  @Field(() => CalendarDate, { description: 'The day of the answer.' })
  answeredOn: string;

  @Field(() => String, { description: 'The answer, as the community noted it.' })
  text: string;

  @Field(() => DemandState, { description: 'What the demand was held to be from then on.' })
  state: DemandState;
}

@ObjectType('Demand', {
  description: 'What the community wants, and from whom.',
  implements: () => [NodeType],
})
@Access(visible)
export class DemandType {
  @Field(() => ID, { description: 'The id.' })
  id: string;

  communityId: string;

  campaignId: string;

  @Field(() => String, { description: 'What is wanted, in a line.' })
  title: string;

  @Field(() => String, { description: 'The whole of it. Empty if the line says all.' })
  details: string;

  @Field(() => String, { description: 'Who can grant it.' })
  decisionMaker: string;

  @Field(() => DemandState, { description: 'What has come of it.' })
  state: DemandState;

  @Field(() => CalendarDate, { nullable: true, description: 'The day on which it was put to the decision-maker.' })
  madeOn: string | null;

  @Field(() => Int, { description: 'Counts its revisions: send it back as `expectedVersion`.' })
  version: number;
}

@ObjectType('DemandOutcomes', { description: 'What has come of the demands of a campaign, in numbers.' })
@Access(visible)
export class DemandOutcomesType {
  @Field(() => Int, { description: 'How many demands there are in all.' })
  total: number;

  @Field(() => Int, { description: 'How many have no answer yet.' })
  unanswered: number;

  @Field(() => Int, { description: 'How many were answered, and are not settled.' })
  answered: number;

  @Field(() => Int, { description: 'How many were won.' })
  won: number;

  @Field(() => Int, { description: 'How many were won in part.' })
  partlyWon: number;

  @Field(() => Int, { description: 'How many the decision-maker refused.' })
  refused: number;

  @Field(() => Int, { description: 'How many the community no longer makes.' })
  dropped: number;
}

@Payload('A demand was made.')
export class MakeDemandPayload extends MutationPayload {
  @Field(() => DemandType, { nullable: true, description: 'The demand.' })
  demand?: DemandType | null;
}

@Payload('A demand was revised.')
export class ReviseDemandPayload extends MutationPayload {
  @Field(() => DemandType, { nullable: true, description: 'The demand as it is now.' })
  demand?: DemandType | null;
}

@Payload('An answer was noted.')
export class AnswerDemandPayload extends MutationPayload {
  @Field(() => DemandType, { nullable: true, description: 'The demand with its answers.' })
  demand?: DemandType | null;
}

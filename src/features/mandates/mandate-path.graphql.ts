import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { spoken } from '../../platform/graphql/spoken.js';
import type { Words } from '../../platform/words/words.js';

export enum MandateStepKind {
  PLEDGE = 'PLEDGE',
  ASK = 'ASK',
  MANDATE = 'MANDATE',
  ROUND = 'ROUND',
  PRIORITY = 'PRIORITY',
  CAMPAIGN = 'CAMPAIGN',
  COMMUNITY = 'COMMUNITY',
}
registerEnumType(MandateStepKind, {
  name: 'MandateStepKind',
  description: 'What a step from a pledge or an ask to those who authorised it is.',
  valuesMap: {
    PLEDGE: { description: 'The pledge itself.' },
    ASK: { description: 'The ask: the one that a pledge answers.' },
    MANDATE: { description: 'The mandate under which the ask was open.' },
    ROUND: { description: 'The round of ballots that gives the mandate. Not there where it was signed.' },
    PRIORITY: { description: 'The priority that the mandate is for.' },
    CAMPAIGN: { description: 'The campaign.' },
    COMMUNITY: { description: 'The people affected, who lead it.' },
  },
});

@ObjectType('MandateStep', { description: 'A step from a pledge or an ask to those who authorised it.' })
@Access(visible)
export class MandateStepType {
  @Field(() => MandateStepKind, { description: 'What it is.' })
  type: MandateStepKind;

  @Field(() => ID, { description: 'Its id.' })
  id: string;

  @Field(() => String, {
    description:
      'What it is called; of a mandate, its kind and who signed it, and of a round, its day and the rank that it gave, in your language.',
    middleware: [spoken],
  })
  title: Words;

  @Field(() => String, {
    description:
      'What it says in its own words; of a round, how the rank came about: to the people affected with the number of ballots. May be empty.',
    middleware: [spoken],
  })
  says: Words;

  @Field(() => Int, { nullable: true, description: 'Of a round: the rank that it gave. Null for the other steps.' })
  rank: number | null;

  /** The priority that a round ranked; null for the other steps. */
  rankedId: string | null;
}

import { Field, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { NodeType } from '../../platform/graphql/node.js';
import { MutationPayload, Payload } from '../../platform/graphql/payload.js';
import { DateTime } from '../../platform/graphql/scalars.js';
import type { Words } from '../../platform/words/words.js';

export enum MandateKind {
  FOUNDING = 'FOUNDING',
  EMERGENCY = 'EMERGENCY',
  RATIFIED = 'RATIFIED',
}
registerEnumType(MandateKind, {
  name: 'MandateKind',
  description: 'By what right asks are made under a priority.',
  valuesMap: {
    FOUNDING: {
      description:
        'One signature, while a community has fewer than three affected people: once per community, at most 30 days, at most 5 asks of the lowest risk.',
    },
    EMERGENCY: {
      description:
        'Two signatures of people affected, both of the community that gives it: at most 30 days, at most three at once in a campaign.',
    },
    RATIFIED: { description: 'A round of ballots that stands: until the review date of its priority.' },
  },
});

export enum MandateState {
  PROPOSED = 'PROPOSED',
  LIVE = 'LIVE',
  ENDED = 'ENDED',
}
registerEnumType(MandateState, {
  name: 'MandateState',
  description: 'Whether asks may be open under a mandate.',
  valuesMap: {
    PROPOSED: { description: 'Lacks a signature.' },
    LIVE: { description: 'In force. While the campaign is stopped its time stands still.' },
    ENDED: { description: 'Its time is over, signed in full or not.' },
  },
});

@ObjectType('Mandate', {
  description: 'What authorises asks under a priority. Given by the people affected, for a time.',
  implements: () => [NodeType],
})
@Access(visible)
export class MandateType {
  @Field(() => ID, { description: 'The id.' })
  id: string;

  communityId: string;

  campaignId: string;

  priorityId: string;

  /** The community beside the host that gives it. */
  leadId: string | null;

  @Field(() => MandateKind, {
    description: 'What it is now: a second signature makes a founding mandate an emergency one.',
  })
  kind: MandateKind;

  @Field(() => MandateKind, { description: 'What it was proposed as.' })
  beganAs: MandateKind;

  @Field(() => MandateState, { description: 'Whether it is in force.' })
  state: MandateState;

  /** Null for what a round gives: its reason is the result. */
  reason: Words | null;

  /** The round that gives it. */
  roundId: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Since when it is in force; null before.' })
  startsAt: Date | null;

  @Field(() => DateTime, { description: 'When it ends. A stop of the campaign moves it by its length.' })
  until: Date;
}

@ObjectType('MandateSignature', { description: 'One affected person’s word for a mandate.' })
@Access(visible)
export class MandateSignatureType {
  communityId: string;

  mandateId: string;

  @Field(() => DateTime, { description: 'When it was given.' })
  signedAt: Date;

  signerId: string | null;
}

@Payload('A mandate was proposed and signed.')
export class ProposeMandatePayload extends MutationPayload {
  @Field(() => MandateType, { nullable: true, description: 'The mandate; in force if your signature was enough.' })
  mandate?: MandateType | null;
}

@Payload('A mandate was signed.')
export class CosignMandatePayload extends MutationPayload {
  @Field(() => MandateType, { nullable: true, description: 'The mandate; in force if your signature was the second.' })
  mandate?: MandateType | null;
}

import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { NodeType } from '../../platform/graphql/node.js';
import { DateTime } from '../../platform/graphql/scalars.js';

export enum AllyAdmission {
  AUTOMATIC = 'AUTOMATIC',
  REVIEWED = 'REVIEWED',
  CLOSED = 'CLOSED',
}
registerEnumType(AllyAdmission, {
  name: 'AllyAdmission',
  description: 'How a community takes allies.',
  valuesMap: {
    AUTOMATIC: { description: 'Whoever accepts the agreement and answers its questions is an ally at once.' },
    REVIEWED: { description: 'Whoever does so waits until a steward or an organizer admits them.' },
    CLOSED: { description: 'Nobody can join now. Those who are allies stay; requests that wait can be admitted.' },
  },
});

export enum AllyRequestState {
  WAITING = 'WAITING',
  ADMITTED = 'ADMITTED',
  DECLINED = 'DECLINED',
  WITHDRAWN = 'WITHDRAWN',
}
registerEnumType(AllyRequestState, {
  name: 'AllyRequestState',
  description: 'What came of a request to be an ally.',
  valuesMap: {
    WAITING: { description: 'The community has not answered yet. Until then it gives no rights.' },
    ADMITTED: { description: 'The community said yes.' },
    DECLINED: { description: 'The community said no.' },
    WITHDRAWN: { description: 'Taken back, or overtaken by events.' },
  },
});

@ObjectType('AllyAnswer', { description: 'What someone answered to a question of the agreement.' })
@Access(visible)
export class AllyAnswerType {
  @Field(() => ID, { description: 'The short name of the question.' })
  questionId: string;

  @Field(() => String, { description: 'The question, as it was asked.' })
  question: string;

  @Field(() => String, { description: 'The answer.' })
  text: string;
}

@ObjectType('AllyRequest', {
  description:
    'Someone’s request to be an ally of a community that looks at each first. For whoever asks and for those who may admit.',
  implements: () => [NodeType],
})
@Access(visible)
export class AllyRequestType {
  @Field(() => ID, { description: 'The id.' })
  id: string;

  communityId: string;
  organizationId: string | null;

  @Field(() => AllyRequestState, { description: 'What came of it.' })
  state: AllyRequestState;

  @Field(() => String, { description: 'What they want to be called here.' })
  pseudonym: string;

  @Field(() => Int, { description: 'The version of the agreement that they accepted.' })
  agreementVersion: number;

  @Field(() => [AllyAnswerType], {
    description: 'Their answers to its questions; none once the request is decided.',
  })
  answers: AllyAnswerType[];

  @Field(() => DateTime, { description: 'Since when it waits, or waited.' })
  requestedAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it was decided; null while it waits.' })
  decidedAt: Date | null;

  @Field(() => Boolean, { description: 'Whether you asked, or represent the organization that did.' })
  isYours: boolean;
}

@ObjectType('AllyBlock', {
  description: 'Someone whom the community takes as an ally no more, under whatever name. For its stewards.',
})
@Access(visible)
export class AllyBlockType {
  @Field(() => ID, { description: 'The id, to lift it by.' })
  id: string;

  communityId: string;
  organizationId: string | null;

  @Field(() => String, { description: 'What they were called here.' })
  pseudonym: string;

  @Field(() => String, { description: 'Why.' })
  reason: string;

  @Field(() => DateTime, { description: 'Since when.' })
  blockedAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it was lifted; null while it holds.' })
  liftedAt: Date | null;
}

import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { NodeType } from '../../platform/graphql/node.js';
import { DateTime } from '../../platform/graphql/scalars.js';
import { AskKind } from '../asks/index.js';

export enum OfferState {
  OFFERED = 'OFFERED',
  ADOPTED = 'ADOPTED',
  DECLINED = 'DECLINED',
  WITHDRAWN = 'WITHDRAWN',
  EXPIRED = 'EXPIRED',
}
registerEnumType(OfferState, {
  name: 'OfferState',
  description: 'What came of an offer.',
  valuesMap: {
    OFFERED: { description: 'It waits for the community’s answer.' },
    ADOPTED: { description: 'One of the people affected made a draft ask of it. See `ask` once that is open.' },
    DECLINED: { description: 'The community said no, with thanks.' },
    WITHDRAWN: { description: 'Whoever offered took it back.' },
    EXPIRED: { description: 'Nobody answered within 90 days, or whoever offered is no ally any more.' },
  },
});

@ObjectType('Offer', {
  description:
    'What an ally suggests to do, unasked. Seen by the community and by whoever offered, and by nobody else. It gives its ally no place and no precedence in the ask that may come of it.',
  implements: () => [NodeType],
})
@Access(visible)
export class OfferType {
  @Field(() => ID, { description: 'The id.' })
  id: string;

  communityId: string;
  campaignId: string | null;
  offeredById: string;
  askId: string | null;
  declinedWith: string | null;
  when: string;
  where: string;

  @Field(() => OfferState, { description: 'What came of it.' })
  state: OfferState;

  @Field(() => AskKind, { description: 'What sort of doing it is.' })
  kind: AskKind;

  @Field(() => String, {
    description: 'What is offered, in the ally’s words. Empty once the ally was erased or the words were forgotten.',
  })
  text: string;

  @Field(() => Int, { description: 'How much.' })
  quantity: number;

  @Field(() => String, { description: 'In what the quantity is counted, such as `hours`.' })
  unit: string;

  @Field(() => String, { description: 'The language it is written in, as a BCP 47 tag.' })
  language: string;

  @Field(() => DateTime, { description: 'When it was offered.' })
  offeredAt: Date;

  @Field(() => DateTime, { description: 'Until when it waits for an answer.' })
  expiresAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it was answered or ended; null while it waits.' })
  settledAt: Date | null;

  @Field(() => Int, { description: 'Counts its changes, to revise it by.' })
  version: number;

  @Field(() => Boolean, { description: 'Whether you offered it, or represent the organization that did.' })
  isOwn: boolean;
}

import { Field } from '@nestjs/graphql';
import { MutationPayload, Payload } from '../../platform/graphql/payload.js';
import { AskType } from '../asks/index.js';
import { OfferType } from './offer.graphql.js';

@Payload('Help was offered.')
export class OfferHelpPayload extends MutationPayload {
  @Field(() => OfferType, { nullable: true, description: 'The offer, which waits for the community.' })
  offer?: OfferType | null;
}

@Payload('An offer was changed.')
export class ReviseOfferPayload extends MutationPayload {
  @Field(() => OfferType, { nullable: true, description: 'The offer as it is now.' })
  offer?: OfferType | null;
}

@Payload('An offer was taken back.')
export class WithdrawOfferPayload extends MutationPayload {
  @Field(() => OfferType, { nullable: true, description: 'The offer, WITHDRAWN.' })
  offer?: OfferType | null;
}

@Payload('A draft ask was made of an offer.')
export class AdoptOfferPayload extends MutationPayload {
  @Field(() => OfferType, { nullable: true, description: 'The offer, ADOPTED.' })
  offer?: OfferType | null;

  @Field(() => AskType, { nullable: true, description: 'The draft. It opens under a mandate, as any other.' })
  ask?: AskType | null;
}

@Payload('An offer was declined, with thanks.')
export class DeclineOfferPayload extends MutationPayload {
  @Field(() => OfferType, { nullable: true, description: 'The offer, DECLINED.' })
  offer?: OfferType | null;
}

@Payload('An offer that was declined waits for an answer again.')
export class ReopenOfferPayload extends MutationPayload {
  @Field(() => OfferType, { nullable: true, description: 'The offer, OFFERED once more.' })
  offer?: OfferType | null;
}

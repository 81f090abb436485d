import { ArgsType, Field } from '@nestjs/graphql';
import { IsEnum } from 'class-validator';
import type { ListSpec } from '../../platform/graphql/list.js';
import { PageArgs } from '../../platform/graphql/page-args.js';
import { Optional } from '../../platform/validation/index.js';
import { OfferState } from './offer.graphql.js';
import { offerColumns, offerState } from './offer.loaders.js';

@ArgsType()
export class OfferListArgs extends PageArgs {
  @Field(() => OfferState, { nullable: true, description: 'Only offers in this state.' })
  @Optional()
  @IsEnum(OfferState)
  state?: OfferState | null;
}

/** Latest first. Row-level security leaves what the viewer may see. */
export function offerList(scope: string, { state }: OfferListArgs): ListSpec {
  return {
    scope,
    select: offerColumns,
    from: 'offer o',
    where: state == null ? [] : [`${offerState} = $1`],
    params: state == null ? [] : [state],
    order: [
      { sql: 'o.offered_at', type: 'timestamptz', direction: 'DESC' },
      { sql: 'o.id', type: 'uuid', direction: 'DESC' },
    ],
  };
}

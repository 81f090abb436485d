import { ArgsType, Field } from '@nestjs/graphql';
import { IsEnum } from 'class-validator';
import type { ListSpec } from '../../platform/graphql/list.js';
import { PageArgs } from '../../platform/graphql/page-args.js';
import { Optional } from '../../platform/validation/index.js';
import { PledgeState } from './pledge.graphql.js';
import { pledgeColumns, pledgeState } from './pledge.loaders.js';

@ArgsType()
export class PledgeListArgs extends PageArgs {
  @Field(() => PledgeState, { nullable: true, description: 'Only pledges in this state.' })
  @Optional()
  @IsEnum(PledgeState)
  state?: PledgeState | null;
}

/** Latest first. Row-level security leaves what the viewer may follow. */
export function pledgeList(scope: string, { state }: PledgeListArgs): ListSpec {
  return {
    scope,
    select: pledgeColumns,
    from: 'pledge p',
    where: state == null ? [] : [`${pledgeState} = $1`],
    params: state == null ? [] : [state],
    order: [
      { sql: 'p.created_at', type: 'timestamptz', direction: 'DESC' },
      { sql: 'p.id', type: 'uuid', direction: 'DESC' },
    ],
  };
}

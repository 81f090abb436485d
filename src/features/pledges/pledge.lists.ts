import { ArgsType, Field } from '@nestjs/graphql';
import { IsEnum } from 'class-validator';
import { PageArgs } from '../../platform/graphql/page-args.js';
import type { ListSpec } from '../../platform/graphql/pager.js';
import { Optional } from '../../platform/validation/index.js';
import { PledgeState } from './pledge.graphql.js';
import { pledgeColumns } from './pledge.loaders.js';

@ArgsType()
export class PledgeListArgs extends PageArgs {
  @Field(() => PledgeState, { nullable: true, description: 'Only pledges in this state.' })
  @Optional()
  @IsEnum(PledgeState)
  state?: PledgeState | null;
}

/** Latest first. Row-level security leaves what the viewer may follow. */
export function pledgeList(
  scope: string,
  of: { where: string[]; params: unknown[] },
  { state }: PledgeListArgs,
): ListSpec {
  const filtered =
    state == null ? of : { where: [...of.where, `p.state = $${of.params.length + 1}`], params: [...of.params, state] };
  return {
    scope,
    select: pledgeColumns,
    from: 'pledge p',
    ...filtered,
    order: [
      { sql: 'p.created_at', type: 'timestamptz', direction: 'DESC' },
      { sql: 'p.id', type: 'uuid', direction: 'DESC' },
    ],
  };
}

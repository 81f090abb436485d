import { ArgsType, Field } from '@nestjs/graphql';
import { ArrayMaxSize, ArrayMinSize, IsEnum } from 'class-validator';
import type { ChildList, ListSpec } from '../../platform/graphql/list.js';
import { PageArgs } from '../../platform/graphql/page-args.js';
import { Optional } from '../../platform/validation/index.js';
import { PriorityRemarkOrder } from './priority-remark.graphql.js';
import { PriorityState } from './priority.graphql.js';
import { priorityColumns, priorityIsLive, priorityState, remarkColumns } from './priority.loaders.js';

@ArgsType()
export class PriorityListArgs extends PageArgs {
  @Field(() => [PriorityState], {
    nullable: true,
    description:
      'Only those in any of these states. Left out: those that are live, which are PROPOSED, NAMED and RANKED.',
  })
  @Optional()
  @IsEnum(PriorityState, { each: true })
  @ArrayMinSize(1, { message: 'TOO_SHORT|Name at least one state, or leave the filter out.' })
  @ArrayMaxSize(5, { message: 'TOO_MANY|Send each state once.' })
  states?: PriorityState[] | null;
}

@ArgsType()
export class PriorityRemarkListArgs extends PageArgs {
  @Field(() => PriorityRemarkOrder, { defaultValue: PriorityRemarkOrder.NEWEST, description: 'The order.' })
  @IsEnum(PriorityRemarkOrder)
  orderBy?: PriorityRemarkOrder = PriorityRemarkOrder.NEWEST;
}

const priorities = {
  select: priorityColumns,
  from: 'priority p',
  order: [
    { sql: 'p.rank', type: 'integer', nullable: true },
    { sql: 'p.created_at', type: 'timestamptz' },
    { sql: 'p.id', type: 'uuid' },
  ],
} as const;

/** Row-level security leaves what the viewer may see. */
export function priorityList(scope: string, { states }: PriorityListArgs): ListSpec {
  return states == null
    ? { ...priorities, scope, where: [priorityIsLive], params: [] }
    : { ...priorities, scope, where: [`${priorityState} = ANY ($1::text[])`], params: [states] };
}

/** Of a campaign by its row's values, or its columns in a statement. */
export function prioritiesOfCampaign(
  { communityId, id }: Readonly<Record<'communityId' | 'id', string>>,
  args: PriorityListArgs,
): ChildList {
  const parent = { 'p.community_id': communityId, 'p.campaign_id': id };
  return { ...priorityList('Campaign.priorities', args), parent };
}

export function mergedList(scope: string): ListSpec {
  return { ...priorities, scope, where: [], params: [] };
}

/** Row-level security leaves nothing of it to whoever is neither an insider nor affected in a lead. */
export function remarkList(scope: string, { orderBy }: PriorityRemarkListArgs): ListSpec {
  const direction = orderBy === PriorityRemarkOrder.OLDEST ? 'ASC' : 'DESC';
  return {
    scope,
    select: remarkColumns,
    from: 'priority_remark r',
    where: [],
    params: [],
    order: [
      { sql: 'r.written_at', type: 'timestamptz', direction },
      { sql: 'r.id', type: 'uuid', direction },
    ],
  };
}

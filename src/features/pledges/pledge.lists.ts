import { ArgsType, Field } from '@nestjs/graphql';
import { IsEnum } from 'class-validator';
import type { ChildList, ListSpec } from '../../platform/graphql/list.js';
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

/** What points to whose list it is: a row's values, or its columns in a statement. */
type Parent = Readonly<Record<'communityId' | 'id', string>>;

export function pledgesOfAsk({ communityId, id }: Parent, args: PledgeListArgs): ChildList {
  return { ...pledgeList('Ask.pledges', args), parent: { 'p.community_id': communityId, 'p.ask_id': id } };
}

export function pledgesOfCampaign({ communityId, id }: Parent, args: PledgeListArgs): ChildList {
  return { ...pledgeList('Campaign.pledges', args), parent: { 'p.community_id': communityId, 'p.campaign_id': id } };
}

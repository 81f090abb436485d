import { ArgsType, Field, registerEnumType } from '@nestjs/graphql';
import { IsEnum } from 'class-validator';
import type { OrderKey } from '../../platform/graphql/keyset.js';
import type { ListSpec } from '../../platform/graphql/list.js';
import { PageArgs } from '../../platform/graphql/page-args.js';
import { Language, Optional, Text } from '../../platform/validation/index.js';
import { CampaignState } from './campaign.graphql.js';
import { campaignColumns } from './campaign.loaders.js';

export enum CampaignOrder {
  LAUNCHED = 'LAUNCHED',
  NAME = 'NAME',
}
registerEnumType(CampaignOrder, {
  name: 'CampaignOrder',
  description: 'The order of a list of campaigns.',
  valuesMap: {
    LAUNCHED: { description: 'Latest launched first; drafts last.' },
    NAME: { description: 'By name, A to Z.' },
  },
});

@ArgsType()
export class CampaignListArgs extends PageArgs {
  @Field(() => String, {
    nullable: true,
    description: 'Words to find in name and summary, whatever their accents, up to 200 characters.',
  })
  @Optional()
  @Text({ max: 200 })
  search?: string | null;

  @Field(() => String, { nullable: true, description: 'Only campaigns in this main language, such as `es`.' })
  @Optional()
  @Language()
  language?: string | null;

  @Field(() => CampaignState, { nullable: true, description: 'Only campaigns in this state.' })
  @Optional()
  @IsEnum(CampaignState)
  state?: CampaignState | null;

  @Field(() => CampaignOrder, { defaultValue: CampaignOrder.LAUNCHED, description: 'The order.' })
  @IsEnum(CampaignOrder)
  orderBy?: CampaignOrder = CampaignOrder.LAUNCHED;
}

const id: OrderKey = { sql: 'g.id', type: 'uuid', direction: 'DESC' };
const orders: Readonly<Record<CampaignOrder, readonly OrderKey[]>> = {
  LAUNCHED: [{ sql: 'g.launched_at', type: 'timestamptz', direction: 'DESC', nullable: true }, id],
  NAME: [
    { sql: 'lower(g.name)', type: 'text' },
    { ...id, direction: 'ASC' },
  ],
};

/** Row-level security leaves what the viewer may see. */
export function campaignList(scope: string, args: CampaignListArgs): ListSpec {
  const where: string[] = [];
  const params: unknown[] = [];
  const only = (condition: (place: string) => string, value: unknown) => {
    if (value == null) return;
    params.push(value);
    where.push(condition(`$${params.length}`));
  };
  only((place) => `g.language = ${place}`, args.language);
  only((place) => `g.state = ${place}`, args.state);
  only(
    (place) =>
      `app.searchable(g.name, g.summary, '') @@ websearch_to_tsquery('pg_catalog.simple', unaccent('unaccent', ${place}))`,
    args.search,
  );
  const order = orders[args.orderBy ?? CampaignOrder.LAUNCHED];
  return { scope, select: campaignColumns, from: 'campaign g', where, params, order };
}

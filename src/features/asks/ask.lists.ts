import { ArgsType, Field, InputType, Int, registerEnumType } from '@nestjs/graphql';
import { ArrayMaxSize, IsBoolean, IsEnum } from 'class-validator';
import type { OrderKey } from '../../platform/graphql/keyset.js';
import type { ListSpec } from '../../platform/graphql/list.js';
import { PageArgs } from '../../platform/graphql/page-args.js';
import { DateTime } from '../../platform/graphql/scalars.js';
import { Handle, Language, Nested, Optional, Quantity, Text } from '../../platform/validation/index.js';
import { AskKind, AskState } from './ask.graphql.js';
import { askColumns, askIsFull, askState, askTakesPledges, placeIsShown } from './ask.loaders.js';

export enum AskOrder {
  PRIORITY = 'PRIORITY',
  OPENED = 'OPENED',
  STARTS = 'STARTS',
  CREATED = 'CREATED',
}
registerEnumType(AskOrder, {
  name: 'AskOrder',
  description: 'The order of a list of asks.',
  valuesMap: {
    PRIORITY: { description: 'What the community ranked first comes first; unranked last. Then latest opened first.' },
    OPENED: { description: 'Latest opened first; drafts last.' },
    STARTS: { description: 'Soonest first; those for any time last.' },
    CREATED: { description: 'Latest written down first.' },
  },
});

@InputType({ description: 'Which asks. Conditions add up; an empty filter leaves all that you may see.' })
export class AskFilterInput {
  @Field(() => String, {
    nullable: true,
    description: 'Words to find in title, description and place, whatever their accents, up to 200 characters.',
  })
  @Optional()
  @Text({ max: 200 })
  text?: string | null;

  @Field(() => [AskKind], { nullable: true, description: 'Of any of these kinds.' })
  @Optional()
  @ArrayMaxSize(20, { message: 'TOO_MANY|Send at most 20 kinds.' })
  kinds?: AskKind[] | null;

  @Field(() => [AskState], { nullable: true, description: 'In any of these states.' })
  @Optional()
  @ArrayMaxSize(5, { message: 'TOO_MANY|Send each state once.' })
  states?: AskState[] | null;

  @Field(() => DateTime, { nullable: true, description: 'Not over by then. Those without an end stay in.' })
  @Optional()
  from?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'Begun by then. Those for any time stay in.' })
  @Optional()
  to?: Date | null;

  @Field(() => String, { nullable: true, description: 'In this language, such as `es`.' })
  @Optional()
  @Language()
  language?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'True: only those that take pledges now and are not full. False: only the others.',
  })
  @Optional()
  @IsBoolean()
  hasOpenPlaces?: boolean | null;

  @Field(() => String, { nullable: true, description: 'Of the campaign with this handle.' })
  @Optional()
  @Handle()
  campaignHandle?: string | null;

  @Field(() => Int, { nullable: true, description: 'Of at most this risk tier, 0 to 3.' })
  @Optional()
  @Quantity({ min: 0, max: 3 })
  riskTierAtMost?: number | null;
}

@ArgsType()
export class AskListArgs extends PageArgs {
  @Field(() => AskFilterInput, { nullable: true, description: 'Which asks.' })
  @Optional()
  @Nested(() => AskFilterInput)
  filter?: AskFilterInput | null;

  @Field(() => AskOrder, { defaultValue: AskOrder.OPENED, description: 'The order.' })
  @IsEnum(AskOrder)
  orderBy?: AskOrder = AskOrder.OPENED;
}

const id: OrderKey = { sql: 'a.id', type: 'uuid', direction: 'DESC' };
const opened: OrderKey = { sql: 'a.opened_at', type: 'timestamptz', direction: 'DESC', nullable: true };
const rank = '(SELECT r.rank FROM priority r WHERE r.community_id = a.community_id AND r.id = a.priority_id)';
const orders: Readonly<Record<AskOrder, readonly OrderKey[]>> = {
  PRIORITY: [{ sql: rank, type: 'integer', nullable: true }, opened, id],
  OPENED: [opened, id],
  STARTS: [
    { sql: 'a.starts_at', type: 'timestamptz', nullable: true },
    { ...id, direction: 'ASC' },
  ],
  CREATED: [{ sql: 'a.created_at', type: 'timestamptz', direction: 'DESC' }, id],
};

/** Nobody finds a place by searching that they are not shown. */
function found(place: string): string {
  const query = `websearch_to_tsquery('pg_catalog.simple', unaccent('unaccent', ${place}))`;
  return `CASE WHEN a.place <> '' AND ${placeIsShown} THEN (a.words || a.place_words) @@ ${query} ELSE a.words @@ ${query} END`;
}

type Condition = [value: unknown, condition: (place: string) => string];

function conditions(filter: AskFilterInput): Condition[] {
  return [
    [filter.text, found],
    [filter.kinds, (place) => `a.kind = ANY (${place}::text[])`],
    [filter.states, (place) => `${askState} = ANY (${place}::text[])`],
    [filter.from, (place) => `a.ends_at IS NULL OR a.ends_at >= ${place}`],
    [filter.to, (place) => `a.starts_at IS NULL OR a.starts_at <= ${place}`],
    [filter.language, (place) => `a.language = ${place}`],
    [filter.hasOpenPlaces, (place) => `(${askTakesPledges} AND NOT ${askIsFull}) = ${place}`],
    [filter.campaignHandle, (place) => `a.campaign_id = (SELECT g.id FROM campaign g WHERE g.handle = ${place})`],
    [filter.riskTierAtMost, (place) => `a.risk_tier <= ${place}`],
  ];
}

/** Row-level security leaves what the viewer may see. */
export function askList(scope: string, { filter, orderBy }: AskListArgs): ListSpec {
  const given = conditions(filter ?? {}).filter(([value]) => value != null);
  return {
    scope,
    select: askColumns,
    from: 'ask a',
    where: given.map(([, condition], index) => condition(`$${index + 1}`)),
    params: given.map(([value]) => value),
    order: orders[orderBy ?? AskOrder.OPENED],
  };
}

import { BadRequest } from '../../platform/graphql/errors.js';
import type { OrderKey } from '../../platform/graphql/keyset.js';
import type { ChildList, ListSpec } from '../../platform/graphql/list.js';
import { type AskFilterInput, type AskListArgs, AskOrder, type NearInput } from './ask-filter.inputs.js';
import { askColumns, askIsFull, askState, askTakesPledges, placeIsShown, shownDegrees } from './ask.loaders.js';

const id: OrderKey = { sql: 'a.id', type: 'uuid', direction: 'DESC' };
const opened: OrderKey = { sql: 'a.opened_at', type: 'timestamptz', direction: 'DESC', nullable: true };
const rank = '(SELECT r.rank FROM priority r WHERE r.community_id = a.community_id AND r.id = a.priority_id)';
const orders: Readonly<Record<Exclude<AskOrder, AskOrder.NEAREST>, readonly OrderKey[]>> = {
  PRIORITY: [{ sql: rank, type: 'integer', nullable: true }, opened, id],
  OPENED: [opened, id],
  STARTS: [
    { sql: 'a.starts_at', type: 'timestamptz', nullable: true },
    { ...id, direction: 'ASC' },
  ],
  CREATED: [{ sql: 'a.created_at', type: 'timestamptz', direction: 'DESC' }, id],
};

/** Nobody finds a place by searching that they are not shown. Queries are made once, and each row takes that of its language. */
function found(place: string): string {
  const queries = `((SELECT app.word_queries(${place}))::tsquery[])`;
  const words = `CASE WHEN a.place <> '' AND ${placeIsShown} THEN a.words || a.place_words ELSE a.words END`;
  return `${words} @@ ${queries}[a.tongue] OR a.id IN (SELECT t.ask_id FROM ask_translation t WHERE t.words @@ ${queries}[t.tongue])`;
}

const [latitude, longitude] = [`${shownDegrees('latitude')}::float8`, `${shownDegrees('longitude')}::float8`];

/** What a degree is long on the meridian, in kilometres, less what the earth is not round. */
const DEGREE = 111;

/** The distance to what the viewer may know of its place; nearness must not tell more than the map does. */
const distance = (point: string) => `app.kilometres((${point})[1], (${point})[2], ${latitude}, ${longitude})`;

/** `point` holds latitude, longitude, kilometres, and 1 if online ones stay in. A band of latitudes spares the sines of the others. */
function near(place: string): string {
  const point = `${place}::float8[]`;
  const [at, reach] = [`(${point})[1]`, `(${point})[3]`];
  const band = `${latitude} BETWEEN ${at} - ${reach} / ${DEGREE} AND ${at} + ${reach} / ${DEGREE}`;
  return `(a.is_online AND (${point})[4] = 1) OR (a.latitude IS NOT NULL AND ${band} AND ${distance(point)} <= ${reach})`;
}

function pointOf({ latitude: at, longitude: beside, kilometres, includeOnline }: NearInput): number[] {
  return [at, beside, kilometres, includeOnline === true ? 1 : 0];
}

const inLanguage = (column: string, place: string) => `${column} = ${place} OR ${column} LIKE ${place} || '-%'`;

type Condition = [value: unknown, condition: (place: string) => string];

function conditions(filter: AskFilterInput): Condition[] {
  return [
    [filter.near && pointOf(filter.near), near],
    [filter.text, found],
    [filter.kinds, (place) => `a.kind = ANY (${place}::text[])`],
    [filter.states, (place) => `${askState} = ANY (${place}::text[])`],
    [filter.from, (place) => `a.ends_at IS NULL OR a.ends_at >= ${place}`],
    [filter.to, (place) => `a.starts_at IS NULL OR a.starts_at <= ${place}`],
    [
      filter.language,
      (place) =>
        `${inLanguage('a.language', place)} OR a.id IN (SELECT t.ask_id FROM ask_translation t WHERE ${inLanguage('t.language', place)})`,
    ],
    [filter.isOnline, (place) => `a.is_online = ${place}`],
    [filter.effortMinutesAtMost, (place) => `a.effort_minutes <= ${place}`],
    [filter.accessFeatures, (place) => `a.access_features @> ${place}::text[]`],
    [filter.capacities, (place) => `a.capacities && ${place}::text[]`],
    [filter.hasOpenPlaces, (place) => `(${askTakesPledges} AND NOT ${askIsFull}) = ${place}`],
    [filter.campaignHandle, (place) => `a.campaign_id = (SELECT g.id FROM campaign g WHERE g.handle = ${place})`],
    [filter.riskTierAtMost, (place) => `a.risk_tier <= ${place}`],
  ];
}

/** The point comes first among the conditions, so that the order finds it as well. */
function orderOf({ filter, orderBy }: AskListArgs): readonly OrderKey[] {
  const chosen = orderBy ?? (filter?.near ? AskOrder.NEAREST : AskOrder.OPENED);
  if (chosen !== AskOrder.NEAREST) return orders[chosen];
  if (!filter?.near) throw new BadRequest('Say near which point: NEAREST goes with the filter `near`.');
  return [{ sql: distance('$1::float8[]'), type: 'float8', nullable: true }, id];
}

/** Row-level security leaves what the viewer may see. */
export function askList(scope: string, args: AskListArgs): ListSpec {
  const given = conditions(args.filter ?? {}).filter(([value]) => value != null);
  return {
    scope,
    select: askColumns,
    from: 'ask a',
    where: given.map(([, condition], index) => condition(`$${index + 1}`)),
    params: given.map(([value]) => value),
    order: orderOf(args),
  };
}

/** What points to whose list it is: a row's values, or its columns in a statement. */
type Parent = Readonly<Record<'communityId' | 'id', string>>;

export function asksOfCampaign({ communityId, id }: Parent, args: AskListArgs): ChildList {
  return { ...askList('Campaign.asks', args), parent: { 'a.community_id': communityId, 'a.campaign_id': id } };
}

export function asksOfPriority({ communityId, id }: Parent, args: AskListArgs): ChildList {
  return { ...askList('Priority.asks', args), parent: { 'a.community_id': communityId, 'a.priority_id': id } };
}

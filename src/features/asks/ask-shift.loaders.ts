import { batch } from '../../platform/graphql/loader.js';
import type { ListSpec } from '../../platform/graphql/list.js';
import type { AskShiftType, ShiftListArgs } from './ask-shift.graphql.js';

const isOpen = '(s.closed_at IS NULL AND s.ends_at > now())';

/** An AskShiftType, from `ask_shift s`. */
export const shiftColumns = `s.id, s.community_id AS "communityId", s.ask_id AS "askId", s.label, s.starts_at AS "startsAt", s.ends_at AS "endsAt", s.places,
  ${isOpen} AS "isOpen"`;

export const askShiftById = batch<string, AskShiftType>('askShiftById', (reader, ids) =>
  reader.rows(`SELECT ${shiftColumns} FROM ask_shift s WHERE s.id = ANY ($1)`, [ids]),
);

/** Exact, and for members only; null where a shift sets no limit. */
export const shiftPlacesLeftOf = batch<string, { id: string; places: number | null }>(
  'shiftPlacesLeftOf',
  (reader, ids) => reader.rows('SELECT l.id, l.places FROM app.shift_places_left($1) l', [ids]),
);

/** Soonest first. */
export function shiftList(scope: string, args: ShiftListArgs): ListSpec {
  return {
    scope,
    select: shiftColumns,
    from: 'ask_shift s',
    where: args.isOpen == null ? [] : [`${isOpen} = $1`],
    params: args.isOpen == null ? [] : [args.isOpen],
    order: [
      { sql: 's.starts_at', type: 'timestamptz', direction: 'ASC' },
      { sql: 's.id', type: 'uuid', direction: 'ASC' },
    ],
  };
}

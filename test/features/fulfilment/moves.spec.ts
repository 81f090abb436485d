import { beforeAll, describe, expect, it } from '@jest/globals';
import { occurrenceMoves, occurrenceStates } from '../../../src/features/fulfilment/occurrence.moves.js';
import { OccurrenceState } from '../../../src/features/fulfilment/index.js';
import { sql, testDatabase } from '../../support/database.js';

let query: ReturnType<typeof sql>;

beforeAll(async () => {
  query = sql((await testDatabase()).owner);
});

const named = ({ from, to }: { from: string; to: string }) => `${from} to ${to}`;

describe('the moves of an occurrence', () => {
  it('are the same in the table and in the database', async () => {
    const allowed = await query<{ from: string; to: string }>(
      `SELECT a AS "from", b AS "to" FROM unnest($1::text[]) AS a CROSS JOIN unnest($1::text[]) AS b WHERE app.occurrence_may_move(a, b)`,
      [occurrenceStates],
    );
    expect(occurrenceMoves.map(named).toSorted()).toEqual(allowed.map(named).toSorted());
  });

  it('know the states that the schema knows, and each move has someone who makes it', () => {
    expect([...occurrenceStates].toSorted()).toEqual(Object.values(OccurrenceState).toSorted());
    expect(occurrenceMoves.filter(({ by, when }) => by.length === 0 || when === '')).toEqual([]);
    expect(new Set(occurrenceMoves.map(named)).size).toBe(occurrenceMoves.length);
  });

  it('never lead to ATTESTED but by the community', () => {
    const attesting = occurrenceMoves.filter(({ to }) => to === 'ATTESTED');
    expect(attesting.map(({ by }) => by)).toEqual(attesting.map(() => ['community']));
  });
});

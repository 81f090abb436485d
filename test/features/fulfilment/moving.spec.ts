import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import pg from 'pg';
import { occurrenceMoves, occurrenceStates } from '../../../src/features/fulfilment/occurrence.moves.js';
import { startTestApp, type TestApp } from '../../support/client.js';
import { promised } from '../../support/promises.js';
import { World } from '../../support/world.js';

let on: TestApp;
let client: pg.Client;

beforeAll(async () => {
  on = await startTestApp();
  client = new pg.Client({ connectionString: on.urls.owner });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await on.close();
});

/** All that the constraints ask of a row in a state, so that nothing but the move itself can be refused. */
const inState = (
  state: string,
) => `state = '${state}', reported_quantity = 1, reported_at = now(), no_show_at = now(), no_show_from = 'DUE',
  attested_quantity = ${state === 'ATTESTED' ? '1' : 'NULL'}, attestation_id = ${['ATTESTED', 'NO_SHOW'].includes(state) ? 'gen_random_uuid()' : 'NULL'}`;

/** The constraint that a change of state by its owner runs into, of an occurrence that is in the first state by force. */
async function refusedBy(id: string, from: string, to: string): Promise<string | null> {
  await client.query('BEGIN');
  try {
    await client.query('ALTER TABLE occurrence DISABLE TRIGGER USER');
    await client.query(`UPDATE occurrence SET ${inState(from)} WHERE id = $1`, [id]);
    await client.query('ALTER TABLE occurrence ENABLE TRIGGER occurrence_moves');
    await client.query(`UPDATE occurrence SET ${inState(to)} WHERE id = $1`, [id]);
    return null;
  } catch (error) {
    return (error as { constraint?: string }).constraint ?? String(error);
  } finally {
    await client.query('ROLLBACK');
  }
}

describe('an occurrence', () => {
  it('moves as the table says and in no other way, not even by the owner of its row', async () => {
    const { pledge } = await promised(new World(on));
    const state = fc.constantFrom(...occurrenceStates);
    await fc.assert(
      fc.asyncProperty(state, state, async (from, to) => {
        const isMove = from === to || occurrenceMoves.some((move) => move.from === from && move.to === to);
        expect(await refusedBy(pledge.occurrenceId, from, to)).toBe(isMove ? null : 'occurrence_state_moves_ck');
      }),
      { numRuns: 150 },
    );
  }, 60_000);
});

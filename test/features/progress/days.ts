import type { TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import type { Launched } from '../asks/launched.js';

/** Lets days go by for the asks of a campaign: everything that was kept happened so many days earlier. */
export async function daysGoBy(on: TestApp, { campaignId }: Pick<Launched, 'campaignId'>, days: number): Promise<void> {
  const query = sql(on.urls.owner);
  // Far away and back, because a row may not pass through the day of another.
  for (const by of [days + 10_000, -10_000]) {
    for (const table of ['tally_day', 'figure_day']) {
      await query(`UPDATE ${table} SET day = day - $2::integer WHERE campaign_id = $1`, [campaignId, by]);
    }
  }
  for (const table of ['ask_tally', 'public_figure']) {
    await query(`ALTER TABLE ${table} DISABLE TRIGGER day_closes`);
    await query(
      `UPDATE ${table} SET day = day - $2::integer, day_ends = day_ends - make_interval(days => $2) WHERE campaign_id = $1`,
      [campaignId, days],
    );
    await query(`ALTER TABLE ${table} ENABLE TRIGGER day_closes`);
  }
  await query('UPDATE ask SET opened_at = opened_at - make_interval(days => $2) WHERE campaign_id = $1', [
    campaignId,
    days,
  ]);
}

export const FIGURES = `fragment F on ProgressFigures { isExact wanted pledged { count { value text isExact } quantity { value text } }
  reported { count { value } } attested { count { value } quantity { value text } } steppedBack { value } shareAttested { text } }`;

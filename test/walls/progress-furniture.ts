import type pg from 'pg';

/** Put there as the owner: yesterday, of every ask, as the public read it or before they could; and parts of each. */
export async function furnishProgress(client: pg.Client): Promise<void> {
  const counters = await columnsOf(client, 'tally_day', ['day']);
  await client.query(
    `INSERT INTO tally_day (day, ${counters}) SELECT current_date - 1, ${counters} FROM ask_tally ON CONFLICT DO NOTHING`,
  );
  const figures = await columnsOf(client, 'figure_day', ['day', 'published', 'was_published']);
  for (const [ago, wasPublished] of [
    [1, 'true'],
    [2, 'false'],
  ]) {
    await client.query(
      `INSERT INTO figure_day (day, published, was_published, ${figures})
       SELECT current_date - ${ago}, published AND ${wasPublished}, ${wasPublished}, ${figures} FROM public_figure ON CONFLICT DO NOTHING`,
    );
  }
  await client.query(
    `INSERT INTO figure_split (community_id, ask_id, measure, campaign_id, published, people_count, organization_count, people_behind, organizations_behind)
     SELECT community_id, ask_id, 'PLEDGED', campaign_id, published, 5, 5, 5, 5 FROM public_figure WHERE body = 'PEOPLE' ON CONFLICT DO NOTHING`,
  );
}

async function columnsOf(client: pg.Client, table: string, but: string[]): Promise<string> {
  const { rows } = await client.query<{ name: string }>(
    "SELECT column_name AS name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = $1 AND NOT column_name = ANY ($2)",
    [table, but],
  );
  return rows.map(({ name }) => name).join(', ');
}

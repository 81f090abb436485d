import { dayAfter } from '../../src/features/progress/period.rules.js';
import type { Person } from '../support/client.js';
import { sql } from '../support/database.js';
import type { Scene, Who } from './cast.js';
import type { Sight } from './deeds.js';
import type { Rows } from './rows.js';

/** Everyone sees how far a public campaign has come; who is inside, exactly where there is risk. */
const fields = `
                                    nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator
Campaign.demandOutcomes             ✓       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ✓    ✓
Campaign.alignment                  ✓       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ✓    ✓
Campaign.alignment: exact if risky  ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
Progress.series                     ✓       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ✓    ✓
Progress.series: exact if risky     ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
Progress.comparison                 ✓       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ✓    ✓
Progress.comparison: exact if risky  ·      ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
Progress.byKind                     ✓       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ✓    ✓
Progress.byKind: exact if risky     ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
Progress.byArea                     ✓       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ✓    ✓
Progress.byArea: exact if risky     ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
Progress.byPledger                  ✓       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ✓    ✓
Progress.byPledger: exact if risky  ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
`;

async function sights(scene: Scene): Promise<Record<string, (who: Who) => Sight>> {
  const { world, home, others, on } = scene;
  const campaign = await world.campaign(home);
  const priority = await world.priority(campaign);
  await world.mandate(priority, { steward: home.steward, cosigner: scene.as.affected as Person });
  const of = { steward: home.steward, campaignId: campaign.id, priorityId: priority.id };
  const ask = await world.ask(of, { riskTier: 2, riskNotes: 'Police have been at the door.', area: 'Elm Street' });
  const pledge = await world.pledge({ ask, by: others.ally, acceptedRiskTier: 2 });
  await world.reported({ pledge });
  await world.done(home.steward, 'attestFulfilment', { items: [{ occurrenceId: pledge.occurrenceId }] });
  await sql(on.urls.owner)('UPDATE priority SET rank = 1 WHERE id = $1', [priority.id]);
  const see = (selection: string, shows: (found: any) => boolean) => (): Sight => ({
    query: `query ($h: String!) { campaign(handle: $h) { ${selection} } }`,
    variables: { h: campaign.handle },
    shows: (data) => data?.campaign != null && shows(data.campaign),
  });
  const today = new Date().toISOString().slice(0, 10);
  const days = [-1, 0, -3, -2].map((by) => dayAfter(today, by));
  const compared = `comparison(from: "${days[0]}", until: "${days[1]}", withFrom: "${days[2]}", withUntil: "${days[3]}")`;
  return {
    'Campaign.demandOutcomes': see('demandOutcomes { total }', (found) => found.demandOutcomes.total === 0),
    'Campaign.alignment': see('alignment { text }', (found) => found.alignment.text !== ''),
    'Campaign.alignment: exact if risky': see('alignment { value }', (found) => found.alignment.value === 1),
    'Progress.series': see('progress { series(by: DAY) { wanted } }', (found) => found.progress.series.length === 30),
    'Progress.series: exact if risky': see(
      'progress { series(by: DAY) { isExact pledged { count { value } } } }',
      (found) => found.progress.series.at(-1).pledged.count.value === 1,
    ),
    'Progress.comparison': see(`progress { ${compared} { isOver } }`, (found) => !found.progress.comparison.isOver),
    'Progress.comparison: exact if risky': see(
      `progress { ${compared} { attested { count { change { value } } } } }`,
      (found) => found.progress.comparison.attested.count.change.value === 1,
    ),
    'Progress.byKind': see('progress { byKind { kind } }', (found) => found.progress.byKind.length === 1),
    'Progress.byKind: exact if risky': see(
      'progress { byKind { pledged { count { value } } } }',
      (found) => found.progress.byKind[0].pledged.count.value === 1,
    ),
    'Progress.byArea': see('progress { byArea { area } }', (found) => found.progress.byArea[0].area === 'Elm Street'),
    'Progress.byArea: exact if risky': see(
      'progress { byArea { pledged { count { value } } } }',
      (found) => found.progress.byArea[0].pledged.count.value === 1,
    ),
    'Progress.byPledger': see('progress { byPledger { pledgers } }', (found) => found.progress.byPledger.length === 2),
    'Progress.byPledger: exact if risky': see(
      'progress { byPledger { pledged { value } } }',
      (found) => found.progress.byPledger[0].pledged.value === 1,
    ),
  };
}

/** How far things have come: over time, side by side, by kind, place and who pledges. */
export const progress: Rows = { fields, sights };

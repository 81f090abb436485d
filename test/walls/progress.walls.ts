import type { Walls } from './rows.js';

const sees = `
                                                    nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator  stranger  pretender  system  trainee
tally_day                                           ·       ·          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
figure_day: of a public ask                         ✓       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ✓    ✓         ✓         ✓          ✓       ✓
figure_day: of a public ask, before it was          ·       ·          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ·          ·       ✓    ·         ·         ·          ·       ·
figure_day: of an ask for allies                    ·       ·          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
figure_day: of a draft                              ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
figure_day: led, of an ask for allies               ·       ·          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ·       ·    ·         ·         ·          ·       ✓
figure_day: public, in an unlisted campaign         ·       ·          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ·          ·       ✓    ·         ·         ·          ·       ·
figure_split: of a public ask                       ✓       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ✓    ✓         ✓         ✓          ✓       ✓
figure_split: of an ask for allies                  ·       ·          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
figure_split: of a draft                            ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
figure_split: led, of an ask for allies             ·       ·          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ·       ·    ·         ·         ·          ·       ✓
figure_split: public, in an unlisted campaign       ·       ·          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ·          ·       ✓    ·         ·         ·          ·       ·
tally_day: of a led campaign                        ·       ·          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ·       ·    ·         ·         ·          ·       ✓
`;

const where = {
  public: 't.community_id = $home AND $alone AND t.published',
  before:
    't.community_id = $home AND $alone AND NOT t.published AND EXISTS (SELECT FROM ask a WHERE a.id = t.ask_id AND a.published)',
  allies:
    "t.community_id = $home AND $alone AND EXISTS (SELECT FROM ask a WHERE a.id = t.ask_id AND a.opened_at IS NOT NULL AND a.visibility = 'ALLIES')",
  draft:
    't.community_id = $home AND $alone AND EXISTS (SELECT FROM ask a WHERE a.id = t.ask_id AND a.opened_at IS NULL)',
  led: "t.community_id = $home AND t.campaign_id IN (SELECT g.id FROM campaign g WHERE g.name = 'Led with neighbours') AND EXISTS (SELECT FROM ask a WHERE a.id = t.ask_id AND a.opened_at IS NOT NULL)",
  unlisted: "t.community_id = $home AND t.ask_id IN (SELECT a.id FROM ask a WHERE a.title = 'Behind the wall')",
};

/** How asks stood, for those inside, and as it was told to others: seen by whoever sees how they stand. */
export const progress: Walls = {
  sees,
  sights: {
    tally_day: { table: 'tally_day', where: 't.community_id = $home AND $alone' },
    'tally_day: of a led campaign': { table: 'tally_day', where: where.led },
    'figure_day: of a public ask': { table: 'figure_day', where: where.public },
    'figure_day: of a public ask, before it was': { table: 'figure_day', where: where.before },
    'figure_day: of an ask for allies': { table: 'figure_day', where: where.allies },
    'figure_day: of a draft': { table: 'figure_day', where: where.draft },
    'figure_day: led, of an ask for allies': { table: 'figure_day', where: where.led },
    'figure_day: public, in an unlisted campaign': { table: 'figure_day', where: where.unlisted },
    'figure_split: of a public ask': { table: 'figure_split', where: where.public },
    'figure_split: of an ask for allies': { table: 'figure_split', where: where.allies },
    'figure_split: of a draft': { table: 'figure_split', where: where.draft },
    'figure_split: led, of an ask for allies': { table: 'figure_split', where: where.led },
    'figure_split: public, in an unlisted campaign': { table: 'figure_split', where: where.unlisted },
  },
};

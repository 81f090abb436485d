import type { Walls } from './rows.js';

const sees = `
                                                      nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator  stranger  pretender  system  trainee
ask_translation: of a public ask                      ✓       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ✓    ✓         ✓         ✓          ✓       ✓
ask_translation: for allies                           ·       ·          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
ask_translation: of a draft                           ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
ask_translation: led, of a draft                      ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ✓          ·       ·    ·         ·         ·          ·       ✓
`;

const adds = `
                                                      nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator  stranger  pretender  system  trainee
ask_translation: past the door                        ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
`;

const changes = `
                                                      nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator  stranger  pretender  system  trainee
ask_translation: past the door                        ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
`;

const removes = `
                                                      nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator  stranger  pretender  system  trainee
ask_translation: past the door                        ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
`;

const of = (title: string) => ({ table: 'ask_translation', where: `t.title = '${title}'` });

/** Asks in further languages: written by functions alone. */
export const asks: Walls = {
  sees,
  sights: {
    'ask_translation: of a public ask': of('Para todo el mundo'),
    'ask_translation: for allies': of('Para aliadas'),
    'ask_translation: of a draft': of('En borrador'),
    'ask_translation: led, of a draft': of('Con las vecinas'),
  },
  adds,
  additions: {
    'ask_translation: past the door': {
      table: 'ask_translation',
      like: "t.community_id = $home AND t.title = 'Para todo el mundo'",
      with: { id: '$new', language: 'qu' },
    },
  },
  changes,
  alterations: {
    'ask_translation: past the door': {
      table: 'ask_translation',
      where: 't.community_id = $home',
      set: 'title = t.title',
    },
  },
  removes,
  deletions: {
    'ask_translation: past the door': { table: 'ask_translation', where: 't.community_id = $home' },
  },
};

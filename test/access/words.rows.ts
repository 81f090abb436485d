import type { Rows } from './rows.js';

const mutations = `
                                    nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator
changePreferences                   ·       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ·    ✓
`;

/** The language and the time zone in which a person is spoken to. */
export const words: Rows = { mutations, deeds: { changePreferences: async () => ({ language: 'es' }) } };

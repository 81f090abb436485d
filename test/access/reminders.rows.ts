import type { Who } from './cast.js';
import type { Deed } from './deeds.js';
import type { Rows } from './rows.js';

const mutations = `
                                  nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator
setReminderTimes                  ·       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ·    ·
setPledgeReminders: own           ·       ·          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
setPledgeReminders: another's     ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·
confirmOccurrence: own            ·       ·          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
confirmOccurrence: another's      ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·
reschedulePledge: own             ·       ·          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
reschedulePledge: another's       ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·
`;

const when = () => new Date(Date.now() + 4 * 86_400_000).toISOString();

const both = (
  mutation: string,
  input: (pledge: { id: string; occurrenceId: string }) => object,
): Record<string, Deed> => ({
  [`${mutation}: own`]: async (scene, who: Who) => ({ ...input(await scene.pledge(who)) }),
  [`${mutation}: another's`]: async (scene) => ({ ...input(await scene.pledge(null)) }),
});

const deeds: Readonly<Record<string, Deed>> = {
  setReminderTimes: async () => ({ times: [-120] }),
  ...both('setPledgeReminders', ({ id }) => ({ pledgeId: id, times: [-60] })),
  ...both('confirmOccurrence', ({ occurrenceId }) => ({ occurrenceId })),
  ...both('reschedulePledge', ({ occurrenceId }) => ({ occurrenceId, when: when() })),
};

/** When people are reminded, and what they answer for a time that they planned. */
export const reminders: Rows = { mutations, deeds };

import type { Rows } from './rows.js';

const mutations = `
                                    nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator
markNotificationsRead               ·       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ·    ✓
setNotificationChoices              ·       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ·    ✓
setMessengerAddress                 ·       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ·      ✓          ✓       ·    ✓
confirmMessengerAddress             ·       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ·      ✓          ✓       ·    ✓
removeMessengerAddress              ·       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ·    ✓
`;

/** What a person was told, how they want to be told, and where. */
export const inbox: Rows = {
  mutations,
  deeds: {
    markNotificationsRead: async () => ({ allUntil: '2026-01-01T00:00:00Z' }),
    setNotificationChoices: async () => ({ digestHour: 7 }),
    // Whoever may is told that this server has no gateway, that the code is wrong, and that there is nothing to remove.
    setMessengerAddress: async () => ({ address: '+525512345678' }),
    confirmMessengerAddress: async () => ({ code: '123456' }),
    removeMessengerAddress: async () => ({}),
  },
};

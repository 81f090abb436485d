// GraphQL Yoga on Node's own server, with DataLoader.
import { createServer } from 'node:http';
import DataLoader from 'dataloader';
import { createSchema, createYoga } from 'graphql-yoga';
import {
  asksOf,
  campaignOf,
  membershipsOf,
  pledge,
  pledgesOf,
  port,
  prioritiesOf,
  progresses,
  Session,
  typeDefs,
} from './common.mjs';

function contextOf(session) {
  const firsts = new Map();
  const pledges = (first) => {
    if (!firsts.has(first)) firsts.set(first, new DataLoader((asks) => pledgesOf(session, asks, first)));
    return firsts.get(first);
  };
  return {
    session,
    pledges,
    priorities: new DataLoader((ids) => prioritiesOf(session, ids)),
    memberships: new DataLoader((ids) => membershipsOf(session, ids)),
    progress: new DataLoader((asks) =>
      progresses(
        session,
        'asks',
        asks[0].communityId,
        asks.map(({ id }) => id),
      ),
    ),
  };
}

const resolvers = {
  Query: { campaign: (_, { handle }, { session }) => campaignOf(session, handle) },
  Mutation: { makePledge: (_, { input }, { session }) => pledge(session, input) },
  Campaign: {
    progress: async ({ id, communityId }, _, { session }) =>
      (await progresses(session, 'campaigns', communityId, [id]))[0],
    asks: async (campaign, { first }, { session }) => ({ nodes: await asksOf(session, campaign, first) }),
  },
  Ask: {
    progress: (ask, _, { progress }) => ask.progress ?? progress.load(ask),
    priority: ({ priorityId }, _, { priorities }) => priorities.load(priorityId),
    pledges: async (ask, { first }, { pledges }) => ({ nodes: await pledges(first).load(ask) }),
  },
  Pledge: { pledger: ({ pledgerId }, _, { memberships }) => memberships.load(pledgerId) },
};

const yoga = createYoga({
  schema: createSchema({ typeDefs, resolvers }),
  graphiql: false,
  landingPage: false,
  logging: false,
  context: ({ request }) => contextOf(new Session(request.headers.get('authorization') ?? undefined)),
  plugins: [
    {
      onExecute: ({ args }) => ({ onExecuteDone: () => args.contextValue.session.end() }),
    },
  ],
});
createServer({ keepAliveTimeout: 65_000 }, yoga).listen(port, '127.0.0.1');

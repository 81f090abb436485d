// Fastify and Mercurius with its loaders and graphql-jit.
import Fastify from 'fastify';
import mercurius from 'mercurius';
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

const app = Fastify();

const resolvers = {
  Query: { campaign: (_, { handle }, { session }) => campaignOf(session, handle) },
  Mutation: { makePledge: (_, { input }, { session }) => pledge(session, input) },
  Campaign: {
    progress: async ({ id, communityId }, _, { session }) =>
      (await progresses(session, 'campaigns', communityId, [id]))[0],
    asks: async (campaign, { first }, { session }) => ({ nodes: await asksOf(session, campaign, first) }),
  },
};

// What a mutation answered has its figures in it already.
const loaders = {
  Ask: {
    progress: {
      loader: async (queries, { session }) =>
        queries[0].obj.progress
          ? queries.map(({ obj }) => obj.progress)
          : progresses(
              session,
              'asks',
              queries[0].obj.communityId,
              queries.map(({ obj }) => obj.id),
            ),
      opts: { cache: false },
    },
    priority: {
      loader: (queries, { session }) =>
        prioritiesOf(
          session,
          queries.map(({ obj }) => obj.priorityId),
        ),
      opts: { cache: false },
    },
    pledges: {
      loader: async (queries, { session }) =>
        (
          await pledgesOf(
            session,
            queries.map(({ obj }) => obj),
            queries[0].params.first,
          )
        ).map((nodes) => ({ nodes })),
      opts: { cache: false },
    },
  },
  Pledge: {
    pledger: {
      loader: (queries, { session }) =>
        membershipsOf(
          session,
          queries.map(({ obj }) => obj.pledgerId),
        ),
      opts: { cache: false },
    },
  },
};

app.register(mercurius, {
  schema: typeDefs,
  resolvers,
  loaders,
  jit: 1,
  path: '/graphql',
  context: (request) => {
    request.session = new Session(request.headers.authorization);
    return { session: request.session };
  },
});
app.addHook('onSend', async (request) => {
  await request.session?.end();
});
await app.listen({ port, host: '127.0.0.1' });

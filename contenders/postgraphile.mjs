// PostGraphile 5 over the tables themselves, with computed columns for what is counted (postgraphile.sql).
import { createServer } from 'node:http';
import { grafserv } from 'postgraphile/grafserv/node';
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber';
import { makePgService } from 'postgraphile/adaptors/pg';
import { postgraphile } from 'postgraphile';
import { accessOf, pool, port } from './common.mjs';

/** Who sends it, as settings of the transaction in which PostGraphile reads; nobody needs none. */
async function settingsOf(header) {
  const access = accessOf(header);
  if (access === null) return null;
  const { rows } = await pool.query({
    name: 'authenticate',
    text: 'SELECT person_id AS person FROM vault.authenticate($1)',
    values: [access],
  });
  if (!rows[0]) return null;
  return {
    'accompany.kind': 'person',
    'accompany.person': rows[0].person,
    'contender.access': access.toString('hex'),
  };
}

const preset = {
  extends: [PostGraphileAmberPreset],
  pgServices: [makePgService({ pool, schemas: ['public', 'contender'], pubsub: false })],
  grafserv: { port, graphqlPath: '/graphql', graphiql: false, watch: false },
  grafast: {
    explain: false,
    context: async ({ node }) => ({ pgSettings: await settingsOf(node?.req.headers.authorization) }),
  },
};

const served = postgraphile(preset).createServ(grafserv);
const server = createServer({ keepAliveTimeout: 65_000 });
server.on('error', (error) => {
  throw error;
});
await served.addTo(server);
server.listen(port, '127.0.0.1');

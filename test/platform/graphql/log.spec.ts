import { expect, it } from '@jest/globals';
import { createLogger } from '../../../src/platform/http/logging.js';
import { DemoServer, GARDEN } from './demo/demo-server.js';

it('keeps no address, agent, e-mail, token, variable or text of a person in the log, whatever happens', async () => {
  const lines: string[] = [];
  const demo = await DemoServer.start({}, createLogger('trace', { write: (line: string) => lines.push(line) }));
  const marks = {
    'x-forwarded-for': '203.0.113.77',
    'user-agent': 'agent-of-ana',
    authorization: 'Bearer ana',
    referer: 'https://ana.example/diary',
    cookie: 'cookie-of-ana=1',
    'x-request-id': 'request-of-ana',
  };
  const send = (body: object | string, path = '/graphql') =>
    demo.http.post(path).set(marks).set('content-type', 'application/json').send(body);
  const variables = { how: 'ana@example.org', input: { gardenId: GARDEN, name: 'name-of-ana' } };
  const FAILS = 'query AnaAsks($how: String!) { fails(how: $how) }';
  await send({ query: FAILS, variables });
  await send({ query: FAILS, variables: { how: 'driver' } });
  await send({
    query: 'mutation($input: PlantInput!) { plantTree(input: $input) { userErrors { code } } }',
    variables,
  });
  await send('{"query": ana@example.org');
  await send('{}', '/ana@example.org?token=secret-of-ana');
  await demo.http.get('/%E0%A4%Aana').set(marks);
  await demo.app.close();

  const log = lines.join('');
  expect(log).toContain('"errorId"');
  expect(lines.filter((line) => line.includes('"answered"')).length).toBeGreaterThanOrEqual(5);
  expect(log).not.toMatch(/203\.0\.113|127\.0\.0\.1|agent-of|Bearer|ana@|of-ana|ana\.example|AnaAsks|duplicate key/);
});

import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import exportCommand from '../../src/commands/export.js';
import { type Download, download } from '../../src/commands/export-download.js';
import type { Terminal } from '../../src/commands/terminal.js';
import { hashToken } from '../../src/platform/crypto/keys.js';
import { type Launched, launched } from '../features/asks/launched.js';
import { startTestApp, type TestApp } from '../support/client.js';
import { freshDatabase, sql } from '../support/database.js';
import { manyPledges } from '../support/many-pledges.js';
import { World } from '../support/world.js';

let on: TestApp;
let world: World;
let of: Launched;
let server: URL;
let folder: string;

beforeAll(async () => {
  on = await startTestApp({ urls: await freshDatabase('export_command') });
  world = new World(on);
  of = await launched(world);
  const { steward, campaignId, priorityId, mandateId } = of;
  const ask = await world.ask({ steward, campaignId, priorityId, mandateId });
  await manyPledges(on.urls, ask.id, (await world.ally(of)).membershipId, 2_500);
  await on.app.listen(0, '127.0.0.1');
  server = new URL((await on.app.getUrl()).replace('[::1]', '127.0.0.1'));
  folder = mkdtempSync(join(tmpdir(), 'accompany-export-'));
}, 60_000);
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await on.close();
});

async function run(wanted: Partial<Download>, signal = new AbortController().signal) {
  const lines = { said: [] as string[], complained: [] as string[] };
  const terminal: Terminal = {
    say: (line) => lines.said.push(line),
    complain: (line) => lines.complained.push(line),
    isInteractive: false,
  };
  const out = join(folder, world.unique('file'));
  const whole: Download = { server, handle: of.campaignHandle, what: 'pledges', format: 'csv', out, ...wanted };
  const code = await download(whole, signal, terminal);
  return { code, out, ...lines };
}

const filesNow = () => readdirSync(folder).sort();

describe('exporting from the command line', () => {
  it('saves every pledge, and says how many', async () => {
    const token = of.steward.accessToken;
    for (const format of ['csv', 'json'] as const) {
      const { code, out, said } = await run({ format, token });
      expect([code, said]).toEqual([0, [`${out}: 2500 pledges.`]]);
      const text = readFileSync(out, 'utf8');
      if (format === 'json') expect(JSON.parse(text)).toMatchObject({ count: 2_500, isComplete: true });
      else expect(text.trimEnd().split('\r\n')).toHaveLength(2_501);
    }
  });

  it('saves progress without a token', async () => {
    const { code, out, said } = await run({ what: 'progress', format: 'json' });
    expect([code, said]).toEqual([0, [`${out} is written.`]]);
    expect(JSON.parse(readFileSync(out, 'utf8'))).toMatchObject({ campaign: of.campaignHandle });
  });

  it('says in a sentence why there is no file, and leaves none', async () => {
    const ally = await world.ally(of);
    const stale = await world.allyOrganizer(of);
    await sql(on.urls.owner)(
      "UPDATE vault.session SET proved_at = now() - interval '11 minutes' WHERE access_hash = $1",
      [hashToken(stale.accessToken)],
    );
    const before = filesNow();
    const token = of.steward.accessToken;
    const refusals: [Partial<Download>, RegExp][] = [
      [{}, /^The token does not work/],
      [{ token: `ses_${'A'.repeat(43)}` }, /^The token does not work/],
      [{ token: ally.accessToken }, /are for those who run its asks/],
      [{ token: stale.accessToken }, /^Prove once more that it is you, with stepUp/],
      [{ token, handle: 'nowhere' }, /^There is no campaign "nowhere"/],
      [{ what: 'progress', handle: 'nowhere' }, /^There is no campaign "nowhere"/],
      [{ token, server: new URL('http://127.0.0.1:9') }, /does not answer/],
      [{ token, out: join(folder, 'no/such/folder/file.csv') }, /there is no such folder/],
    ];
    for (const [wanted, message] of refusals) {
      await expect(run(wanted)).rejects.toMatchObject({
        name: 'CommandError',
        message: expect.stringMatching(message),
      });
    }
    expect(filesNow()).toEqual(before);
  });

  it('keeps nothing of a transfer that broke off, that was stopped, or that was led elsewhere', async () => {
    const before = filesNow();
    const half = await serving((_path, response) => {
      response.writeHead(200, { 'content-type': 'text/csv', 'x-total-count': '9' });
      response.write('pledge_id\r\none\r\ntwo\r\n');
      setTimeout(() => response.destroy(), 50);
    });
    await expect(run({ server: half.url, token: 'x' })).rejects.toMatchObject({
      name: 'CommandError',
      message: expect.stringMatching(/^The transfer broke off after 2 rows/),
    });
    await half.close();
    const short = await serving((_path, response) => response.end('{"pledges":[\n]}\n'));
    await expect(run({ server: short.url, token: 'x', format: 'json' })).rejects.toThrow('The file is not whole');
    await short.close();
    const seen: string[] = [];
    const elsewhere = await serving((path, response) => {
      seen.push(path);
      response.writeHead(302, { location: '/elsewhere' }).end();
    });
    await expect(run({ server: elsewhere.url, token: 'x' })).rejects.toThrow('does not answer');
    expect(seen).toHaveLength(1);
    await elsewhere.close();
    const stop = new AbortController();
    const endless = await serving((_path, response) => {
      response.write('pledge_id\r\none\r\n');
      setTimeout(() => stop.abort(), 50);
    });
    expect(await run({ server: endless.url, token: 'x' }, stop.signal)).toMatchObject({
      code: 130,
      complained: ['Stopped, and nothing was kept.'],
    });
    await endless.close();
    expect(filesNow()).toEqual(before);
  });

  it.each<[string, string[], RegExp]>([
    ['nothing', [], /^Usage/],
    ['a form that there is not', ['--format', 'xml'], /^Usage/],
    ['a handle that is none', ['--handle', '../../x'], /is no handle/],
    ['an address that is none', ['--server', 'file:///etc/passwd'], /is no address of a server/],
    ['a token by http to another machine', ['--server', 'http://accompany.example'], /travels by https only/],
    ['a token as an argument', ['--token', 'secret'], /Unknown option/],
    ['no token', [], /^Usage|ACCOMPANY_TOKEN/],
  ])('refuses %s', async (_name, more, message) => {
    const all = [
      '--server',
      'https://a.example',
      '--handle',
      'fair-rent',
      '--what',
      'pledges',
      '--format',
      'csv',
      '--out',
      join(folder, 'x'),
    ];
    const argv = more.length === 0 && _name === 'nothing' ? [] : [...all, ...more];
    await expect(exportCommand(argv)).rejects.toMatchObject({
      name: 'CommandError',
      message: expect.stringMatching(message),
    });
  });
});

async function serving(
  answer: (path: string, response: import('node:http').ServerResponse) => void,
): Promise<{ url: URL; close(): Promise<void> }> {
  const stub: Server = createServer((request, response) => answer(request.url ?? '', response));
  await once(stub.listen(0, '127.0.0.1'), 'listening');
  const { port } = stub.address() as AddressInfo;
  return {
    url: new URL(`http://127.0.0.1:${port}`),
    close: async () => {
      stub.closeAllConnections();
      await once(stub.close(), 'close');
    },
  };
}

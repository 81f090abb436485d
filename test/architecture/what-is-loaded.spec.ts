import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const SERVER = new URL('../../dist/src/server.js', import.meta.url);

/** Prints the addresses of all scripts that importing the server leaves in memory. */
const listing = `
  import { Session } from 'node:inspector';
  await import(${JSON.stringify(SERVER.href)});
  const session = new Session();
  const urls = [];
  session.connect();
  session.on('Debugger.scriptParsed', ({ params }) => urls.push(params.url));
  session.post('Debugger.enable', () => console.log(JSON.stringify(urls)));
`;

function packagesLoaded(): Set<string> {
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', listing], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    encoding: 'utf8',
    maxBuffer: 16 * 1024 * 1024,
  });
  if (stderr) throw new Error(stderr);
  const names = (JSON.parse(stdout) as string[]).map(
    (url) =>
      /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1] ??
      (url.includes('/dist/migrations/') ? 'migrations' : ''),
  );
  return new Set(names);
}

describe('a server that starts', () => {
  it('holds what every request needs, and not what only some servers or few requests do', () => {
    const loaded = packagesLoaded();
    expect([...loaded]).toEqual(expect.arrayContaining(['fastify', 'graphql', 'pg', 'class-validator']));
    const rare = [
      'typeorm',
      'migrations',
      'nodemailer',
      'ioredis',
      '@simplewebauthn/server',
      'qrcode',
      '@resvg/resvg-js',
    ];
    expect(rare.filter((name) => loaded.has(name))).toEqual([]);
  }, 30_000);
});

import { parseArgs } from 'node:util';
import { CommandError, errorMessage } from '../platform/command-error.js';
import { isHandle } from '../platform/validation/formats.js';
import { type Download, download } from './export-download.js';

const USAGE = `Usage: npm run export -- --server URL --handle HANDLE --what pledges|progress --format csv|json --out FILE

Downloads the pledges or the progress of a campaign from a running server into FILE, which is there only once it is whole.
Pledges need a session of someone who runs its asks, proved lately: put its access token into ACCOMPANY_TOKEN.`;

/** Answers the exit code. */
export default async function main(argv: string[]): Promise<number> {
  const wanted = wantedFrom(argv);
  if (wanted === null) {
    console.log(USAGE);
    return 0;
  }
  const stop = new AbortController();
  const onSignal = () => stop.abort();
  process.once('SIGINT', onSignal);
  process.once('SIGTERM', onSignal);
  try {
    return await download(wanted, stop.signal);
  } finally {
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
  }
}

function wantedFrom(argv: string[]): Download | null {
  const { server, handle, what, format, out, help } = parsed(argv);
  if (help) return null;
  if (server === undefined || handle === undefined || out === undefined || out === '') throw new CommandError(USAGE);
  if ((what !== 'pledges' && what !== 'progress') || (format !== 'csv' && format !== 'json')) {
    throw new CommandError(USAGE);
  }
  if (!isHandle(handle)) throw new CommandError(`"${String(handle)}" is no handle of a campaign, such as "fair-rent".`);
  const token = what === 'pledges' ? tokenFor(server) : undefined;
  return { server: serverFrom(server), handle, what, format, out, ...(token !== undefined && { token }) };
}

function serverFrom(address: string): URL {
  const server = URL.canParse(address) ? new URL(address) : null;
  if (!server || !['http:', 'https:'].includes(server.protocol) || server.username !== '' || server.password !== '') {
    throw new CommandError(`"${address}" is no address of a server, such as https://accompany.example.`);
  }
  return server;
}

function tokenFor(address: string): string {
  const { protocol, hostname } = serverFrom(address);
  if (protocol !== 'https:' && !['localhost', '127.0.0.1', '[::1]'].includes(hostname)) {
    throw new CommandError(
      'A token travels by https only, except to this machine. Use the https address of the server.',
    );
  }
  const token = process.env['ACCOMPANY_TOKEN']?.trim();
  if (!token) {
    throw new CommandError('Put the access token of your session into ACCOMPANY_TOKEN: signIn answers it.');
  }
  if (!/^[\w-]+$/.test(token)) throw new CommandError('What stands in ACCOMPANY_TOKEN is no token.');
  return token;
}

function parsed(argv: string[]) {
  const text = { type: 'string' } as const;
  const options = {
    server: text,
    handle: text,
    what: text,
    format: text,
    out: text,
    help: { type: 'boolean' },
  } as const;
  try {
    return parseArgs({ args: argv, options }).values;
  } catch (error) {
    throw new CommandError(`${errorMessage(error)}\n\n${USAGE}`);
  }
}

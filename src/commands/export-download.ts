import { createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Presets, SingleBar } from 'cli-progress';
import { CommandError, errorCode, errorMessage } from '../platform/command-error.js';
import { type Terminal, terminal } from './terminal.js';

export interface Download {
  server: URL;
  handle: string;
  what: 'pledges' | 'progress';
  format: 'csv' | 'json';
  out: string;
  token?: string;
}

const LINE_FEED = 0x0a;
/** Of a document of ours, only when it is whole. */
const WHOLE_JSON = /"isComplete":true\}\n$/;

/** Streams into a file beside the one that is wanted, and gives it its name once it is whole. Answers the exit code. */
export async function download(wanted: Download, signal: AbortSignal, on: Terminal = terminal): Promise<number> {
  const aside = `${wanted.out}.${process.pid}.part`;
  await makeAside(aside);
  try {
    const answer = await ask(wanted, signal);
    const rows = await save(answer, aside, wanted, signal, on);
    await rename(aside, wanted.out);
    on.say(
      wanted.what === 'pledges'
        ? `${wanted.out}: ${rows} ${rows === 1 ? 'pledge' : 'pledges'}.`
        : `${wanted.out} is written.`,
    );
    return 0;
  } catch (error) {
    await rm(aside, { force: true });
    if (signal.aborted) {
      on.complain('Stopped, and nothing was kept.');
      return 130;
    }
    throw error;
  }
}

/** Before anything is asked of the server: what cannot be kept should not be on anyone's record. For this user's eyes alone. */
async function makeAside(path: string): Promise<void> {
  try {
    await (await open(path, 'wx', 0o600)).close();
  } catch (error) {
    const reason = errorCode(error) === 'ENOENT' ? 'there is no such folder' : errorMessage(error);
    throw new CommandError(`Nothing can be written at ${path}: ${reason}.`);
  }
}

async function ask({ server, handle, what, format, token }: Download, signal: AbortSignal): Promise<Response> {
  const path = what === 'pledges' ? `exports/campaigns/${handle}/pledges.${format}` : `c/${handle}/progress.${format}`;
  const base = server.href.endsWith('/') ? server.href : `${server.href}/`;
  let answer: Response;
  try {
    answer = await fetch(new URL(path, base), {
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      redirect: 'error',
      signal,
    });
  } catch (error) {
    if (signal.aborted) throw error;
    const { cause } = error as { cause?: unknown };
    throw new CommandError(`The server at ${server.href} does not answer: ${errorMessage(cause ?? error)}.`);
  }
  if (answer.status !== 200) throw new CommandError(await refusal(answer, handle));
  return answer;
}

/** What to do about it, whatever the server says. */
async function refusal(answer: Response, handle: string): Promise<string> {
  const body = (await answer.json().catch(() => null)) as {
    errors?: { message?: string; extensions?: { code?: string } }[];
  } | null;
  const [error] = body?.errors ?? [];
  switch (error?.extensions?.code) {
    case 'UNAUTHENTICATED':
      return 'The token does not work (any more). Sign in again, and put the new access token into ACCOMPANY_TOKEN.';
    case 'STEP_UP_REQUIRED':
      return 'Prove once more that it is you, with stepUp, then run this again within ten minutes.';
    case 'FORBIDDEN':
      return `The pledges of ${handle} are for those who run its asks: stewards and organizers, by a session of their own.`;
    case 'NOT_FOUND':
      return `There is no campaign "${handle}" that you may see on this server. Check its handle.`;
    case 'RATE_LIMITED':
      return `Too much was asked for. Try again in ${answer.headers.get('retry-after') ?? '60'} s.`;
    default:
      return `The server refused (${answer.status}): ${error?.message ?? 'it did not say why'}`;
  }
}

async function save(
  answer: Response,
  path: string,
  { format, what }: Download,
  signal: AbortSignal,
  on: Terminal,
): Promise<number> {
  const total = Number(answer.headers.get('x-total-count') ?? Number.NaN);
  const bar =
    on.isInteractive && Number.isFinite(total)
      ? new SingleBar({ clearOnComplete: true, stream: process.stderr }, Presets.shades_classic)
      : null;
  bar?.start(total, 0);
  const counter = new RowCounter(format === 'csv' ? 1 : 2, (rows) => bar?.update(rows));
  try {
    if (!answer.body) throw new CommandError('The server sent nothing.');
    await pipeline(answer.body, counter, createWriteStream(path, { flags: 'r+', flush: true }), { signal });
  } catch (error) {
    if (signal.aborted || error instanceof CommandError) throw error;
    throw new CommandError(
      `The transfer broke off after ${counter.rows} rows (${errorMessage(error)}). Nothing was kept; run this again.`,
    );
  } finally {
    bar?.stop();
  }
  if (what === 'pledges' && format === 'json' && !WHOLE_JSON.test(counter.ending)) {
    throw new CommandError('The file is not whole. Nothing was kept; run this again.');
  }
  return counter.rows;
}

/** One pledge is one line of a file, whichever its form. */
class RowCounter extends Transform {
  /** The last characters, by which a whole document is known. */
  ending = '';
  private lines = 0;

  constructor(
    /** Lines beside the rows. */
    private readonly others: number,
    private readonly tell: (rows: number) => void,
  ) {
    super();
  }

  get rows(): number {
    return Math.max(0, this.lines - this.others);
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: (error: null, chunk: Buffer) => void): void {
    for (let at = chunk.indexOf(LINE_FEED); at !== -1; at = chunk.indexOf(LINE_FEED, at + 1)) this.lines += 1;
    this.ending = (this.ending + chunk.subarray(-64).toString('latin1')).slice(-64);
    this.tell(this.rows);
    done(null, chunk);
  }
}

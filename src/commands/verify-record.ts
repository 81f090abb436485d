import { loadConfig } from '../config.js';
import { CommandError } from '../platform/command-error.js';
import { withClient } from '../platform/database/connect.js';
import { withDatabase } from './support.js';
import { type NotedHead, parseNotedHead, verifyRecords, type Verdict } from './record-verification.js';

const USAGE = `Usage: npm run verify-record -- [--head HANDLE=HEX@POSITION]…

Checks the record of every community: that no entry was changed, removed, moved or put in.
With --head it also checks that a head noted earlier is still where it was: only that shows
a record that was cut off or written anew from some position on.`;

/** Answers the exit code: 1 when a record is broken or a noted head is gone. */
export default async function main(args: string[]): Promise<number> {
  if (args.includes('--help')) {
    console.log(USAGE);
    return 0;
  }
  const heads = notedHeads(args);
  const config = loadConfig(process.env);
  // As the owner, who sees every community: whoever runs this has the machine, and it writes nothing.
  const verdicts = await withDatabase(config, (urls) =>
    withClient(urls.owner, (client) => verifyRecords(client, heads)),
  );
  for (const verdict of verdicts) console.log(lineOf(verdict));
  const broken = verdicts.filter((verdict) => verdict.fault !== null);
  if (verdicts.length === 0) console.log('There is no community yet.');
  for (const { handle, fault } of broken) console.error(`${handle}: ${fault}`);
  return broken.length > 0 ? 1 : 0;
}

function notedHeads(args: string[]): NotedHead[] {
  const heads: NotedHead[] = [];
  for (let index = 0; index < args.length; index += 1) {
    const [option, joined] = (args[index] ?? '').split(/=(.*)/s);
    const value = joined ?? args[(index += 1)];
    if (option !== '--head' || value === undefined) throw new CommandError(USAGE);
    heads.push(parseNotedHead(value));
  }
  return heads;
}

function lineOf({ handle, entries, unsealed, head }: Verdict): string {
  const noted = head === '' ? 'no head yet' : `head ${head}@${entries}`;
  return `${handle}: ${entries} ${entries === 1 ? 'entry' : 'entries'}, ${unsealed} unsealed, ${noted}`;
}

import { loadConfig } from '../config.js';
import { faultSentence } from '../features/record/index.js';
import { CommandError } from '../platform/command-error.js';
import { withClient } from '../platform/database/connect.js';
import { english } from '../platform/words/index.js';
import { withDatabase } from './support.js';
import { type NotedHead, parseNotedHead, readNotedHeads } from './noted-heads.js';
import { type Verdict, verifyRecords } from './record-verification.js';

const USAGE = `Usage: npm run verify-record -- [--head HANDLE=HEX@POSITION]… [--heads FILE]…

Checks the record of every community: that no entry was changed, removed, moved or put in, and that it
matches the heads that this server published at the end of each day.
With --head it also checks that a head noted earlier is still where it was, with --heads all those in a
file such as /record-heads.txt. Only heads that were kept elsewhere show a record that was cut off or
written anew by someone who changed the published heads with it.
Ends with 1 when something is wrong, or when a noted head is of a community that is not here.`;

/** Answers the exit code: 1 when a record is broken or a noted head is gone. */
export default async function main(args: string[]): Promise<number> {
  if (args.includes('--help')) {
    console.log(USAGE);
    return 0;
  }
  const heads = await notedHeads(args);
  const config = loadConfig(process.env);
  // As the owner, who sees every community: whoever runs this has the machine, and it writes nothing.
  const { verdicts, unknown } = await withDatabase(config, (urls) =>
    withClient(urls.owner, (client) => verifyRecords(client, heads)),
  );
  for (const verdict of verdicts) console.log(lineOf(verdict));
  if (verdicts.length === 0) console.log('There is no community yet.');
  const wrong = [...verdicts.flatMap(faultsOf), ...unknown.map(unknownLine)];
  for (const line of wrong) console.error(line);
  return wrong.length > 0 ? 1 : 0;
}

async function notedHeads(args: string[]): Promise<NotedHead[]> {
  const heads: NotedHead[] = [];
  for (let index = 0; index < args.length; index += 1) {
    const [option, joined] = (args[index] ?? '').split(/=(.*)/s);
    const value = joined ?? args[(index += 1)];
    if (value === undefined || (option !== '--head' && option !== '--heads')) throw new CommandError(USAGE);
    heads.push(...(option === '--head' ? [parseNotedHead(value)] : await readNotedHeads(value)));
  }
  return heads;
}

function lineOf({ handle, entries, unsealed, erased, published, head, place }: Verdict): string {
  const parts = [
    counted(entries, 'entry', 'entries'),
    `${unsealed} unsealed`,
    ...(erased > 0 ? [`${erased} with details erased`] : []),
    `compared with ${counted(published, 'published head', 'published heads')}`,
  ];
  return `${handle}: ${parts.join(', ')}, ${head === '' ? 'no head yet' : `head ${head}@${place}`}`;
}

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

function faultsOf({ handle, faults }: Verdict): string[] {
  return faults.map((fault) => `${handle}: ${english(faultSentence(fault))}`);
}

/** A community that is gone took its record with it, so that skipping it would hide the largest change of all. */
function unknownLine({ handle, position }: NotedHead): string {
  return `${handle}: No community here has this handle (any more), so its head noted at position ${position} could not be compared.`;
}

import { SingleBar, Presets } from 'cli-progress';
import { parseArgs } from 'node:util';
import { levelsFrom, readRecountFile, type Recounted, recounted, type RecountFile } from '../features/rounds/index.js';
import { CommandError, errorMessage } from '../platform/command-error.js';
import { type Terminal, terminal } from './terminal.js';

const USAGE = `Usage: npm run recount -- FILE [--receipt RECEIPT]

Counts a round again from its recount file, JSON or .pb, and says whether the ranks in it are right.
Needs no server and no database. docs/recount.md says where the file comes from and what this proves.
  --receipt  also shows the ballot with this receipt`;

/** Answers the exit code: 1 when something in the file does not follow from its ballots. */
export default async function main(argv: string[], on: Terminal = terminal): Promise<number> {
  const { help, file, receipt } = requestFrom(argv);
  if (help) {
    on.say(USAGE);
    return 0;
  }
  const read = await readWithProgress(file, on);
  on.say(`Round ${read.head.round.id}, ${read.head.round.method}, voice ${read.head.round.voice}.`);
  for (const { communityId, ballots, roll, none, weight } of read.head.parts) {
    on.say(
      `Community ${communityId}: ${ballots} of ${roll} voted, ${none} for none of these; a ballot weighs ${weight}.`,
    );
  }
  if (receipt !== undefined) tellBallot(read, receipt, on);
  on.complain('Counting …');
  return tell(await recounted(read), on);
}

function requestFrom(argv: string[]): { help: boolean; file: string; receipt: string | undefined } {
  const { values, positionals } = parsed(argv);
  const help = values.help ?? false;
  const [file, ...more] = positionals;
  if (!help && (file === undefined || more.length > 0)) throw new CommandError(USAGE);
  return { help, file: file ?? '', receipt: values.receipt?.toUpperCase().replace(/[^0-9A-Z]/g, '') };
}

function parsed(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: { receipt: { type: 'string' }, help: { type: 'boolean' } },
    });
  } catch (error) {
    throw new CommandError(`${errorMessage(error)}\n\n${USAGE}`);
  }
}

async function readWithProgress(file: string, on: Terminal): Promise<RecountFile> {
  const bar = on.isInteractive
    ? new SingleBar({ clearOnComplete: true, stream: process.stderr }, Presets.shades_classic)
    : null;
  bar?.start(1, 0);
  try {
    return await readRecountFile(file, (read, of) => {
      bar?.setTotal(of);
      bar?.update(read);
    });
  } finally {
    bar?.stop();
  }
}

function tellBallot({ head, ballots }: RecountFile, receipt: string, on: Terminal): void {
  const marks = ballots.marksOf(receipt);
  if (marks === null) throw new CommandError(`There is no ballot with the receipt ${receipt} in this file.`);
  const levels = levelsFrom(marks);
  on.say(`The ballot ${receipt}${levels.length === 0 ? ' says: none of these.' : ':'}`);
  for (const [above, level] of levels.entries()) {
    for (const number of level) on.say(`  level ${above + 1}: ${legible(head.items[number - 1]?.statement ?? '')}`);
  }
}

function tell({ ranking, unranked, differences }: Recounted, on: Terminal): number {
  for (const [place, { id, statement }] of ranking.entries()) on.say(`${place + 1}. ${legible(statement)} [${id}]`);
  for (const { id, statement } of unranked) on.say(`-. ${legible(statement)} [${id}]`);
  for (const difference of differences) on.complain(difference);
  on.say(differences.length === 0 ? 'The count gives the ranks in the file.' : 'The file and its ballots differ.');
  return differences.length === 0 ? 0 : 1;
}

/** A file is anyone's to write: nothing in it may move the cursor or turn the direction of what stands around it. */
function legible(text: string): string {
  return text.replace(
    /[\p{Cc}\u061C\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/gu,
    (character) => `<${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}>`,
  );
}

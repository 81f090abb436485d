import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { CommandError, errorMessage } from '../../../platform/command-error.js';
import type { CountingMethod, Election } from '../counting/election.js';
import { CheckedBallots, checkedHead } from './check-file.js';
import { FileFault, Found } from './file-fault.js';
import { lineAt, lineInJson } from './json-lines.js';
import { LineFault, readPabulib } from './read-pabulib.js';
import type { RecountHead } from './recount.document.js';

export interface RecountFile {
  head: RecountHead;
  ballots: CheckedBallots;
}

/** Texts longer than this no program in JavaScript holds. */
const MOST_BYTES = 500 * 1024 * 1024;

/**
 * Reads a recount file in either form, whatever it is called. Nothing in it is believed before it is checked, and what is
 * wrong is said with its line.
 *
 * @param tell is told how many of how many bytes were read
 */
export async function readRecountFile(
  file: string,
  tell: (read: number, of: number) => void = () => {},
): Promise<RecountFile> {
  try {
    const { size } = await stat(file);
    const text = textOf(file, (read) => tell(read, size));
    const first = await text.next();
    const beginning = first.done ? '' : first.value;
    const rest = continued(beginning, text);
    if (!beginning.trimStart().startsWith('{')) return await readPabulib(rest);
    if (size > MOST_BYTES)
      throw new CommandError('A JSON file of this size cannot be read here. Take the .pb file of the round.');
    return readJson(await whole(rest));
  } catch (error) {
    if (error instanceof CommandError) throw error;
    if (error instanceof LineFault) throw new CommandError(`Line ${error.line}: ${error.message}.`);
    throw new CommandError(`${file} cannot be read: ${errorMessage(error)}`);
  }
}

/** As counting takes it. Marks and parts are the file's own: a count in a thread of its own leaves them empty. */
export function electionOf({ head, ballots }: RecountFile): Election & { method: CountingMethod } {
  const { method, budgetHours, completion } = head.round;
  return {
    method,
    items: head.items.map(({ id, lot, hours }) => ({ id, lot, ...(hours !== null && { cost: hours }) })),
    marks: ballots.marks,
    parts: ballots.parts,
    voices: head.parts.map(({ weight }) => BigInt(weight)),
    ...(budgetHours !== null && { budget: budgetHours }),
    ...(completion !== null && { completion }),
  };
}

async function* textOf(file: string, tell: (read: number) => void): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let read = 0;
  let lines = 1;
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    read += chunk.length;
    const text = decoded(() => decoder.decode(chunk, { stream: true }), lines);
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) lines += 1;
    tell(read);
    if (text !== '') yield text;
  }
  decoded(() => decoder.decode(), lines);
}

function decoded(decode: () => string, line: number): string {
  try {
    return decode();
  } catch {
    throw new LineFault(line, 'there, or soon after, the file is not UTF-8');
  }
}

async function* continued(beginning: string, rest: AsyncGenerator<string>): AsyncGenerator<string> {
  yield beginning;
  yield* rest;
}

async function whole(text: AsyncIterable<string>): Promise<string> {
  const pieces: string[] = [];
  for await (const piece of text) pieces.push(piece);
  return pieces.join('');
}

function readJson(text: string): RecountFile {
  const file = new Found(parsed(text));
  try {
    const head = checkedHead(file);
    const ballots = new CheckedBallots(head);
    for (const ballot of file.get('ballots').list(0, Infinity)) ballots.add(ballot);
    ballots.complete(file);
    return { head, ballots };
  } catch (error) {
    if (error instanceof FileFault) {
      throw new LineFault(lineInJson(text, error.path), `${error.path.join('.') || 'the file'}: ${error.message}`);
    }
    throw error;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const [, position] = /position (\d+)/.exec(errorMessage(error)) ?? [];
    const offset = position === undefined ? text.length : Number(position);
    throw new LineFault(lineAt(text, offset), 'this is not valid JSON: the file may be cut off');
  }
}

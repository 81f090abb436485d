import { readFile } from 'node:fs/promises';
import { CommandError, errorCode } from '../platform/command-error.js';

/** The head of a record as someone noted it. */
export interface NotedHead {
  handle: string;
  /** In hexadecimal. */
  hash: string;
  position: number;
}

/** `HANDLE=HEX@POSITION`, as the command and the published heads have it. */
export function parseNotedHead(text: string): NotedHead {
  const [, handle, hash, position] = /^([a-z0-9-]{3,40})=([0-9a-f]{64})@(\d{1,15})$/i.exec(text.trim()) ?? [];
  if (handle === undefined || hash === undefined || Number(position) < 1) {
    throw new CommandError(
      `"${text}" is not a noted head. Write HANDLE=HEX@POSITION, such as canal-street=9f86…0a08@120, as this command printed it.`,
    );
  }
  return { handle: handle.toLowerCase(), hash: hash.toLowerCase(), position: Number(position) };
}

/** A noted head a line; empty lines and those that begin with # say nothing. */
export async function readNotedHeads(file: string): Promise<NotedHead[]> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new CommandError(`The file ${file} cannot be read (${errorCode(error) ?? 'unknown'}).`);
  });
  const lines = text.split('\n').map((line) => line.trim());
  const heads = lines.filter((line) => line !== '' && !line.startsWith('#')).map(parseNotedHead);
  // A file that holds nothing to compare with must not read as if everything had been compared.
  if (heads.length === 0) throw new CommandError(`There is no noted head in the file ${file}.`);
  return heads;
}

import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { CommandError, errorCode, errorMessage } from './command-error.js';

/** Makes a folder and those above it. Written out because Node's own `recursive` never returns below /proc. */
export function makeFolder(path: string): void {
  try {
    mkdirSync(path);
  } catch (error) {
    if (errorCode(error) === 'EEXIST' && existsSync(`${path}/.`)) return;
    if (errorCode(error) !== 'ENOENT' || existsSync(dirname(path))) throw error;
    makeFolder(dirname(path));
    mkdirSync(path);
  }
}

/** Runs what writes into the data folder, and says what to do where it may not. */
export function writingInto<T>(folder: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError(
      `Accompany cannot write in ${folder} (${errorMessage(error)}). ` +
        'Set DATA_DIR to a folder that you may write in, or change the owner of this one.',
    );
  }
}

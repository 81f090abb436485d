import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CommandError } from '../platform/command-error.js';

interface Bench {
  bench: (argv: string[]) => Promise<number>;
}

/** `npm run bench`: found at run time, because the server must not depend on what only measures it. */
export default async function main(argv: string[]): Promise<number> {
  const file = new URL('../../bench/bench.js', import.meta.url);
  if (!existsSync(fileURLToPath(file))) {
    throw new CommandError('The bench is not part of this installation. Run it in a clone of the repository.');
  }
  const { bench } = (await import(file.href)) as Bench;
  return bench(argv);
}

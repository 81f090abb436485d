import { parseArgs } from 'node:util';
import { loadConfig } from '../config.js';
import { fillDemo } from '../demo/demo.js';
import { CommandError, errorMessage } from '../platform/command-error.js';
import { isHandle, isReserved } from '../platform/validation/formats.js';
import { withDatabase } from './support.js';

const USAGE = `Usage: npm run demo -- [--seed N] [--handle HANDLE]

Fills a fictional tenants' union with people, asks and pledges, and prints sign-ins to look around with.
  --seed    another whole number makes another demo; the same one makes the same again. Default 1
  --handle  of the community and its campaign. Default elm-street`;

const MOST_SEED = 4_294_967_295;

/** Answers the exit code. */
export default async function main(argv: string[]): Promise<number> {
  const { help, ...options } = optionsFrom(argv);
  if (help) {
    console.log(USAGE);
    return 0;
  }
  const config = loadConfig(process.env);
  if (config.env === 'production') {
    throw new CommandError(
      'The demo is a fictional campaign that everyone would see, so it does not go into a server in production. Run it without NODE_ENV=production.',
    );
  }
  return withDatabase(config, (urls) => fillDemo({ ...config, runsBackground: false }, urls, options));
}

function optionsFrom(argv: string[]): { help: boolean; seed: number; handle: string } {
  const { seed: written = '1', handle = 'elm-street', help = false } = parsed(argv);
  const seed = Number(written);
  if (!/^\d{1,10}$/.test(written) || seed > MOST_SEED) {
    throw new CommandError(`"${written}" is no seed. Write a whole number from 0 to ${MOST_SEED}.`);
  }
  if (!isHandle(handle) || isReserved(handle)) {
    throw new CommandError(
      `"${handle}" cannot be a handle. Write 3 to 40 small letters, digits and single hyphens, such as elm-street-2.`,
    );
  }
  return { help, seed, handle };
}

function parsed(argv: string[]) {
  try {
    return parseArgs({
      args: argv,
      options: { seed: { type: 'string' }, handle: { type: 'string' }, help: { type: 'boolean' } },
    }).values;
  } catch (error) {
    throw new CommandError(`${errorMessage(error)}\n\n${USAGE}`);
  }
}

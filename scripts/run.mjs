// `node scripts/run.mjs NAME …`: compiles what changed and runs the command src/commands/NAME.ts with the rest.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ready } from './ready.mjs';

const COMMANDS = join(dirname(fileURLToPath(import.meta.url)), '../dist/src/commands');

await ready();
const [name, ...rest] = process.argv.slice(2);
const file = join(COMMANDS, `${name}.js`);
if (!name || !/^[a-z-]+$/.test(name) || !existsSync(file)) {
  console.error(`There is no command "${name ?? ''}". There are: ${commandNames().join(', ')}.`);
  process.exit(1);
}
try {
  const { default: main } = await import(pathToFileURL(file).href);
  const code = await main(rest);
  process.exitCode = typeof code === 'number' ? code : 0;
} catch (error) {
  console.error(error?.name === 'CommandError' ? error.message : error);
  process.exitCode = 1;
}

// A command is a module with a default function; the others in the folder are its parts.
function commandNames() {
  if (!existsSync(COMMANDS)) return [];
  return readdirSync(COMMANDS)
    .filter(
      (entry) =>
        entry.endsWith('.js') && /(?:^|\*\/ )export default /m.test(readFileSync(join(COMMANDS, entry), 'utf8')),
    )
    .map((entry) => entry.slice(0, -'.js'.length))
    .sort();
}

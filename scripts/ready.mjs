import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Builds where the sources are. An image ships dist alone, and an install without development tools cannot build. */
export async function ready() {
  const built = existsSync(join(ROOT, 'dist/src/main.js'));
  if (!existsSync(join(ROOT, 'src'))) return;
  if (!existsSync(join(ROOT, 'node_modules'))) refuse('The packages are missing. Run `npm ci` first.');
  let build;
  try {
    await import('@swc/core');
    ({ build } = await import('./build.mjs'));
  } catch (error) {
    if (built) return;
    refuse(`The compiler is missing (${error.message.split('\n')[0]}). Run \`npm ci\` with development packages.`);
  }
  try {
    await build();
  } catch (error) {
    refuse(`The sources do not compile:\n${error.message}`);
  }
}

function refuse(sentence) {
  console.error(sentence);
  process.exit(1);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await ready();

// Compiles src, migrations and bench into dist. Only files whose content changed are compiled again, so that a second
// start takes a fraction of a second. Types are checked by `npm run typecheck`.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { swcOptions, swcPageOptions } from './swc-options.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const DIST = join(ROOT, 'dist');
const MANIFEST = join(DIST, 'manifest.json');
const FOLDERS = ['src', 'migrations', 'bench'];
const SOURCE = /\.tsx?$/;

export async function build() {
  const { transform, version } = await import('@swc/core');
  const settings = hash(JSON.stringify([swcOptions, swcPageOptions]) + version);
  const before = await readManifest(settings);
  const after = { settings, files: {} };
  let changed = 0;
  for (const source of await sources()) {
    const content = await readFile(join(ROOT, source));
    const digest = hash(content);
    after.files[source] = digest;
    if (before.files[source] === digest && existsSync(outputOf(source))) continue;
    await compile(source, content, transform);
    changed += 1;
  }
  const removed = await removeStrays(new Set(Object.keys(after.files).map(outputOf)));
  if (changed > 0 || removed > 0) await write(MANIFEST, JSON.stringify(after));
  return { changed, removed };
}

async function sources() {
  const found = [];
  for (const folder of FOLDERS) {
    if (!existsSync(join(ROOT, folder))) continue;
    for (const entry of await readdir(join(ROOT, folder), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || /\.spec\.tsx?$|\.d\.ts$|^\./.test(entry.name)) continue;
      found.push(relative(ROOT, join(entry.parentPath ?? entry.path, entry.name)));
    }
  }
  return found.sort((one, other) => (one < other ? -1 : 1));
}

async function compile(source, content, transform) {
  const output = outputOf(source);
  if (!SOURCE.test(source)) return write(output, content);
  const { code, map } = await transform(content.toString(), {
    ...(source.endsWith('.tsx') ? swcPageOptions : swcOptions),
    filename: join(ROOT, source),
    sourceFileName: relative(dirname(output), join(ROOT, source)),
  });
  const name = output.slice(output.lastIndexOf('/') + 1);
  await write(`${output}.map`, map);
  await write(output, `${code}//# sourceMappingURL=${name}.map\n`);
}

function outputOf(source) {
  return join(DIST, source.replace(SOURCE, '.js'));
}

// A file that lost its source could still be imported, and a stale migration would even be found.
async function removeStrays(outputs) {
  let removed = 0;
  for (const folder of FOLDERS) {
    if (!existsSync(join(DIST, folder))) continue;
    for (const entry of await readdir(join(DIST, folder), { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath ?? entry.path, entry.name);
      if (!entry.isFile() || entry.name.includes('.tmp-') || outputs.has(path.replace(/\.map$/, ''))) continue;
      await rm(path, { force: true });
      removed += 1;
    }
  }
  return removed;
}

// Written aside and renamed, so that two builds at once, or a program started meanwhile, never read half a file.
async function write(path, content) {
  const aside = `${path}.tmp-${process.pid}`;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(aside, content);
  await rename(aside, path);
}

async function readManifest(settings) {
  try {
    const manifest = JSON.parse(await readFile(MANIFEST, 'utf8'));
    if (manifest.settings === settings) return manifest;
  } catch {
    // No manifest, or not one of ours: everything is compiled anew.
  }
  return { files: {} };
}

function hash(content) {
  return createHash('sha256').update(content).digest('hex');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { changed, removed } = await build();
  console.log(`Built ${changed} changed ${changed === 1 ? 'file' : 'files'}, removed ${removed}.`);
}

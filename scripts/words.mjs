#!/usr/bin/env node
// What the service says to people, and what the catalogues of other languages have for it.
//   node scripts/words.mjs                 what is wrong, in any language
//   node scripts/words.mjs --missing es    the texts that a language lacks, as lines to fill in
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { messagesIn, ROOT, sourceFiles } from './words-in-source.mjs';

const CATALOGUES = 'src/platform/words';

/**
 * The entries of the catalogues by language, read from their source: an object in memory has forgotten what was named twice.
 *
 * @typedef {{ template: string, translation: string, place: string }} Entry
 * @returns {Map<string, Entry[]>}
 */
export function catalogues() {
  const folder = join(ROOT, CATALOGUES);
  const languages = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return new Map(
    languages.map(({ name }) => [
      name,
      sourceFiles(join(folder, name)).flatMap((path) => entriesOf(path, readFileSync(path, 'utf8'))),
    ]),
  );
}

/** @returns {Entry[]} */
export function entriesOf(path, text) {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const entries = [];
  const visit = (node) => {
    if (ts.isPropertyAssignment(node) && ts.isStringLiteralLike(node.initializer)) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      const place = `${relative(ROOT, path).split(sep).join('/')}:${line + 1}`;
      entries.push({ template: node.name.text, translation: node.initializer.text, place });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return entries;
}

/**
 * What is wrong with a catalogue, a line for each.
 *
 * @param {Map<string, string[]>} messages
 * @param {Entry[]} entries
 * @returns {{ missing: string[], unused: string[], twice: string[], unfit: string[] }}
 */
export function compare(messages, entries) {
  const known = new Map();
  const twice = [];
  for (const { template, place } of entries) {
    if (known.has(template)) twice.push(`${place}: "${template}" stands at ${known.get(template)} too`);
    known.set(template, place);
  }
  return {
    missing: [...messages].filter(([template]) => !known.has(template)).map(([text, [place]]) => `${place}: "${text}"`),
    unused: entries
      .filter(({ template }) => !messages.has(template))
      .map(({ template, place }) => `${place}: "${template}"`),
    twice,
    unfit: entries.filter(isUnfit).map(({ template, place }) => `${place}: "${template}"`),
  };
}

/** Left empty, or with other values than the English. */
function isUnfit({ template, translation }) {
  const values = (text) => [...new Set(text.match(/\{\d+\}/g))].toSorted((a, b) => a.localeCompare(b)).join();
  return translation.trim() === '' || values(template) !== values(translation);
}

/** In which file of a catalogue a text belongs: that of the feature which says it first. */
function areaOf([place = '']) {
  return /^src\/features\/([^/]+)\//.exec(place)?.[1] ?? 'platform';
}

function printMissing(language, messages, entries) {
  const known = new Set(entries.map(({ template }) => template));
  const missing = [...messages].filter(([template]) => !known.has(template));
  const byArea = missing.toSorted(([, a], [, b]) => areaOf(a).localeCompare(areaOf(b)));
  let last = '';
  for (const [template, places] of byArea) {
    const file = join(CATALOGUES, language, `${areaOf(places)}.ts`);
    if (file !== last)
      console.log(`\n// ${file}${existsSync(join(ROOT, file)) ? '' : ', a new file: name it in index.ts'}`);
    last = file;
    console.log(`  // ${places.join(', ')}\n  ${JSON.stringify(template)}:\n    '',`);
  }
  console.error(`${missing.length} of ${messages.size} texts are missing in ${language}.`);
}

function main([option, language = '']) {
  const { messages, faults } = messagesIn(sourceFiles());
  const all = catalogues();
  if (option === '--missing') return printMissing(language, messages, all.get(language) ?? []);
  const wrong = [...all].flatMap(([name, entries]) =>
    Object.entries(compare(messages, entries)).flatMap(([kind, lines]) =>
      lines.map((line) => `${name}, ${kind}: ${line}`),
    ),
  );
  for (const line of [...faults, ...wrong]) console.error(line);
  console.log(`${messages.size} texts, ${all.size + 1} languages, ${faults.length + wrong.length} faults.`);
  if (faults.length + wrong.length > 0) process.exitCode = 1;
  return undefined;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main(process.argv.slice(2));

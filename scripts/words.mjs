#!/usr/bin/env node
// The texts that the source says to people, and what the catalogues of other languages have for them.
//   npm run words                     what is wrong, in any language
//   npm run words -- --missing es     the texts that a language lacks, as lines to fill in
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const CATALOGUES = 'src/platform/words';
/** Texts of decorators of class-validator, which know no other form: `CODE|text`. */
const CODED = /^[A-Z_]+\|(.*)$/s;
const UNREADABLE =
  'cannot be read from here: write one literal, or say`…` for a text with values, and type what hands it on as Words';

/**
 * A text is whatever is written where the type `Words` is wanted, so the compiler itself says where texts are. Answers
 * the English templates with the places where they are said, and the places whose text cannot be told from the source.
 *
 * @param {readonly string[]} files
 * @returns {{ messages: Map<string, string[]>, faults: string[] }}
 */
export function messagesIn(files) {
  const program = ts.createProgram({ rootNames: [...files], options: optionsOf(ROOT) });
  const checker = program.getTypeChecker();
  const messages = new Map();
  const faults = [];

  const placeOf = (node) => {
    const file = node.getSourceFile();
    const { line } = file.getLineAndCharacterOfPosition(node.getStart());
    return `${relative(ROOT, file.fileName).split(sep).join('/')}:${line + 1}`;
  };
  const add = (template, node) => {
    if (template !== '') messages.set(template, [...(messages.get(template) ?? []), placeOf(node)]);
  };
  const fault = (node) => faults.push(`${placeOf(node)}: ${node.getText().slice(0, 80)} ${UNREADABLE}`);

  const partsOf = (type) => (type.isUnion() ? type.types : [type]);
  const isMessage = (type) =>
    type.symbol?.name === 'Message' && type.symbol.declarations.some((one) => /words\/words\.ts$/.test(one.getSourceFile().fileName));
  const isWords = (type) => {
    const parts = partsOf(type);
    const has = (flag) => parts.some((part) => part.flags & flag);
    return parts.some(isMessage) && has(ts.TypeFlags.String) && !has(ts.TypeFlags.Number);
  };
  /** Whether an expression of this type may hold a text that is written nowhere as one. */
  const isLoose = (type) => partsOf(type).some((part) => part.flags & (ts.TypeFlags.String | ts.TypeFlags.Any | ts.TypeFlags.TemplateLiteral)) && !partsOf(type).some(isMessage);
  const literalsOf = (type) => partsOf(type).filter((part) => part.isStringLiteral()).map((part) => part.value);

  /** The names of the properties of an object, or of the items of a list, that are Words. */
  const wordsOf = (type) => {
    const held = partsOf(type).map((part) => checker.getIndexTypeOfType(part, ts.IndexKind.Number) ?? part);
    return held.filter((part) => part.flags & ts.TypeFlags.Object).flatMap((part) =>
      part.getProperties().filter((property) => isWords(checker.getTypeOfSymbol(property))).map((property) => property.name),
    );
  };
  const isLooseAt = (type, name) =>
    partsOf(type)
      .map((part) => checker.getIndexTypeOfType(part, ts.IndexKind.Number) ?? part)
      .some((part) => {
        const property = part.getProperty(name);
        return property !== undefined && isLoose(checker.getTypeOfSymbol(property));
      });

  /** Of `{ message }` the type of what it is taken from: that of the property has forgotten which literal it was. */
  const typeOf = (node) => {
    const taken = ts.isShorthandPropertyAssignment(node.parent) && checker.getShorthandAssignmentValueSymbol(node.parent);
    return taken ? checker.getTypeOfSymbol(taken) : checker.getTypeAtLocation(node);
  };

  const isChoice = (node) =>
    ts.isParenthesizedExpression(node) ||
    ts.isConditionalExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    (ts.isBinaryExpression(node) &&
      [ts.SyntaxKind.QuestionQuestionToken, ts.SyntaxKind.BarBarToken, ts.SyntaxKind.AmpersandAmpersandToken].includes(node.operatorToken.kind));

  const lookAtWords = (node) => {
    if (isChoice(node) || ts.isTaggedTemplateExpression(node)) return;
    if (ts.isStringLiteralLike(node)) return add(node.text, node);
    // Read back from where it was put as Words: whoever writes `as Words` vouches for it.
    if (ts.isAsExpression(ts.walkUpParenthesizedExpressions(node.parent))) return undefined;
    const type = typeOf(node);
    if (ts.isTemplateExpression(node) || isLoose(type)) return fault(node);
    for (const literal of literalsOf(type)) add(literal, node);
  };

  const visit = (node) => {
    if (ts.isTaggedTemplateExpression(node) && node.tag.getText() === 'say' && isMessage(checker.getTypeAtLocation(node))) {
      add(templateOf(node.template), node);
    } else if (ts.isStringLiteralLike(node) && CODED.test(node.text)) {
      add(CODED.exec(node.text)[1], node);
    } else if (ts.isTemplateExpression(node) && CODED.test(node.head.text)) {
      fault(node);
    } else if (ts.isExpression(node)) {
      const wanted = contextOf(checker, node);
      if (wanted && isWords(wanted)) lookAtWords(node);
      else if (wanted && !isChoice(node) && !ts.isObjectLiteralExpression(node) && !ts.isArrayLiteralExpression(node)) {
        const names = wordsOf(wanted);
        if (names.length > 0 && names.some((name) => isLooseAt(checker.getTypeAtLocation(node), name))) fault(node);
      }
    }
    ts.forEachChild(node, visit);
  };
  const own = new Set(files.map((file) => file.split(sep).join('/')));
  for (const file of program.getSourceFiles()) if (own.has(file.fileName)) visit(file);
  return { messages, faults };
}

/** What type is wanted of an expression; a name that is being declared is none. */
function contextOf(checker, node) {
  const { parent } = node;
  const isName = (parent.name === node || parent.propertyName === node) && !ts.isShorthandPropertyAssignment(parent);
  return isName ? undefined : checker.getContextualType(node);
}

function templateOf(template) {
  if (ts.isNoSubstitutionTemplateLiteral(template)) return template.text;
  return template.head.text + template.templateSpans.map(({ literal }, index) => `{${index}}${literal.text}`).join('');
}

/**
 * The entries of the catalogues by language and file, read from their source: an object literal may name a text twice.
 *
 * @returns {Map<string, { template: string, translation: string, place: string }[]>}
 */
export function catalogues() {
  const folder = join(ROOT, CATALOGUES);
  const languages = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return new Map(
    languages.map(({ name }) => [name, readdirSync(join(folder, name)).filter((file) => file.endsWith('.ts')).flatMap((file) => entriesOf(join(folder, name, file)))]),
  );
}

function entriesOf(path) {
  const source = ts.createSourceFile(path, ts.sys.readFile(path), ts.ScriptTarget.Latest, true);
  const entries = [];
  const visit = (node) => {
    if (ts.isPropertyAssignment(node) && ts.isStringLiteralLike(node.initializer)) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      entries.push({ template: node.name.text, translation: node.initializer.text, place: `${relative(ROOT, path).split(sep).join('/')}:${line + 1}` });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return entries;
}

/**
 * What is wrong with a catalogue, a line each.
 *
 * @param {Map<string, string[]>} messages
 * @param {{ template: string, translation: string, place: string }[]} entries
 * @returns {{ missing: string[], unused: string[], twice: string[], unfit: string[] }}
 */
export function compare(messages, entries) {
  const known = new Map();
  const twice = [];
  for (const entry of entries) {
    if (known.has(entry.template)) twice.push(`${entry.place}: "${entry.template}" is also at ${known.get(entry.template).place}`);
    known.set(entry.template, entry);
  }
  return {
    missing: [...messages.keys()].filter((template) => !known.has(template)),
    unused: entries.filter(({ template }) => !messages.has(template)).map(({ template, place }) => `${place}: "${template}"`),
    twice,
    unfit: entries.filter(isUnfit).map(({ place, template }) => `${place}: "${template}" has other placeholders than its translation, or an empty one`),
  };
}

function isUnfit({ template, translation }) {
  return translation.trim() === '' || placeholders(template) !== placeholders(translation);
}

function placeholders(text) {
  return [...new Set(text.match(/\{\d+\}/g))].toSorted().join();
}

/** Every file of the service but its tests. */
export function sourceFiles(folder = join(ROOT, 'src')) {
  return readdirSync(folder, { recursive: true })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts') && !file.endsWith('.d.ts'))
    .map((file) => join(folder, file));
}

function optionsOf(root) {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
  return { ...ts.parseJsonConfigFileContent(config, ts.sys, root).options, noEmit: true };
}

/** In which file of a catalogue a text belongs, by where it is said first. */
function areaOf([place = '']) {
  return /^src\/features\/([^/]+)\//.exec(place)?.[1] ?? 'platform';
}

function printMissing(language, messages, entries) {
  const { missing } = compare(messages, entries);
  const areas = Map.groupBy?.(missing, (template) => areaOf(messages.get(template))) ?? grouped(missing, messages);
  for (const [area, templates] of areas) {
    const file = join(CATALOGUES, language, `${area}.ts`);
    console.log(`\n// ${file}${existsSync(join(ROOT, file)) ? '' : ' (new: name it in index.ts)'}`);
    for (const template of templates) console.log(`  // ${messages.get(template).join(', ')}\n  ${JSON.stringify(template)}:\n    '',`);
  }
  console.error(`${missing.length} of ${messages.size} texts are missing in ${language}.`);
}

function grouped(missing, messages) {
  const areas = new Map();
  for (const template of missing) {
    const area = areaOf(messages.get(template));
    areas.set(area, [...(areas.get(area) ?? []), template]);
  }
  return areas;
}

function main([option, language]) {
  const { messages, faults } = messagesIn(sourceFiles());
  const all = catalogues();
  if (option === '--missing') return printMissing(language, messages, all.get(language) ?? []);
  const wrong = [...all].flatMap(([name, entries]) =>
    Object.entries(compare(messages, entries)).flatMap(([kind, lines]) => lines.map((line) => `${name}, ${kind}: ${line}`)),
  );
  for (const line of [...faults, ...wrong]) console.error(line);
  console.log(`${messages.size} texts, ${all.size} languages besides English, ${faults.length + wrong.length} faults.`);
  if (faults.length + wrong.length > 0) process.exitCode = 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main(process.argv.slice(2));

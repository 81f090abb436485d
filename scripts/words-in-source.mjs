// Finds what the source says to people. A text is whatever is written where the type `Words` is wanted, so the compiler
// itself says where texts are, however they are handed on.
import { readdirSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');

/** What decorators of class-validator are given, which know no other form: `CODE|text`. */
const CODED = /^[A-Z_]+\|(.*)$/s;
const UNREADABLE = 'cannot be read. Write one literal, or say`…` with values, and type whatever hands it on as Words.';
const LOOSE = ts.TypeFlags.String | ts.TypeFlags.TemplateLiteral | ts.TypeFlags.Any;
const CHOICES = new Set([
  ts.SyntaxKind.QuestionQuestionToken,
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.AmpersandAmpersandToken,
]);

/** Every file of the service but its tests. */
export function sourceFiles(folder = join(ROOT, 'src')) {
  return readdirSync(folder, { recursive: true })
    .filter((file) => /\.tsx?$/.test(file) && !/\.spec\.tsx?$/.test(file))
    .map((file) => join(folder, file));
}

/**
 * The English templates with the places where they are said, and the places whose text cannot be told from the source.
 *
 * @param {readonly string[]} files
 * @returns {{ messages: Map<string, string[]>, faults: string[] }}
 */
export function messagesIn(files) {
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.json'), (path) => ts.sys.readFile(path));
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
  const program = ts.createProgram({ rootNames: [...files], options: { ...options, noEmit: true } });
  const reading = new Reading(program.getTypeChecker());
  for (const file of files) reading.visit(program.getSourceFile(file));
  return { messages: reading.messages, faults: reading.faults };
}

class Reading {
  messages = new Map();
  faults = [];

  constructor(checker) {
    this.checker = checker;
  }

  visit(node) {
    if (isSaying(node)) this.add(templateOf(node.template), node);
    else if (ts.isStringLiteralLike(node) && CODED.test(node.text)) this.add(CODED.exec(node.text)[1], node);
    else if (ts.isTemplateExpression(node) && CODED.test(node.head.text)) this.refuse(node);
    else if (ts.isExpression(node) && !isChoice(node) && !isName(node)) this.look(node);
    ts.forEachChild(node, (child) => this.visit(child));
  }

  look(node) {
    const wanted = this.checker.getContextualType(node);
    if (!wanted) return;
    if (isWords(wanted)) this.lookAtWords(node);
    else if (!ts.isObjectLiteralExpression(node) && !ts.isArrayLiteralExpression(node)) this.lookAtHolder(node, wanted);
  }

  lookAtWords(node) {
    if (ts.isStringLiteralLike(node)) return this.add(node.text, node);
    // Read back from where it was put as Words: whoever writes `as Words` vouches for it.
    if (ts.isAsExpression(ts.walkUpParenthesizedExpressions(node.parent))) return undefined;
    const type = this.typeOf(node);
    if (ts.isTemplateExpression(node) || isLoose(type)) return this.refuse(node);
    for (const part of partsOf(type)) if (part.isStringLiteral()) this.add(part.value, node);
    return undefined;
  }

  /** An object, or a list of objects, that holds Words where it goes must hold them where it comes from. */
  lookAtHolder(node, wanted) {
    const names = this.heldBy(wanted).flatMap((held) =>
      held
        .getProperties()
        .filter((property) => isWords(this.checker.getTypeOfSymbol(property)))
        .map(({ name }) => name),
    );
    if (names.length === 0) return;
    const properties = this.heldBy(this.checker.getTypeAtLocation(node)).flatMap((held) =>
      names.map((name) => held.getProperty(name)),
    );
    if (properties.some((property) => property && isLoose(this.checker.getTypeOfSymbol(property)))) this.refuse(node);
  }

  heldBy(type) {
    return partsOf(type)
      .map((part) => this.checker.getIndexTypeOfType(part, ts.IndexKind.Number) ?? part)
      .filter((part) => part.flags & ts.TypeFlags.Object);
  }

  /** Of `{ message }` the type of what it is taken from: that of the property has forgotten which literal it was. */
  typeOf(node) {
    const shorthand = ts.isShorthandPropertyAssignment(node.parent);
    const taken = shorthand && this.checker.getShorthandAssignmentValueSymbol(node.parent);
    return taken ? this.checker.getTypeOfSymbol(taken) : this.checker.getTypeAtLocation(node);
  }

  add(template, node) {
    // What holds no letter besides its values reads the same everywhere.
    if (/\p{L}/u.test(template)) this.messages.set(template, [...(this.messages.get(template) ?? []), placeOf(node)]);
  }

  refuse(node) {
    this.faults.push(`${placeOf(node)}: ${node.getText().split('\n', 1)[0]} ${UNREADABLE}`);
  }
}

function isSaying(node) {
  return ts.isTaggedTemplateExpression(node) && ts.isIdentifier(node.tag) && node.tag.text === 'say';
}

/** Its branches are looked at instead. */
function isChoice(node) {
  return (
    ts.isParenthesizedExpression(node) ||
    ts.isConditionalExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    (ts.isBinaryExpression(node) && CHOICES.has(node.operatorToken.kind))
  );
}

/** A name that is being declared is no value of the type that is wanted there. */
function isName(node) {
  const { parent } = node;
  return (parent.name === node || parent.propertyName === node) && !ts.isShorthandPropertyAssignment(parent);
}

function isWords(type) {
  const has = (flag) => partsOf(type).some((part) => part.flags & flag);
  // With numbers it is a value within a text.
  return partsOf(type).some(isMessage) && has(ts.TypeFlags.String) && !has(ts.TypeFlags.Number);
}

/** Whether an expression of this type may hold a text that is nowhere written as one. */
function isLoose(type) {
  return partsOf(type).some((part) => part.flags & LOOSE) && !partsOf(type).some(isMessage);
}

function isMessage({ symbol }) {
  if (symbol?.name !== 'Message') return false;
  return symbol.declarations.some((one) => one.getSourceFile().fileName.endsWith('words/words.ts'));
}

function partsOf(type) {
  return type.isUnion() ? type.types : [type];
}

function templateOf(template) {
  if (ts.isNoSubstitutionTemplateLiteral(template)) return template.text;
  return template.head.text + template.templateSpans.map(({ literal }, index) => `{${index}}${literal.text}`).join('');
}

function placeOf(node) {
  const file = node.getSourceFile();
  const { line } = file.getLineAndCharacterOfPosition(node.getStart());
  return `${relative(ROOT, file.fileName).split(sep).join('/')}:${line + 1}`;
}

import { readFileSync } from 'node:fs';

/** An operation of a guide with who sends it, or something that others do meanwhile. */
export type Step =
  | { kind: 'operation'; as: string; keep: Record<string, string>; document: string; variables: unknown; line: number }
  | { kind: 'meanwhile'; what: string; line: number };

const FENCE = /^```(\w*)$/;
const RUN = /^<!-- run as (\w+)((?:; keep \w+ = [\w.]+)*) -->$/;
const MEANWHILE = /^<!-- meanwhile (.+) -->$/;

/** The steps of a guide in their order. Throws for an operation that says nothing of how it is run. */
export function stepsOf(path: string): Step[] {
  const lines = readFileSync(path, 'utf8').split('\n');
  const steps: Step[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const meanwhile = MEANWHILE.exec(lines[at] ?? '');
    if (meanwhile) steps.push({ kind: 'meanwhile', what: meanwhile[1] ?? '', line: at + 1 });
    const fence = FENCE.exec(lines[at] ?? '');
    if (!fence) continue;
    const end = lines.indexOf('```', at + 1);
    if (end < 0) throw new Error(`${path}:${at + 1}: this block does not end`);
    if (fence[1] === 'graphql') steps.push(operationAt(path, lines, at, end));
    at = end;
  }
  return steps;
}

function operationAt(path: string, lines: readonly string[], at: number, end: number): Step {
  const [, as, keeps] = RUN.exec(lines[at - 1] ?? '') ?? [];
  if (as === undefined) throw new Error(`${path}:${at + 1}: say above it who runs it`);
  const keep = [...(keeps ?? '').matchAll(/keep (\w+) = ([\w.]+)/g)].map(([, name = '', place = '']) => [name, place]);
  return {
    kind: 'operation',
    as,
    keep: Object.fromEntries(keep),
    document: lines.slice(at + 1, end).join('\n'),
    variables:
      lines[end + 1] === '```json' ? JSON.parse(lines.slice(end + 2, lines.indexOf('```', end + 2)).join('\n')) : {},
    line: at + 1,
  };
}

export type Known = Record<string, unknown>;

/** Puts what is known where the guide says {{name}}; a text that is nothing else becomes the value itself. */
export function filled(value: unknown, known: Known): unknown {
  if (typeof value === 'string') {
    const whole = /^\{\{(\w+)\}\}$/.exec(value);
    if (whole) return valueOf(whole[1] ?? '', known);
    return value.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => String(valueOf(name, known)));
  }
  if (Array.isArray(value)) return value.map((one) => filled(one, known));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, filled(one, known)]));
}

function valueOf(name: string, known: Known): unknown {
  if (!(name in known)) throw new Error(`Nothing before this says what {{${name}}} is.`);
  return known[name];
}

/** What lies at `createAppToken.token` or `asks.nodes.0.id`. */
export function at(place: string, data: unknown): unknown {
  return place.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], data);
}

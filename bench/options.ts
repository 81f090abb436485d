import { parseArgs } from 'node:util';
import { CommandError, errorMessage } from '../src/platform/command-error.js';
import { type Scale, scales } from './scale.js';
import { type RivalName, rivalNames, type ScenarioName, scenarioNames } from './names.js';

export interface Options {
  scale: Scale;
  /** Measured per contender, scenario and round; what runs before to warm up is not counted. */
  seconds: number;
  rounds: number;
  only: ScenarioName[];
  /** Other stacks to measure beside the two. */
  against: RivalName[];
  /** Whether to read campaigns of growing size instead. */
  growth: boolean;
  seed: string;
  /** Prints the results as one line of JSON at the end as well. */
  json: boolean;
  /** Where the results are written as a page, with the machine. */
  results?: string;
  /** Where Accompany leaves a CPU profile when it ends. */
  profile?: string;
}

export const usage = `npm run bench -- [--scale small|full|tiny] [--seconds 3] [--rounds 3] [--only R1,R2,W1] [--growth]
                  [--against mercurius,yoga,postgraphile,nest|all] [--seed TEXT] [--json] [--results FILE] [--profile FOLDER]`;

export function readOptions(argv: string[]): Options {
  const values = parse(argv);
  const scale = scales.find(({ name }) => name === values.scale);
  if (!scale) throw wrong(`There is no scale "${values.scale}": choose ${scales.map(({ name }) => name).join(', ')}.`);
  return {
    scale,
    seconds: number('seconds', values.seconds, 0.2, 60),
    rounds: Math.round(number('rounds', values.rounds, 1, 20)),
    only: scenariosIn(values.only),
    against: rivalsIn(values.against),
    growth: values.growth ?? false,
    seed: values.seed,
    json: values.json ?? false,
    ...(values.results !== undefined && { results: values.results }),
    ...(values.profile !== undefined && { profile: values.profile }),
  };
}

function parse(argv: string[]) {
  try {
    return parseArgs({
      args: argv,
      options: {
        scale: { type: 'string', default: 'small' },
        seconds: { type: 'string', default: '3' },
        rounds: { type: 'string', default: '3' },
        only: { type: 'string', default: '' },
        against: { type: 'string', default: '' },
        growth: { type: 'boolean' },
        seed: { type: 'string', default: 'accompany' },
        json: { type: 'boolean' },
        results: { type: 'string' },
        profile: { type: 'string' },
      },
    }).values;
  } catch (error) {
    throw wrong(errorMessage(error));
  }
}

/** `R1` stands for every way in which R1 is measured. */
function scenariosIn(list: string): ScenarioName[] {
  const asked = list.split(',').filter((name) => name !== '');
  const unknown = asked.filter((name) => !scenarioNames.some((known) => belongsTo(known, name)));
  if (unknown.length > 0) {
    throw wrong(`There is no "${unknown.join(', ')}" to measure: choose of ${scenarioNames.join(', ')}.`);
  }
  return scenarioNames.filter((known) => asked.length === 0 || asked.some((name) => belongsTo(known, name)));
}

function rivalsIn(list: string): RivalName[] {
  if (list === 'all') return [...rivalNames];
  const asked = list.split(',').filter((name) => name !== '');
  const unknown = asked.filter((name) => !rivalNames.some((known) => known === name));
  if (unknown.length > 0) {
    throw wrong(`There is no "${unknown.join(', ')}" to measure against: choose of ${rivalNames.join(', ')}, or all.`);
  }
  return rivalNames.filter((known) => asked.includes(known));
}

function belongsTo(known: ScenarioName, name: string): boolean {
  return known === name || known.startsWith(`${name}-`);
}

function number(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (text === '' || !(value >= least && value <= most)) {
    throw wrong(`--${name} is a number from ${least} to ${most}, not "${text}".`);
  }
  return value;
}

function wrong(sentence: string): CommandError {
  return new CommandError(`${sentence}\n${usage}`);
}

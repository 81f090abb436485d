import recount from '../../src/commands/recount.js';
import { madeRound } from './recount-files.js';

const LINE = /^(\d+|-)\. .*\[([0-9a-f-]{36})\]$/s;

export interface Ran {
  code: number;
  said: string[];
  complained: string[];
}

/** Ids by rank and those without one, as either prints them. */
export const listOf = ({ said }: Ran) => said.flatMap((line) => LINE.exec(line)?.slice(1, 3).join(' ') ?? []);

export async function byCommand(file: string, ...more: string[]): Promise<Ran> {
  const said: string[] = [];
  const complained: string[] = [];
  const on = {
    say: (line: string) => void said.push(line),
    complain: (line: string) => void complained.push(line),
    isInteractive: false,
  };
  return { code: await recount([file, ...more], on), said, complained };
}

export const bytes = (...marks: number[]) => Uint8Array.from(marks);
const seed = Uint8Array.from({ length: 32 }, (_, place) => place);
export const small = {
  voice: 'PER_COMMUNITY',
  statements: ['Heat', 'Lifts', 'Locks'],
  costs: [4, 3, 2],
  budget: 6,
  completion: 'BY_SUPPORT',
  seed,
} as const;
export const approvals = madeRound({
  ...small,
  method: 'PROPORTIONAL',
  parts: [[bytes(1, 1, 0), bytes(1, 1, 0), bytes(0, 0, 0)], [bytes(0, 1, 0)]],
});
export const rankings = madeRound({
  ...small,
  method: 'MAJORITY',
  parts: [[bytes(1, 2, 2), bytes(2, 1, 0), bytes(0, 0, 0)], [bytes(0, 1, 0)]],
});

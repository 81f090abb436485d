import type { Measured, Runs } from './measure.js';
import type { ScenarioName } from './names.js';
import { cpu, middleRatio, runsOf } from './report.js';

export const GROWTH_BAR = 1.3;
export const growthScenarios: readonly ScenarioName[] = ['R1', 'R2', 'W1'];

/** How the cost of a request moves with the pledges of its campaign. */
export interface Growth {
  scenario: ScenarioName;
  contender: 'limit' | 'accompany';
  /** From the smallest campaign to the largest. */
  steps: Step[];
}

export interface Step {
  pledges: number;
  /**
   * Microseconds of processor time, of server and Postgres: the least of the rounds. Jobs of the clock, such as reminders
   * once a minute, fall into the one round and not into the other, and only add.
   */
  cost: number;
  /** To the cost in the smallest campaign. */
  ratio: number;
  /** The same of all rounds, one by one, the middle one. */
  middle: number;
}

/** Of what was measured in campaigns of these sizes, which come in the same order in each scenario. */
export function growthsOf(measured: readonly Measured[], sizes: readonly number[]): Growth[] {
  return growthScenarios.flatMap((scenario) => {
    const own = measured.filter(({ task }) => task.scenario === scenario);
    if (own.length === 0) return [];
    return (['limit', 'accompany'] as const).map((contender) => ({
      scenario,
      contender,
      steps: stepsOf(own, sizes, contender),
    }));
  });
}

function stepsOf(own: readonly Measured[], sizes: readonly number[], contender: Growth['contender']): Step[] {
  const all = own.map(({ runs }) => runsOf(runs, contender));
  return all.map((runs, index) => {
    const first = all[0] ?? runs;
    const cost = leastCost(runs);
    return {
      pledges: sizes[index] ?? 0,
      cost: cost * 1e6,
      ratio: cost / leastCost(first),
      middle: middleRatio(runs, first, cpu),
    };
  });
}

function leastCost({ samples }: Runs): number {
  return Math.min(...samples.map(cpu));
}

/** A line a scenario and contender: the ratio to the smallest campaign, and microseconds. */
export function growthRows(growths: readonly Growth[]): string[][] {
  const sizes = growths[0]?.steps.map(({ pledges }) => pledges.toLocaleString('en')) ?? [];
  const lines = growths.map(({ scenario, contender, steps }) => [
    contender === 'limit' ? scenario : '',
    contender,
    ...steps.map(({ ratio, cost }) => `${ratio.toFixed(2)} (${cost.toFixed(0)} µs)`),
    contender === 'accompany' ? `≤ ${GROWTH_BAR}` : '',
  ]);
  return [['', '', ...sizes, 'bar'], ...lines];
}

function verdictOf({ scenario, steps }: Growth): string {
  const [first, last] = [steps[0], steps.at(-1)];
  if (!first || !last) return `${scenario}: nothing was measured.`;
  const span = [first, last].map(({ pledges }) => pledges.toLocaleString('en')).join(' to ');
  const verdict =
    last.ratio <= GROWTH_BAR ? 'within its bar' : 'it grows: something is counted or looked for when it is asked';
  return `${scenario} from ${span} pledges: ${last.ratio.toFixed(2)} times the cost (${last.middle.toFixed(2)} in the middle round), the bar is ${GROWTH_BAR}; ${verdict}.`;
}

export function verdictsOf(growths: readonly Growth[]): string[] {
  return growths.filter(({ contender }) => contender === 'accompany').map(verdictOf);
}

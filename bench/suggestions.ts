import { bars, type Figures, type Result } from './report.js';
import { rivalNames } from './names.js';

/** Differences under this are not findings. */
const NOISE = 0.2;

/** What a result suggests, in a line. */
export function suggestionOf(result: Result): string {
  const { scenario, limit, accompany } = result;
  const worst = Math.max(0, ...missed(result).map(({ by }) => by));
  if (!(worst > 0)) return `${scenario}: ${againstRivals(result)}.${besideLock(result)}`;
  if (worst <= NOISE)
    return `${scenario}: ${percent(worst)} off its bar, which is within the noise: run it again, longer.${besideLock(result)}`;
  const words = missed(result).map(({ said }) => said);
  return `${scenario}: ${words.join('; ')}.${besideLock(result)} ${whereFrom(limit, accompany)}`;
}

/** The bars that are not reached, and by what share. */
function missed({ scenario, cpuRatio, rateRatio, rowLock }: Result): { by: number; said: string }[] {
  const { cpu, rate, lockRate } = bars[scenario];
  const found = [
    cpu !== undefined && {
      by: cpuRatio / cpu - 1,
      said: `costs ${cpuRatio.toFixed(1)} times the limit, the bar is ${cpu}`,
    },
    rate !== undefined && {
      by: rate / rateRatio - 1,
      said: `takes ${rateRatio.toFixed(2)} times the limit's rate, the bar is ${rate}`,
    },
    lockRate !== undefined &&
      rowLock !== undefined && {
        by: lockRate / rowLock.rateRatio - 1,
        said: `takes ${rowLock.rateRatio.toFixed(1)} times the row-lock rate, the bar is ${lockRate}`,
      },
  ];
  return found.filter((one) => one !== false).filter(({ by }) => by > 0);
}

function besideLock({ rowLock, rateRatio }: Result): string {
  if (!rowLock) return '';
  return ` Its rate is ${rowLock.rateRatio.toFixed(1)} times that of the row lock and ${rateRatio.toFixed(1)} times the limit's.`;
}

/** Within the bar to the limit: whether within those to other stacks as well. */
function againstRivals({ scenario, rivals }: Result): string {
  const { cheaper } = bars[scenario];
  const short = rivalNames.filter((name) => {
    const dearer = rivals[name]?.dearer;
    return cheaper !== undefined && dearer !== undefined && dearer < cheaper[name];
  });
  if (short.length === 0) return 'within its bar';
  const each = short.map(
    (name) => `${name} costs ${rivals[name]?.dearer.toFixed(1)} times as much, the bar is ${cheaper?.[name]}`,
  );
  return `within its bar to the limit, but ${each.join('; ')}`;
}

function whereFrom(limit: Figures, accompany: Figures): string {
  const server = accompany.server - limit.server;
  const postgres = accompany.postgres - limit.postgres;
  const more = server + postgres;
  if (more <= 0) return 'It is no dearer than the limit: what is missing is doing several in one go.';
  const trips = `${accompany.trips} trips to the database where the limit takes ${limit.trips}`;
  const share = server / more;
  if (share > 0.7)
    return `${percent(share)} of the difference is spent in the server, with ${trips}: profile it (--profile), then look at what it does per trip and per field.`;
  if (share < 0.3)
    return `${percent(1 - share)} of the difference is spent in Postgres, with ${trips}: look at its statements.`;
  return `Server and Postgres share the difference (${percent(share)} and ${percent(1 - share)}), with ${trips}: fewer statements would help both.`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

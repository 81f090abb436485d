import { RRuleTemporal } from 'rrule-temporal';
import type { UserError } from '../../platform/graphql/errors.js';
import { cadenceOf } from './ask-cadence.rules.js';
import type { AskContent } from './ask-content.rules.js';

const DAY = 86_400_000;
/** A cadence that does not come round within this time of its start is taken for a mistake. */
const SOON_ENOUGH = 400 * DAY;
/** A rule may name a day that never comes; nobody gets to make the server look for it. */
const BOUNDS = { maxIterations: 500, maxCandidateEvaluations: 20_000 };

/** What is wrong with how an ask is repeated; `zone` is that of its campaign. */
export function cadenceFault(
  ask: Pick<AskContent, 'cadence' | 'startsAt' | 'timeZone'>,
  zone: string,
): UserError | null {
  const { cadence, startsAt, timeZone } = ask;
  if (cadence === null) return null;
  if (cadenceOf(cadence) !== cadence) {
    const message =
      'Say how it is repeated as an RRULE such as FREQ=WEEKLY;BYDAY=TU: FREQ is DAILY, WEEKLY or MONTHLY, once a day at most, until a number of times (COUNT) or an instant (UNTIL=20270301T120000Z).';
    return { code: 'INVALID', message, path: ['cadence'] };
  }
  if (startsAt === null) {
    const message = 'Say in startsAt when it is done for the first time: what is repeated counts from there.';
    return { code: 'INVALID', message, path: ['startsAt'] };
  }
  if (comesRound(cadence, startsAt, timeZone ?? zone)) return null;
  const message = 'It never comes round within a year of startsAt. Send a cadence that does, or another start.';
  return { code: 'OUT_OF_RANGE', message, path: ['cadence'] };
}

function comesRound(cadence: string, startsAt: Date, zone: string): boolean {
  const start = `${startsAt.toISOString()}[${zone}]`;
  try {
    const dtstart = { timeZoneId: zone, toString: () => start };
    const first = new RRuleTemporal({ rruleString: `RRULE:${cadence}`, dtstart, ...BOUNDS }).next(startsAt, true);
    return first !== null && first.epochMilliseconds - startsAt.getTime() <= SOON_ENOUGH;
  } catch {
    // It stopped at its bounds: the days that it names lie too far apart, or nowhere.
    return false;
  }
}

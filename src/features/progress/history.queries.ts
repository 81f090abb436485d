import { BadRequest } from '../../platform/graphql/errors.js';
import type { RequestContext } from '../../platform/graphql/context.js';
import { say } from '../../platform/words/words.js';
import { campaignById, dayIn } from '../campaigns/index.js';
import { changesOf, comparedChanges, toldChanges } from './change.rules.js';
import type { ComparisonArgs, ProgressComparisonType, ProgressPointType } from './history.graphql.js';
import { closesOf } from './history.loaders.js';
import {
  countOfPeriods,
  dayAfter,
  isOver,
  MOST_PERIODS,
  overlap,
  type Period,
  periodsOf,
  type Span,
} from './period.rules.js';
import { sourceFor, told } from './progress.queries.js';
import type { Totals } from './progress.rules.js';
import type { Subject } from './progress.sources.js';

export async function seriesOf(subject: Subject, span: Span, context: RequestContext): Promise<ProgressPointType[]> {
  const { timeZone, today } = await calendarOf(subject, context);
  refuseSpan(span, today);
  const periods = periodsOf(span, today);
  const [first] = periods;
  if (!first) return [];
  const closes = [dayAfter(first.startsOn, -1), ...periods.map(({ endsOn }) => endsOn)];
  const sums = await totalsAt(subject, closes, timeZone, context);
  return periods.map((period, index) => {
    const [before, after] = [sums[index] as Totals, sums[index + 1] as Totals];
    return {
      ...period,
      isOver: isOver(period, today),
      ...told(after, subject),
      change: toldChanges(changesOf(before, after)),
    };
  });
}

export async function comparisonOf(
  subject: Subject,
  { from, until, withFrom, withUntil }: ComparisonArgs,
  context: RequestContext,
): Promise<ProgressComparisonType> {
  const { timeZone, today } = await calendarOf(subject, context);
  const [one, other] = [
    { startsOn: from, endsOn: until },
    { startsOn: withFrom, endsOn: withUntil },
  ];
  refusePeriods(one, other, today);
  const closes = [one, other].flatMap(({ startsOn, endsOn }) => [dayAfter(startsOn, -1), endsOn]).toSorted();
  const sums = await totalsAt(subject, closes, timeZone, context);
  const at = (day: string) => sums[closes.lastIndexOf(day)] as Totals;
  const changesIn = ({ startsOn, endsOn }: Period) => changesOf(at(dayAfter(startsOn, -1)), at(endsOn));
  return { isOver: isOver(one, today) && isOver(other, today), ...comparedChanges(changesIn(one), changesIn(other)) };
}

/** By the clock on the wall where the campaign is. */
async function calendarOf({ campaignId }: Subject, { load }: RequestContext) {
  const timeZone = (await load(campaignById, campaignId))?.timeZone ?? 'UTC';
  return { timeZone, today: dayIn(timeZone, new Date()) };
}

function totalsAt(subject: Subject, closes: string[], timeZone: string, context: RequestContext): Promise<Totals[]> {
  const { kind, id } = subject;
  return context.load(closesOf, { source: sourceFor(subject, context), kind, id, closes, timeZone });
}

function refuseSpan(span: Span, today: string): void {
  const count = countOfPeriods(span, today);
  if (count < 1) throw new BadRequest('Send an `until` that is not before `from`.');
  if (count > MOST_PERIODS) {
    throw new BadRequest(
      say`A series has at most ${MOST_PERIODS} periods. Ask for a shorter time, or for weeks or months.`,
    );
  }
}

function refusePeriods(one: Period, other: Period, today: string): void {
  for (const { startsOn, endsOn } of [one, other]) {
    if (endsOn < startsOn) throw new BadRequest('Send periods that do not end before they begin.');
    if (endsOn > today) throw new BadRequest(say`Send periods that end today, ${today}, at the latest.`);
  }
  if (overlap(one, other)) throw new BadRequest('Send two periods that have no day in common.');
}

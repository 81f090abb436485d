import type { UserError } from '../../platform/graphql/errors.js';
import type { AskContent } from './ask-content.rules.js';

type Changed = readonly (keyof AskContent)[];

/** What does not hold together in what an ask says; `now` is the database's. */
export function contentFault(ask: AskContent, changed: Changed, now: Date): UserError | null {
  return windowFault(ask, changed, now) ?? riskFault(ask) ?? positionFault(ask) ?? thresholdFault(ask, changed, now);
}

function windowFault({ startsAt, endsAt }: AskContent, changed: Changed, now: Date): UserError | null {
  if (startsAt && endsAt && endsAt <= startsAt) {
    return {
      code: 'OUT_OF_RANGE',
      message: 'It ends before it begins. Send an end after the start.',
      path: ['endsAt'],
    };
  }
  if (changed.includes('endsAt') && endsAt && endsAt <= now) {
    return {
      code: 'IN_THE_PAST',
      message: 'It would be over already. Send an end that is still to come.',
      path: ['endsAt'],
    };
  }
  return null;
}

function riskFault({ riskTier, riskNotes }: AskContent): UserError | null {
  if (riskTier === 0 || riskNotes !== '') return null;
  const message = 'Say in riskNotes what the risk is: nobody can accept what they were not told.';
  return { code: 'REASON_REQUIRED', message, path: ['riskNotes'] };
}

function positionFault({ latitude, longitude }: AskContent): UserError | null {
  if ((latitude === null) === (longitude === null)) return null;
  return { code: 'INVALID', message: 'Send latitude and longitude together.', path: ['position'] };
}

function thresholdFault(ask: AskContent, changed: Changed, now: Date): UserError | null {
  const { threshold, thresholdAt, quantityWanted } = ask;
  if ((threshold === null) !== (thresholdAt === null)) {
    const message = 'A threshold and the time by which it is met belong together. Send both, or neither.';
    return { code: 'INVALID', message, path: [threshold === null ? 'threshold' : 'thresholdAt'] };
  }
  if (threshold === null || thresholdAt === null) return null;
  if (threshold > quantityWanted) {
    const message = 'It asks for more than is wanted in all. Send a threshold of at most quantityWanted.';
    return { code: 'OUT_OF_RANGE', message, path: ['threshold'] };
  }
  if (changed.includes('thresholdAt') && thresholdAt <= now) {
    const message = 'Send a time by which the threshold can still be met.';
    return { code: 'IN_THE_PAST', message, path: ['thresholdAt'] };
  }
  const bound = ask.startsAt ?? ask.endsAt;
  if (bound === null || thresholdAt < bound) return null;
  const message = 'Whether it starts has to be known before it does. Send a time before the start, or the end.';
  return { code: 'OUT_OF_RANGE', message, path: ['thresholdAt'] };
}

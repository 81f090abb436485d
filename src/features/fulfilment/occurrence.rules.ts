import { faultAsReason, type Answerable, type Attesting, reason, type Reason } from './fulfilment.rules.js';

export interface Course extends Answerable {
  pledgeState: string;
  pledgedQuantity: number;
  /** Its time has come. */
  isDueNow: boolean;
  contested: boolean;
  contestAnswered: boolean;
  skipAsked: boolean;
  skipOffered: boolean;
}

/** The same for whatever the community says of one doing: that it is theirs to say, and not about themselves. */
function whyNotTheirs(found: Course | undefined, home: Attesting): Reason | null {
  if (!found || found.communityId !== home.communityId || found.leadId !== home.leadId) return faultAsReason('UNKNOWN');
  return found.isOwnWork ? faultAsReason('OWN_WORK') : null;
}

export function whyNotNoShow(found: Course | undefined, home: Attesting): Reason | null {
  const against = whyNotTheirs(found, home);
  if (against || !found) return against;
  const isOpen = ['DUE', 'REPORTED'].includes(found.state) && ['ACTIVE', 'LAPSED'].includes(found.pledgeState);
  if (!isOpen) {
    return reason('WRONG_STATE', 'This was answered, left out or given back. Read it again.', 'occurrenceId');
  }
  return found.isDueNow
    ? null
    : reason('NOT_DUE', 'It is not due yet. Record that nobody came once its time has passed.', 'occurrenceId');
}

export function whyNotAnswerContest(
  found: Course | undefined,
  home: Attesting,
  accept: boolean,
  quantity: number | null,
): Reason | null {
  const against = whyNotTheirs(found, home);
  if (against || !found) return against;
  if (found.state !== 'NO_SHOW' || !found.contested || found.contestAnswered) {
    return reason('WRONG_STATE', 'No contest waits for an answer here. Read it again.', 'occurrenceId');
  }
  if (quantity === null) return null;
  if (!accept) return reason('INVALID', 'A quantity goes with a contest that you accept.', 'quantity');
  const most = found.reportedQuantity ?? found.pledgedQuantity;
  return quantity <= most ? null : faultAsReason('MORE_THAN_REPORTED');
}

export function whyNotAgreeSkip(found: Course | undefined, home: Attesting): Reason | null {
  const against = whyNotTheirs(found, home);
  if (against || !found) return against;
  if (found.state !== 'DUE' || found.pledgeState !== 'ACTIVE') return nothingToSkip;
  return found.skipOffered
    ? reason('ALREADY_DONE', 'The community agreed to this already. The pledger has the next word.', 'occurrenceId')
    : null;
}

const nothingToSkip = reason(
  'NOT_DUE',
  'Only what is still to be done can be left out. Read the pledge again.',
  'occurrenceId',
);

export function whyNotRequestSkip({ state, pledgeState, skipAsked }: Course): Reason | null {
  if (state !== 'DUE' || pledgeState !== 'ACTIVE') return nothingToSkip;
  return skipAsked
    ? reason('ALREADY_DONE', 'You asked already. Wait for the community’s answer, or do it.', 'occurrenceId')
    : null;
}

export function whyNotContest({ state, contested }: Course, inTime: boolean): Reason | null {
  if (state !== 'NO_SHOW') {
    return reason('WRONG_STATE', 'No no-show is recorded here. There is nothing to contest.', 'occurrenceId');
  }
  if (contested) {
    return reason(
      'ALREADY_DONE',
      'You contested this already. The community answers, or has answered.',
      'occurrenceId',
    );
  }
  return inTime
    ? null
    : reason(
        'IN_THE_PAST',
        'A no-show is contested within 14 days. Ask someone of the community to correct it instead.',
        'occurrenceId',
      );
}

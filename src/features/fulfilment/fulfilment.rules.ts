import type { UserErrorCode } from '../../platform/graphql/user-error-code.js';
import { say, type Words } from '../../platform/words/words.js';

/** Why not: what `refuse` takes. */
export interface Reason {
  code: UserErrorCode;
  /** Says what to do next. */
  message: Words;
  path: string[];
}

/** Why there is nothing to report; null if there is. */
export function whyNotDue(pledgeState: string, occurrenceState: string | null, path: string): Reason | null {
  if (pledgeState === 'WAITLISTED') {
    return reason('NOT_DUE', 'This pledge waits for a place. Report once it has one and the work is done.', path);
  }
  // What was done under a pledge that lapsed can be said all the same; its place is gone.
  if (pledgeState !== 'ACTIVE' && pledgeState !== 'LAPSED') {
    return reason('NOT_DUE', 'This pledge has ended. There is nothing to report.', path);
  }
  if (occurrenceState === 'NO_SHOW') {
    return reason(
      'NOT_DUE',
      'The community recorded that nobody came. If that is wrong, say so with contestNoShow.',
      path,
    );
  }
  if (occurrenceState === 'REPORTED' || occurrenceState === 'UNCONFIRMED') {
    return reason('NOT_DUE', 'Your report waits for the community’s answer. There is nothing more to do.', path);
  }
  return occurrenceState === 'DUE'
    ? null
    : reason('NOT_DUE', 'Nothing is due under this pledge now: it is attested, or left out.', path);
}

/** Whose word is asked: of a community, or of one that leads a campaign of it. */
export interface Attesting {
  communityId: string;
  leadId: string | null;
}

export interface Answerable extends Attesting {
  /** Done by the actor, in whatever standing, or by an organization which they represent or ever did. */
  isOwnWork: boolean;
  state: string;
  reportedQuantity: number | null;
}

/** What stands against attesting one report; `repeated` when the same request names it before. */
export type AttestationFault =
  | 'UNKNOWN'
  | 'ELSEWHERE'
  | 'REPEATED'
  | 'OWN_WORK'
  | 'NOT_REPORTED'
  | 'MORE_THAN_REPORTED';

export function attestationFault(
  found: Answerable | undefined,
  home: Attesting,
  quantity: number | null,
  repeated: boolean,
): AttestationFault | null {
  if (!found) return 'UNKNOWN';
  if (found.communityId !== home.communityId || found.leadId !== home.leadId) return 'ELSEWHERE';
  if (repeated) return 'REPEATED';
  if (found.isOwnWork) return 'OWN_WORK';
  if (found.state !== 'REPORTED' && found.state !== 'UNCONFIRMED') return 'NOT_REPORTED';
  return quantity !== null && quantity > (found.reportedQuantity ?? 0) ? 'MORE_THAN_REPORTED' : null;
}

const sayings: Readonly<Record<AttestationFault, { code: UserErrorCode; message: Words; field: string }>> = {
  UNKNOWN: {
    code: 'NOT_REPORTED',
    message: 'There is nothing here, or it is not yours to see.',
    field: 'occurrenceId',
  },
  ELSEWHERE: {
    code: 'INVALID',
    message: 'This is of another community than the first. Attest one community’s reports at a time.',
    field: 'occurrenceId',
  },
  REPEATED: { code: 'INVALID', message: 'This was named before. Name each report once.', field: 'occurrenceId' },
  OWN_WORK: {
    code: 'OWN_WORK',
    message:
      'Nobody attests their own work, nor that of an organization which they represent or did. Ask another affected person.',
    field: 'occurrenceId',
  },
  NOT_REPORTED: {
    code: 'NOT_REPORTED',
    message: 'No report waits here: it is due still, or someone answered it. Read it again.',
    field: 'occurrenceId',
  },
  MORE_THAN_REPORTED: {
    code: 'MORE_THAN_REPORTED',
    message: 'Attest at most what was reported.',
    field: 'quantity',
  },
};

export function faultAsReason(fault: AttestationFault, ...above: string[]): Reason {
  const { code, message, field } = sayings[fault];
  return reason(code, message, ...above, field);
}

/** Only what waits: after 30 days without an answer it is too late to ask for more. */
export function whyNotSendBack(found: Answerable | undefined, home: Attesting): Reason | null {
  const fault = attestationFault(found, home, null, false);
  if (fault !== null) return faultAsReason(fault);
  return found?.state === 'REPORTED' ? null : faultAsReason('NOT_REPORTED');
}

export interface Correctable {
  isOwnWork: boolean;
  state?: string;
  /** How much was pledged, for what was never reported. */
  pledgedQuantity?: number;
  /** The attestation that holds now; null if none does. */
  latestId: string | null;
  reportedQuantity: number | null;
}

export function whyNotCorrect(found: Correctable, attestationId: string, quantity: number): Reason | null {
  if (found.isOwnWork)
    return reason('OWN_WORK', 'Nobody corrects what was attested of their own work.', 'attestationId');
  if (found.latestId !== attestationId) {
    return reason(
      'ALREADY_CORRECTED',
      'This is not the attestation that holds now. Read the latest one, then correct that.',
      'attestationId',
    );
  }
  if (found.state === 'NO_SHOW' && quantity < 1) {
    return reason('OUT_OF_RANGE', 'That nothing was done is what the no-show says. Send what was done.', 'quantity');
  }
  const reported = found.reportedQuantity ?? found.pledgedQuantity ?? 0;
  if (quantity <= reported) return null;
  return reason('MORE_THAN_REPORTED', say`${reported} was reported or pledged. Attest at most that.`, 'quantity');
}

/** An id among those to be left out that is of nothing here, or not theirs to see. */
export const strangerLeftOut = reason(
  'INVALID',
  'One of these is of no work here, or it is not yours to see. Leave out what waits here alone.',
  'exceptOccurrenceIds',
);

export function reason(code: UserErrorCode, message: Words, ...path: string[]): Reason {
  return { code, message, path };
}

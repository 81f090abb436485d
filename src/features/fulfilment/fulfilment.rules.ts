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
  if (pledgeState !== 'ACTIVE') return reason('NOT_DUE', 'This pledge has ended. There is nothing to report.', path);
  if (occurrenceState === 'REPORTED') {
    return reason('NOT_DUE', 'Your report waits for the community’s answer. There is nothing more to do.', path);
  }
  return occurrenceState === 'DUE' ? null : reason('NOT_DUE', 'Everything under this pledge is attested.', path);
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
  if (found.state !== 'REPORTED') return 'NOT_REPORTED';
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

export interface Correctable {
  isOwnWork: boolean;
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
  const reported = found.reportedQuantity ?? 0;
  if (quantity <= reported) return null;
  return reason('MORE_THAN_REPORTED', say`${reported} was reported. Attest at most that.`, 'quantity');
}

function reason(code: UserErrorCode, message: Words, ...path: string[]): Reason {
  return { code, message, path };
}

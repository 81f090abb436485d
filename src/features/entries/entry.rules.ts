import type { UserErrorCode } from '../../platform/graphql/user-error-code.js';
import { say, type Words } from '../../platform/words/words.js';

interface Reason {
  code: UserErrorCode;
  message: Words;
  path: string[];
}

interface Facts {
  kind: string;
  state: string;
  briefVersion: number;
  termsVersion: number;
  agreementVersion: number;
  riskTier: number;
  now: Date;
}

interface Said {
  briefVersion: number;
  termsVersion: number;
  agreementVersion: number;
  acceptedRiskTier: number;
  plan: { when: Date };
}

/** Why this cannot be taken down: what was read to them has to be what holds now, since they are bound by it. */
export function whyNotEnter(ask: Facts, said: Said): Reason | null {
  if (ask.kind === 'SPEAK') {
    return reason('NOT_FOR_YOUR_STANDING', 'Here the people affected speak for themselves.', 'askId');
  }
  if (ask.state !== 'OPEN') return reason('ASK_NOT_OPEN', 'The ask is not open. Open it first.', 'askId');
  if (said.briefVersion !== ask.briefVersion) return stale('BRIEF_STALE', 'briefVersion', ask.briefVersion);
  if (said.termsVersion !== ask.termsVersion) return stale('TERMS_STALE', 'termsVersion', ask.termsVersion);
  if (said.agreementVersion !== ask.agreementVersion) {
    return stale('AGREEMENT_STALE', 'agreementVersion', ask.agreementVersion);
  }
  if (said.acceptedRiskTier !== ask.riskTier) {
    return reason(
      'RISK_NOT_ACCEPTED',
      say`The risk tier of the ask is ${ask.riskTier}. Read its risk notes to them, and send that tier if they accept it.`,
      'acceptedRiskTier',
    );
  }
  return said.plan.when > ask.now
    ? null
    : reason('IN_THE_PAST', 'Ask them for a time that is still to come.', 'plan', 'when');
}

function stale(code: UserErrorCode, field: string, version: number): Reason {
  return reason(
    code,
    say`What they heard or read was changed since; it is at version ${version} now. Read them the newer text, then send that version.`,
    field,
  );
}

function reason(code: UserErrorCode, message: Words, ...path: string[]): Reason {
  return { code, message, path };
}

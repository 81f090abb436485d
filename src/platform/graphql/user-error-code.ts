/**
 * Everything that can be wrong with what was sent, with its description in the schema.
 * Features add theirs here, so that no two codes come to mean the same thing.
 */
export const userErrorCodes = {
  INVALID: 'The value is not of the kind asked for.',
  TOO_SHORT: 'The text is empty or too short.',
  TOO_LONG: 'The text is too long.',
  TOO_MANY: 'The list has too many items.',
  OUT_OF_RANGE: 'The number or time is smaller or larger than allowed.',
  IN_THE_PAST: 'The time has already passed.',
  RESERVED: 'The handle is reserved for the service itself.',
  ALREADY_DONE: 'The same request was done before, and what it issued is shown once only.',
  STALE_VERSION: 'Someone else changed it since you read it.',
  WRONG_STATE: 'Its present state does not allow this.',
  REASON_REQUIRED: 'This needs a reason.',
  SIGN_IN_FAILED: 'The name and secret do not match an account.',
  WEAK_PASSWORD: 'The password is too short or too common.',
  LINK_INVALID: 'The link or code is unknown, used, withdrawn or expired.',
  HANDLE_TAKEN: 'Another community or campaign has this handle.',
  PSEUDONYM_TAKEN: 'Someone in the community has this pseudonym.',
  ALREADY_MEMBER: 'You have a standing in this community already.',
  AGREEMENT_STALE: 'The community published a newer agreement.',
  QUESTION_UNANSWERED: 'A required question of the agreement has no answer.',
  BRIEF_STALE: 'The campaign published a newer brief.',
  BRIEF_MISSING: 'The campaign has no brief yet.',
  TERMS_STALE: 'The terms of the ask changed.',
  RISK_NOT_ACCEPTED: 'The risk tier of the ask was not accepted.',
  PRIORITY_EXISTS: 'The campaign has a priority with this statement.',
  MANDATE_LIMIT: 'The community has used up what this kind of mandate allows.',
  MANDATE_MISSING: 'There is no live mandate for the priority.',
  ALREADY_SIGNED: 'You have signed this mandate.',
  LEAD_REQUIRED: 'Several communities of yours lead the campaign, and it was not said which one acts.',
  ALREADY_LEADS: 'The community leads this campaign already.',
  CAMPAIGN_NOT_LAUNCHED: 'The campaign is not launched, is stopped or has concluded.',
  EXTERNAL_ID_TAKEN: 'Another ask of the campaign has this external id.',
  BELOW_PLEDGED: 'More is pledged already than this would allow.',
  ASK_NOT_OPEN: 'The ask takes no pledges now.',
  ALREADY_PLEDGED: 'You have a live pledge to this ask.',
  MORE_THAN_WANTED: 'The quantity is more than the ask wants in all.',
  NOT_FOR_YOUR_STANDING: 'The ask is for people of another standing.',
  NOT_DUE: 'There is nothing to report under this pledge.',
  NOT_REPORTED: 'There is no report waiting for an answer.',
  OWN_WORK: 'Nobody attests their own work.',
  MORE_THAN_REPORTED: 'The quantity is more than was reported.',
  ALREADY_CORRECTED: 'Another correction replaced this attestation.',
  UNKNOWN_COLUMN: 'The file has a column that is not known here.',
  MISSING_COLUMN: 'The file lacks a column that is needed.',
  UNREADABLE: 'The file cannot be read.',
  UNKNOWN_PRIORITY: 'The campaign has no such priority.',
  UNKNOWN_ASK: 'There is no such ask, or it is not yours to see.',
} as const satisfies Record<string, string>;

export type UserErrorCode = keyof typeof userErrorCodes;

export const UserErrorCode = Object.fromEntries(Object.keys(userErrorCodes).map((code) => [code, code])) as {
  readonly [Code in UserErrorCode]: Code;
};

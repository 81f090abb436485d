import { describe, expect, it } from '@jest/globals';
import { type Answerable, attestationFault, faultAsReason, whyNotCorrect, whyNotDue } from './fulfilment.rules.js';

describe('a report', () => {
  it.each<[string, string | null, RegExp | null]>([
    ['ACTIVE', 'DUE', null],
    ['ACTIVE', 'REPORTED', /waits for the community/],
    ['ACTIVE', 'ATTESTED', /attested/],
    ['WAITLISTED', null, /waits for a place/],
    ['STEPPED_BACK', 'DUE', /ended/],
    ['CANCELLED', 'DUE', /ended/],
    ['FULFILLED', 'ATTESTED', /ended/],
  ])('of a pledge that is %s, on what is %s', (pledgeState, occurrenceState, expected) => {
    const reason = whyNotDue(pledgeState, occurrenceState, 'pledgeId');
    if (expected === null) expect(reason).toBeNull();
    else expect(reason).toEqual({ code: 'NOT_DUE', message: expect.stringMatching(expected), path: ['pledgeId'] });
  });
});

describe('an attestation', () => {
  const home = { communityId: 'home', leadId: null };
  const reported: Answerable = { ...home, isOwnWork: false, state: 'REPORTED', reportedQuantity: 3 };

  it.each<[string, Partial<Answerable> | null, number | null, boolean, string | null]>([
    ['of all that was reported', {}, null, false, null],
    ['of a part', {}, 1, false, null],
    ['of exactly that', {}, 3, false, null],
    ['of more', {}, 4, false, 'MORE_THAN_REPORTED'],
    ['of nothing that can be seen', null, null, false, 'UNKNOWN'],
    ['of another community’s', { communityId: 'elsewhere', isOwnWork: true }, null, false, 'ELSEWHERE'],
    ['of what another community leads', { leadId: 'lead' }, null, false, 'ELSEWHERE'],
    ['named twice', {}, null, true, 'REPEATED'],
    ['of one’s own work', { isOwnWork: true, state: 'DUE' }, null, false, 'OWN_WORK'],
    ['of what is due', { state: 'DUE' }, null, false, 'NOT_REPORTED'],
    ['of what is attested', { state: 'ATTESTED' }, null, false, 'NOT_REPORTED'],
  ])('%s', (_name, over, quantity, repeated, expected) => {
    const found = over === null ? undefined : { ...reported, ...over };
    expect(attestationFault(found, home, quantity, repeated)).toBe(expected);
  });

  it('is refused with the place in the list', () => {
    expect(faultAsReason('MORE_THAN_REPORTED', 'input', 'items', '7')).toEqual({
      code: 'MORE_THAN_REPORTED',
      message: expect.any(String),
      path: ['input', 'items', '7', 'quantity'],
    });
  });
});

describe('a correction', () => {
  const attested = { isOwnWork: false, latestId: 'latest', reportedQuantity: 3 };

  it.each<[string, Partial<typeof attested> | { latestId: null }, number, string | null]>([
    ['to less', {}, 1, null],
    ['to nothing', {}, 0, null],
    ['to what was reported', {}, 3, null],
    ['to more', {}, 4, 'MORE_THAN_REPORTED'],
    ['of one’s own work', { isOwnWork: true }, 1, 'OWN_WORK'],
    ['of one that was corrected since', { latestId: 'later' }, 1, 'ALREADY_CORRECTED'],
    ['of what is not attested', { latestId: null }, 1, 'ALREADY_CORRECTED'],
  ])('%s', (_name, over, quantity, expected) => {
    expect(whyNotCorrect({ ...attested, ...over }, 'latest', quantity)?.code ?? null).toBe(expected);
  });
});

/** Who moves a pledge: its pledger, the community, the clock, or the rules by which places are given. */
export type Mover = 'pledger' | 'community' | 'clock' | 'rules';

export interface PledgeMove {
  from: string;
  to: string;
  by: Mover;
  /** In words that an organizer can read out. */
  when: string;
}

/** In which states a pledge begins. */
export const pledgeBeginnings: Readonly<Record<string, string>> = {
  ACTIVE: 'a place is free',
  CONDITIONAL: 'the ask waits for its threshold, or the pledger for others',
  WAITLISTED: 'no place is free, or not for so much',
};

/**
 * Every move that a pledge can make. `app.pledge_may_move` refuses all others in the database; a test compares the two,
 * and docs/pledges.md is made of this.
 */
export const pledgeMoves: readonly PledgeMove[] = [
  { from: 'WAITLISTED', to: 'ACTIVE', by: 'rules', when: 'a place came free, and it is next' },
  { from: 'WAITLISTED', to: 'ACTIVE', by: 'pledger', when: 'the place that was offered is accepted' },
  { from: 'WAITLISTED', to: 'CONDITIONAL', by: 'rules', when: 'a place came free before the threshold is met' },
  {
    from: 'WAITLISTED',
    to: 'NEEDS_RECONFIRMATION',
    by: 'rules',
    when: 'a place came free, and the terms changed while it waited',
  },
  { from: 'WAITLISTED', to: 'STEPPED_BACK', by: 'pledger', when: 'given back; always free' },
  {
    from: 'WAITLISTED',
    to: 'NEVER_STARTED',
    by: 'community',
    when: 'the ask is closed, or the standing of its ally paused',
  },
  {
    from: 'WAITLISTED',
    to: 'NEVER_STARTED',
    by: 'clock',
    when: 'the threshold was not met in time, or the standing of its ally ran out',
  },
  { from: 'WAITLISTED', to: 'CANCELLED', by: 'community', when: 'the ask is cancelled, or the campaign concluded' },
  { from: 'CONDITIONAL', to: 'ACTIVE', by: 'rules', when: 'what it waited for is there; it never goes back' },
  {
    from: 'CONDITIONAL',
    to: 'NEEDS_RECONFIRMATION',
    by: 'community',
    when: 'the terms changed materially, or a stop lasted over its time',
  },
  { from: 'CONDITIONAL', to: 'STEPPED_BACK', by: 'pledger', when: 'given back; always free' },
  { from: 'CONDITIONAL', to: 'NEVER_STARTED', by: 'clock', when: 'what it waited for did not come in time' },
  {
    from: 'CONDITIONAL',
    to: 'NEVER_STARTED',
    by: 'community',
    when: 'the ask is closed, or the standing of its ally paused',
  },
  { from: 'CONDITIONAL', to: 'CANCELLED', by: 'community', when: 'the ask is cancelled, or the campaign concluded' },
  {
    from: 'NEEDS_RECONFIRMATION',
    to: 'ACTIVE',
    by: 'pledger',
    when: 'confirmed, under the terms as they are now',
  },
  {
    from: 'NEEDS_RECONFIRMATION',
    to: 'CONDITIONAL',
    by: 'pledger',
    when: 'confirmed, and it waits still for what it waited for',
  },
  { from: 'NEEDS_RECONFIRMATION', to: 'STEPPED_BACK', by: 'pledger', when: 'declined; always free' },
  {
    from: 'NEEDS_RECONFIRMATION',
    to: 'LAPSED',
    by: 'clock',
    when: 'nothing was heard within 72 hours, or by its start',
  },
  {
    from: 'NEEDS_RECONFIRMATION',
    to: 'NEVER_STARTED',
    by: 'clock',
    when: 'what it waited for did not come in time, while it was asked',
  },
  {
    from: 'NEEDS_RECONFIRMATION',
    to: 'NEVER_STARTED',
    by: 'community',
    when: 'it had not started when the ask was closed, or the standing of its ally paused',
  },
  {
    from: 'NEEDS_RECONFIRMATION',
    to: 'CANCELLED',
    by: 'community',
    when: 'the ask is cancelled, the campaign concluded or the alliance ended',
  },
  {
    from: 'ACTIVE',
    to: 'NEEDS_RECONFIRMATION',
    by: 'community',
    when: 'the terms changed materially, or a stop lasted over its time; not while a report waits',
  },
  { from: 'ACTIVE', to: 'FULFILLED', by: 'community', when: 'all of it is attested' },
  { from: 'ACTIVE', to: 'PARTLY_FULFILLED', by: 'community', when: 'all of it is settled, and not all attested' },
  {
    from: 'ACTIVE',
    to: 'STEPPED_BACK',
    by: 'pledger',
    when: 'given back before the notice period; or while the ask stands still, or the others they came with are gone',
  },
  {
    from: 'ACTIVE',
    to: 'STEPPED_BACK_LATE',
    by: 'pledger',
    when: 'given back inside the notice period, with a reason',
  },
  { from: 'ACTIVE', to: 'HANDED_OVER', by: 'pledger', when: 'someone else took it over by the code of its pledger' },
  { from: 'ACTIVE', to: 'LAPSED', by: 'clock', when: 'overdue past grace, or check-ins missed' },
  {
    from: 'ACTIVE',
    to: 'CANCELLED',
    by: 'community',
    when: 'the ask is cancelled, the campaign concluded or the alliance ended; not while a report waits',
  },
  { from: 'FULFILLED', to: 'PARTLY_FULFILLED', by: 'community', when: 'an attestation is corrected' },
  { from: 'PARTLY_FULFILLED', to: 'FULFILLED', by: 'community', when: 'an attestation is corrected' },
  {
    from: 'FULFILLED',
    to: 'LAPSED',
    by: 'community',
    when: 'an attestation is corrected to nothing after it had lapsed',
  },
  {
    from: 'PARTLY_FULFILLED',
    to: 'LAPSED',
    by: 'community',
    when: 'an attestation is corrected to nothing after it had lapsed',
  },
  {
    from: 'LAPSED',
    to: 'FULFILLED',
    by: 'community',
    when: 'it was done after all, as the community attests; its place stays with others',
  },
  {
    from: 'LAPSED',
    to: 'PARTLY_FULFILLED',
    by: 'community',
    when: 'some of it was done after all, as the community attests; its place stays with others',
  },
];

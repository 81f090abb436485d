/**
 * What each column holds of or about a person, by table. Behind the mark `[personal]` may stand
 * `[of a, b]`      in whose export it is, where a row has several people: the columns that point to them;
 * `[stays]`        erasing the person leaves it, and the text says why that is right;
 * `[goes with a]`  it is erased with that one of them only;
 * `[secret]`       it proves something: an export says that it is kept and does not show it.
 * Text without `[stays]` is blanked when the person is erased; whatever lies in the vault goes whole.
 */
export const personalMarks: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'public.person': {
    id: 'The account; nothing outside it and the vault names it.',
    language: 'The language of their messages.',
    time_zone: 'Their time zone.',
    created_at: 'When the account was made.',
    suspended_at: 'Since when the operator of this server keeps them out.',
    is_operator: 'An account of the host, made on the host: it stands in no community and acts by id alone.',
  },
  'public.representative': {
    id: 'The person at one organization.',
    person_id: 'Who acts for the organization.',
    since: '[of person_id] Since when they act for it.',
    ended_at: '[of person_id] Since when they no longer do.',
  },
  'public.membership': {
    id: 'The person in one community.',
    person_id: 'Who it is. Cut on erasure: the row then stands for someone of whom nothing else is known.',
    standing: '[of person_id] [stays] Affected or ally; who did what in which standing is the record of the community.',
    pseudonym: '[of person_id] What they are called in the community.',
    is_steward: '[of person_id] Whether they carry the duty of a steward.',
    organizer_until: '[of person_id] Until when organizing is delegated to them.',
    is_listed: '[of person_id] Whether they chose to be seen by others of the community.',
    probation_until: '[of person_id] Until when they are on probation.',
    agreement_version: '[of person_id] The version of the agreement that they accepted.',
    answers: '[of person_id] What they answered to the questions of the community.',
    since: '[of person_id] Since when.',
    renewed_at: '[of person_id] When their standing was last renewed.',
    until: '[of person_id] Until when it lasts.',
    paused_at: '[of person_id] Since when it is paused.',
    ended_at: '[of person_id] When it ended.',
    admitted_by: 'Who invited them.',
  },
  'public.agreement': { published_by: 'Who published it.', published_at: 'When they did.' },
  'public.ask': { created_by: 'Who drafted it.', created_at: 'When they did.' },
  'public.ask_terms': { changed_by: 'Who changed the terms.', changed_at: 'When they did.' },
  'public.attestation': {
    pledger_id: 'Whose work it is about.',
    pledger_standing: '[of pledger_id] [stays] In which standing the work was done.',
    kind: '[of pledger_id, attested_by] [stays] Attested, sent back or corrected: the word of the community, which counts stand on.',
    quantity: '[of pledger_id, attested_by] How much the community says was done.',
    feedback:
      '[of pledger_id, attested_by] [goes with pledger_id] What was said of their work, in the name of the community.',
    attested_by: 'Who said so for the community.',
    attested_at: '[of pledger_id, attested_by] When.',
  },
  'public.brief': { published_by: 'Who published it.', published_at: 'When they did.' },
  'public.campaign': { created_by: 'Who created it.', created_at: 'When they did.' },
  'public.campaign_stop': {
    stopped_by: 'Who stopped the campaign.',
    reason: '[of stopped_by] [stays] Why they did: a decision that others had to act on.',
    stopped_at: '[of stopped_by] When they did.',
    resumed_by: 'Who resumed it.',
    resumed_at: '[of resumed_by] When they did.',
  },
  'public.demand': { set_by: 'Who set it.', created_at: 'When they did.' },
  'public.demand_response': { noted_by: 'Who noted the answer.', noted_at: 'When they did.' },
  'public.fulfilment_report': {
    pledger_id: 'Who reported.',
    pledger_standing: '[stays] In which standing.',
    quantity: 'How much they said was done.',
    note: 'What they wrote about it.',
    evidence: 'Links that they gave.',
    reported_at: 'When they reported.',
  },
  'public.idempotency': {
    scope: 'Whose request it was, where someone was signed in; kept for 7 days.',
    operation: '[stays] What they asked for; goes with the row.',
    created_at: 'When.',
  },
  'public.invitation': {
    invited_by: 'Who invited.',
    created_at: '[of invited_by] When they did.',
    used_by: 'Who joined by it.',
    used_at: '[of used_by] When they did.',
  },
  'public.mandate': {
    proposed_by: 'Who proposed it.',
    reason: '[stays] Why it is needed, in their words: what others signed.',
    created_at: 'When they proposed it.',
  },
  'public.mandate_signature': {
    signed_by: 'Who signed.',
    signer_standing: '[stays] In which standing.',
    signed_at: 'When they signed.',
  },
  'public.occurrence': {
    pledger_id: 'Who does it.',
    pledger_standing: '[stays] In which standing.',
    due_at: 'When it is due.',
    state: '[stays] How far it is: what counts are made of.',
    reported_quantity: 'How much they said was done.',
    reported_at: 'When they said so.',
    attested_quantity: 'How much the community says was done.',
    attested_at: 'When it said so.',
  },
  'public.outbox_event': {
    subject_id: 'Of a mail to a person, that person; of a deed, what was done to.',
    kind: '[stays] What happened; events to a person go with them, others within 30 days of their delivery.',
    created_at: 'When it happened.',
    delivered_at: 'When it was delivered.',
  },
  'public.pledge': {
    pledger_id: 'Who pledged.',
    pledger_standing: '[stays] In which standing.',
    quantity: 'How much they pledged.',
    plan_when: 'When they plan to do it.',
    plan_where: 'Where they plan to do it.',
    plan_first_step: 'What they do first.',
    brief_version: 'The version of the brief that they read.',
    terms_version: 'The version of the terms that they accepted.',
    agreement_version: 'The version of the agreement that they had accepted.',
    risk_tier_accepted: 'The risk that they accepted.',
    state: '[stays] What became of it: what counts are made of.',
    state_changed_at: 'Since when it is so.',
    left_because: 'Why they stepped back, in their words.',
    created_at: 'When they pledged.',
  },
  'public.priority': {
    proposed_by: 'Who proposed it.',
    proposer_standing: '[stays] In which standing.',
    statement: '[stays] The need that they named: the community’s from then on.',
    details: '[stays] What they added to it: the community’s from then on.',
    created_at: 'When they proposed it.',
  },
  'public.record_entry': {
    actor_id: 'Who did it.',
    actor_role: '[of actor_id] [stays] In which standing: the chain covers it.',
    kind: '[of actor_id, subject_id] [stays] What was done: the chain covers it.',
    subject_type: '[of actor_id, subject_id] [stays] What it was done to: the chain covers it.',
    subject_id: 'Who or what it was done to.',
    details:
      '[of actor_id, subject_id] [stays] Numbers and states; where they are of a person they are erased with their salt, which the chain allows.',
    recorded_at: '[of actor_id, subject_id] When.',
  },
  'vault.access_log': {
    person_id: 'Whose identity was read.',
    purpose: '[of person_id] What for.',
    read_by: 'Which person read it, if any did: as a rule the server, to send a mail.',
    read_at: '[of person_id] When.',
  },
  'vault.account': {
    person_id: 'Whose account.',
    sign_in_name_lookup: '[secret] A keyed digest by which the sign-in name is found.',
    sign_in_name_cipher: 'The name to sign in with.',
    email_lookup: '[secret] A keyed digest by which the address is found.',
    email_cipher: 'The e-mail address.',
    password_hash: '[secret] A digest of the password.',
  },
  'vault.pending_sign_up': {
    person_id: 'Who asked to use the address, if they have an account.',
    email_lookup: '[secret] A keyed digest of the address that waits to be confirmed.',
    email_cipher: 'The address that waits to be confirmed.',
    language: 'The language asked for.',
    time_zone: 'The time zone given.',
    token_hash: '[secret] A digest of the code in the mail.',
    expires_at: 'Until when it can be confirmed.',
    used_at: 'When it was.',
  },
  'vault.recovery_code': {
    person_id: 'Whose code.',
    code_hash: '[secret] A digest of the code.',
    used_at: 'When it was used.',
  },
  'vault.session': {
    person_id: 'Whose session.',
    access_hash: '[secret] A digest of the access token.',
    access_expires_at: 'Until when the access token is good.',
    refresh_hash: '[secret] A digest of the refresh token.',
    refresh_expires_at: 'Until when it can be refreshed.',
    created_at: 'When it was opened or refreshed.',
    replaced_at: 'When it was refreshed.',
    revoked_at: 'When it was ended.',
    proved_at: 'When they last proved that it is them: on signing in, or by stepping up. Refreshing proves nothing.',
    second_factor: 'Whether with a second factor.',
  },
};

/** What two of these columns said before, for the way back. */
const before: Readonly<Record<string, string>> = {
  'public.person.is_operator':
    'An account of the host, made on the host: it stands in no community and acts by id alone.',
  'vault.session.proved_at':
    'When the person last proved that it is them: on signing in, or by stepping up. Refreshing proves nothing.',
};

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;

function comments(textOf: (column: string, mark: string) => string): string {
  return Object.entries(personalMarks)
    .flatMap(([table, columns]) =>
      Object.entries(columns).map(
        ([column, mark]) => `COMMENT ON COLUMN ${table}.${column} IS ${textOf(`${table}.${column}`, mark)};`,
      ),
    )
    .join('\n');
}

export const markThem = comments((_column, mark) => quoted(`[personal] ${mark}`));
export const unmarkThem = comments((column) => (before[column] === undefined ? 'NULL' : quoted(before[column])));

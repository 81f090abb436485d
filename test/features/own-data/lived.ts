import { randomUUID } from 'node:crypto';
import { hashToken } from '../../../src/platform/crypto/keys.js';
import type { Person, TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { testKeys } from '../../support/stored-world.js';
import { type Founded, pledgeTo, type Pledged, type World } from '../../support/world.js';
import { spoke } from './lived-priorities.js';
import { stood } from './lived-standing.js';
import { CANARIES, OTHERS } from './lived-words.js';

export { CANARIES, OTHERS };

export interface Lived {
  me: Person;
  personId: string;
  memberships: string[];
  /** Where they are the steward, and where an ally. */
  home: Founded;
  elsewhere: Founded;
  cosigner: Person;
  others: Person[];
  asks: { full: { id: string }; plain: { id: string } };
  waiting: Pledged;
  reported: Pledged;
}

export async function personIdOf(on: TestApp, person: Person): Promise<string> {
  const [row] = await sql(on.urls.owner)('SELECT person_id FROM vault.session WHERE access_hash = $1', [
    hashToken(person.accessToken),
  ]);
  return row?.['person_id'];
}

async function membershipOf(on: TestApp, communityId: string, personId: string): Promise<string> {
  const [row] = await sql(on.urls.owner)('SELECT id FROM membership WHERE community_id = $1 AND person_id = $2', [
    communityId,
    personId,
  ]);
  return row?.['id'];
}

/** Someone who did all that one can: a steward in one community, an ally in another, newly affected in a third. */
export async function lived(world: World): Promise<Lived> {
  const { on } = world;
  const home = await world.community({ pseudonym: CANARIES.pseudonyms[0] });
  const me = home.steward;
  const cosigner = await world.affected(home, { pseudonym: OTHERS.pseudonyms[0] });
  await world.campaign(home);
  const ally = await world.ally(home, {
    pseudonym: OTHERS.pseudonyms[1],
    answers: [{ questionId: 'position', text: OTHERS.answer }],
  });
  await stewarded(world, home, cosigner, ally);
  const { elsewhere, asks, waiting, reported } = await accompanied(world, me);
  const third = await world.community();
  const { code } = await world.done(third.steward, 'inviteToCommunity', { communityId: third.id }, 'code');
  await world.done(me, 'acceptInvitation', {
    link: code,
    pseudonym: CANARIES.pseudonyms[2],
    declinesStewardship: true,
    idempotencyKey: 'canary-key-of-mine',
  });
  const personId = await personIdOf(on, me);
  await identified(on, personId);
  const [mine, cosigning] = [
    await membershipOf(on, home.id, personId),
    await membershipOf(on, home.id, await personIdOf(on, cosigner)),
  ];
  await stood(on, { personId, home: home.id, mine, other: cosigning, elsewhere: elsewhere.id, third: third.id });
  await spoke(world, home, cosigner, { mine, other: cosigning });
  const rows = await sql(on.urls.owner)('SELECT id FROM membership WHERE person_id = $1', [personId]);
  return {
    me,
    personId,
    memberships: rows.map((row) => row['id']),
    home,
    elsewhere,
    cosigner,
    others: [ally, elsewhere.steward],
    asks,
    waiting,
    reported,
  };
}

async function stewarded(world: World, home: Founded, cosigner: Person, ally: Person): Promise<void> {
  const me = home.steward;
  await world.done(me, 'publishAgreement', {
    communityId: home.id,
    replacesVersion: 1,
    text: 'Listen first.',
    questions: [{ id: 'position', text: 'How do you live?', required: false }],
  });
  const campaign = await world.campaign(home);
  const { demand } = await world.done(
    me,
    'makeDemand',
    { campaignId: campaign.id, title: 'Heat', decisionMaker: 'The landlord' },
    'demand { id }',
  );
  await world.done(me, 'answerDemand', {
    demandId: demand.id,
    answeredOn: '2026-01-01',
    text: 'No.',
    state: 'REFUSED',
  });
  const priority = await world.priority(campaign);
  await world.mandate(priority, { steward: me, cosigner });
  const ask = await world.ask({ steward: me, campaignId: campaign.id, priorityId: priority.id });
  await world.done(me, 'printSignUpSheet', { askId: ask.id });
  await world.done(me, 'createCampaignCalendarFeed', { campaignId: campaign.id });
  const theirs = {
    agreementVersion: 2,
    plan: { when: soon(), where: OTHERS.plan, firstStep: OTHERS.firstStep },
  };
  await world.done(ally, 'joinAsAlly', {
    communityHandle: home.handle,
    agreementVersion: 2,
    answers: [{ questionId: 'position', text: OTHERS.answer }],
  });
  const pledge = await world.reported({ pledge: await world.pledge({ ask, by: ally, ...theirs }), note: OTHERS.note });
  await world.done(me, 'sendBackFulfilment', { occurrenceId: pledge.occurrenceId, feedback: 'Say which door.' });
  await world.reported({ pledge, note: OTHERS.note });
  await world.done(me, 'attestFulfilment', { items: [{ occurrenceId: pledge.occurrenceId }] });
  await sql(world.on.urls.owner)(
    `UPDATE fulfilment_report r SET taken_by = t.attested_by FROM attestation t
      WHERE r.occurrence_id = $1 AND t.occurrence_id = r.occurrence_id AND t.kind = 'ATTESTED'`,
    [pledge.occurrenceId],
  );
  const { offer } = await world.done(
    ally,
    'offerHelp',
    { communityId: home.id, kind: 'SUPPLY', text: OTHERS.offer, unit: 'pots' },
    'offer { id }',
  );
  await world.done(me, 'declineOffer', { offerId: offer.id });
  const halted = await world.campaign(home);
  await world.done(me, 'stopCampaign', { campaignId: halted.id, reason: 'Too dangerous today.' });
  await world.done(me, 'resumeCampaign', { campaignId: halted.id });
}

async function accompanied(world: World, me: Person) {
  const elsewhere = await world.community({ pseudonym: OTHERS.pseudonyms[2] });
  const campaign = await world.campaign(elsewhere);
  const priority = await world.priority(campaign);
  await world.mandate(priority, elsewhere);
  const of = { steward: elsewhere.steward, campaignId: campaign.id, priorityId: priority.id };
  const [plain, full, left, done, hanging] = [
    await world.ask(of),
    await world.ask(of, { slots: 1 }),
    await world.ask(of),
    await world.ask(of),
    await world.ask(of),
  ];
  await world.done(me, 'joinAsAlly', {
    communityHandle: elsewhere.handle,
    pseudonym: CANARIES.pseudonyms[1],
    agreementVersion: 1,
    answers: [{ questionId: 'position', text: CANARIES.answer }],
  });
  const other = await world.ally(elsewhere);
  await offeredHelp(world, elsewhere, me, other);
  const plan = { when: soon(), where: CANARIES.plan, firstStep: CANARIES.firstStep };
  const mine = (ask: { id: string }) => world.pledge({ ask, by: me, plan, shownAs: CANARIES.shownAs });
  await world.done(me, 'offerHandOver', { pledgeId: (await mine(plain)).id });
  await mine(full);
  const { pledge } = await world.done(
    other,
    'makePledge',
    pledgeTo(full),
    'pledge { id state turn occurrences { id } }',
  );
  const leaving = await mine(left);
  await world.done(me, 'stepBack', { pledgeId: leaving.id, reason: CANARIES.reason });
  const work = await mine(done);
  const report = { note: CANARIES.note, evidence: [CANARIES.evidence] };
  await world.reported({ pledge: work, ...report });
  await world.done(elsewhere.steward, 'sendBackFulfilment', {
    occurrenceId: work.occurrenceId,
    feedback: CANARIES.feedback,
  });
  await world.reported({ pledge: work, ...report });
  await world.done(elsewhere.steward, 'attestFulfilment', { items: [{ occurrenceId: work.occurrenceId }] });
  const reported = await world.reported({ pledge: await mine(hanging), ...report });
  return { elsewhere, asks: { full, plain }, waiting: { ...pledge, by: other } as Pledged, reported };
}

async function offeredHelp(world: World, there: Founded, me: Person, other: Person): Promise<void> {
  const input = { communityId: there.id, kind: 'TRANSPORT' };
  const words = { when: CANARIES.offerWhen, where: CANARIES.offerWhere, unit: CANARIES.offerUnit };
  const { offer } = await world.done(me, 'offerHelp', { ...input, ...words, text: CANARIES.offer }, 'offer { id }');
  await world.done(there.steward, 'declineOffer', { offerId: offer.id, thanks: CANARIES.offerThanks });
  await world.done(other, 'offerHelp', { ...input, text: OTHERS.offer, unit: 'pots' });
}

/** What comes by mail, by the host and by organizations, as it lies in the tables. */
async function identified(on: TestApp, personId: string): Promise<void> {
  const query = sql(on.urls.owner);
  const lookup = testKeys.digest('lookup', `${CANARIES.email}${personId}`);
  await query('UPDATE vault.account SET email_lookup = $2, email_cipher = $3 WHERE person_id = $1', [
    personId,
    lookup,
    testKeys.encrypt(CANARIES.email),
  ]);
  await query(
    `INSERT INTO vault.pending_sign_up (id, person_id, email_lookup, email_cipher, language, time_zone, expires_at) VALUES ($1, $2, $3, $4, 'en', 'UTC', now() + interval '1 day')`,
    [randomUUID(), personId, lookup, testKeys.encrypt(CANARIES.email)],
  );
  await query("INSERT INTO vault.access_log (person_id, purpose) VALUES ($1, 'notice.due')", [personId]);
  await query(
    `INSERT INTO outbox_event (id, kind, subject_id, data) VALUES ($1, 'notice.due', $2, '{"notice": "work-attested", "language": "en"}')`,
    [randomUUID(), personId],
  );
  const organization = randomUUID();
  await query("INSERT INTO organization (id, name) VALUES ($1, 'Dockers for housing')", [organization]);
  await query('INSERT INTO representative (organization_id, id, person_id, pseudonym) VALUES ($1, $2, $3, $4)', [
    organization,
    randomUUID(),
    personId,
    CANARIES.represents,
  ]);
}

const soon = () => new Date(Date.now() + 3 * 86_400_000).toISOString();

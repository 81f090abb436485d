import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { RecordSealer } from '../../src/platform/jobs/record-sealer.js';
import { Relay } from '../../src/platform/jobs/relay.js';
import type { Mailbox } from '../../src/platform/mail/mailbox.js';
import { Mailer } from '../../src/platform/mail/mailer.js';
import { type Answer, type Person, startTestApp, type TestApp } from '../support/client.js';
import { freshDatabase, sql } from '../support/database.js';
import { World } from '../support/world.js';

let on: TestApp;
let world: World;
const days = (count: number) => new Date(Date.now() + count * 86_400_000).toISOString();
const today = new Date().toISOString().slice(0, 10);

beforeAll(async () => {
  on = await startTestApp({ urls: await freshDatabase('campaign_life') });
  world = new World(on);
});
afterAll(() => on.close());

/** Signs up by mail, as someone who has no link would. */
async function byMail(email: string): Promise<Person> {
  const password = `words for ${email}`;
  await on.mutate(null, 'signUp', { email, language: 'es' });
  await on.app.get(Relay, { strict: false }).drain();
  const mails = (on.app.get(Mailer, { strict: false }) as Mailbox).list();
  const code = /^\s*([A-Za-z0-9_-]{20,})\s*$/m.exec(mails.find((mail) => mail.to === email)?.text ?? '')?.[1];
  const confirmed = await on.mutate(
    null,
    'confirmEmail',
    { code, password },
    'session { accessToken refreshToken } signInName recoveryCodes',
  );
  expect(confirmed.userErrors).toEqual([]);
  const signedIn = await on.mutate(null, 'signIn', { signIn: email, password }, 'session { accessToken refreshToken }');
  return { ...confirmed, ...signedIn.session };
}

it('walks a campaign from founding to its conclusion, with every refusal that makes it safe on the way', async () => {
  // Three affected people; a community, its agreement and a campaign.
  const rosa = await byMail('rosa@example.org');
  const { community } = await world.done(
    rosa,
    'createCommunity',
    { handle: 'elm-street', name: 'Elm Street Tenants' },
    'community { id handle }',
  );
  const home = { ...community, steward: rosa };
  const omar = await world.affected(home, { declinesStewardship: false, pseudonym: 'Omar' });
  const lin = await world.affected(home, { pseudonym: 'Lin' });
  await world.done(rosa, 'publishAgreement', {
    communityId: home.id,
    replacesVersion: 1,
    text: 'We lead.',
    questions: [{ id: 'position', text: 'Where do you stand?' }],
  });
  const { campaign } = await world.done(
    lin,
    'createCampaign',
    {
      communityId: home.id,
      handle: 'heat-now',
      name: 'Heat now',
      timeZone: 'Europe/Madrid',
      endsOn: days(60).slice(0, 10),
    },
    'campaign { id }',
  );
  const of = { campaignId: campaign.id };
  expect(await on.mutate(rosa, 'launchCampaign', of)).toMatchObject({ userErrors: [{ code: 'BRIEF_MISSING' }] });
  await world.done(rosa, 'publishBrief', { ...of, replacesVersion: 0, text: 'No heat since October.' });
  expect(await on.refusal(lin, 'launchCampaign', of)).toBe('FORBIDDEN');
  await world.done(rosa, 'launchCampaign', of);
  const { demand } = await world.done(
    rosa,
    'makeDemand',
    { ...of, title: 'Repair the boiler', decisionMaker: 'Northside Housing' },
    'demand { id state }',
  );

  // A priority and a mandate: one signature is not enough for an emergency.
  const { priority } = await world.done(
    lin,
    'proposePriority',
    { ...of, statement: 'Warm homes for small children' },
    'priority { id }',
  );
  const { mandate } = await world.done(
    rosa,
    'proposeMandate',
    { priorityId: priority.id, kind: 'EMERGENCY', reason: 'Frost tonight.', until: days(20) },
    'mandate { id state }',
  );
  expect(mandate.state).toBe('PROPOSED');
  const draft = {
    ...of,
    priorityId: priority.id,
    title: 'Come to the hearing',
    kind: 'SHOW_UP',
    unit: 'people',
    quantityWanted: 2,
    slots: 2,
    startsAt: days(3),
    endsAt: days(10),
    noticeHours: 24,
    riskTier: 1,
    riskNotes: 'Police may be there.',
  };
  const { ask } = await world.done(lin, 'draftAsk', draft, 'ask { id version }');
  expect(await on.mutate(rosa, 'openAsk', { askId: ask.id })).toMatchObject({
    userErrors: [{ code: 'MANDATE_MISSING' }],
  });
  await world.done(omar, 'cosignMandate', { mandateId: mandate.id });
  await world.done(lin, 'reviseAsk', {
    askId: ask.id,
    expectedVersion: ask.version,
    title: 'Come to the hearing with us',
  });
  await world.done(rosa, 'openAsk', { askId: ask.id });

  // Allies join by the agreement, and pledge: two places, and a waitlist.
  const joining = {
    communityHandle: 'elm-street',
    agreementVersion: 2,
    answers: [{ questionId: 'position', text: 'Next street.' }],
  };
  const allies: Person[] = [];
  for (let index = 0; index < 4; index += 1) {
    const ally = await world.person();
    await world.done(ally, 'joinAsAlly', joining);
    allies.push(ally);
  }
  const plan = { when: days(4), where: 'Court', firstStep: 'Ask for the morning off.' };
  const good = { askId: ask.id, plan, briefVersion: 1, termsVersion: 1, agreementVersion: 2, acceptedRiskTier: 1 };
  for (const [change, code] of [
    [{ briefVersion: 7 }, 'BRIEF_STALE'],
    [{ termsVersion: 7 }, 'TERMS_STALE'],
    [{ agreementVersion: 1 }, 'AGREEMENT_STALE'],
    [{ acceptedRiskTier: 0 }, 'RISK_NOT_ACCEPTED'],
    [{ quantity: 3 }, 'MORE_THAN_WANTED'],
  ] as const)
    expect(await on.mutate(allies[0]!, 'makePledge', { ...good, ...change })).toMatchObject({ userErrors: [{ code }] });
  const pledges: Answer[] = [];
  for (const ally of allies)
    pledges.push((await world.done(ally, 'makePledge', good, 'pledge { id state occurrences { id } }')).pledge);
  expect(pledges.map((pledge) => pledge.state)).toEqual(['ACTIVE', 'ACTIVE', 'WAITLISTED', 'WAITLISTED']);
  await world.done(allies[0]!, 'stepBack', { pledgeId: pledges[0].id });
  const states = async () =>
    (await sql(on.urls.owner)('SELECT state FROM pledge ORDER BY turn')).map((row) => row['state']);
  expect(await states()).toEqual(['STEPPED_BACK', 'ACTIVE', 'ACTIVE', 'WAITLISTED']);

  // A stop stands everything still; work done before may be reported. Then it goes on.
  await world.done(omar, 'stopCampaign', { ...of, reason: 'Someone was threatened.' });
  const late = await world.person();
  await world.done(late, 'joinAsAlly', joining);
  expect(await on.mutate(late, 'makePledge', good)).toMatchObject({ userErrors: [{ code: 'ASK_NOT_OPEN' }] });
  await world.done(allies[1]!, 'reportFulfilment', { pledgeId: pledges[1].id, quantity: 1, note: 'I was there.' });
  await world.done(rosa, 'resumeCampaign', of);

  // The ally's word goes no further than REPORTED; the community attests, sends back and corrects.
  const occurrence = pledges[1].occurrences[0].id;
  const items = { items: [{ occurrenceId: occurrence }] };
  expect(await on.refusal(allies[1]!, 'attestFulfilment', items)).toBe('FORBIDDEN');
  await world.done(lin, 'sendBackFulfilment', { occurrenceId: occurrence, feedback: 'Were you there on Tuesday too?' });
  await world.done(allies[1]!, 'reportFulfilment', { occurrenceId: occurrence, quantity: 1, note: 'Tuesday as well.' });
  const { results } = await world.done(
    lin,
    'attestFulfilment',
    items,
    'results { occurrence { state attestations { id kind } } userErrors { code } }',
  );
  expect(results[0]).toMatchObject({ occurrence: { state: 'ATTESTED' }, userErrors: [] });
  const attestation = results[0].occurrence.attestations.find((one: Answer) => one.kind === 'ATTESTED');
  await world.done(omar, 'correctAttestation', {
    attestationId: attestation.id,
    quantity: 0,
    reason: 'It was the other hearing.',
  });
  expect(await states()).toEqual(['STEPPED_BACK', 'PARTLY_FULFILLED', 'ACTIVE', 'WAITLISTED']);

  // Who reads what: the path back to the mandate, the figures, the record.
  const { pledge } = await on.query(allies[1]!, 'query ($id: ID!) { pledge(id: $id) { mandatePath { type title } } }', {
    id: pledges[1].id,
  });
  expect(pledge.mandatePath.map((step: Answer) => step.type)).toEqual([
    'PLEDGE',
    'ASK',
    'MANDATE',
    'PRIORITY',
    'CAMPAIGN',
    'COMMUNITY',
  ]);
  const PROGRESS =
    '{ campaign(handle: "heat-now") { progress { wanted pledged { count { value } } attested { quantity { value } } } asks { nodes { title } totalCount } } }';
  expect((await on.query(null, PROGRESS)).campaign).toMatchObject({
    progress: { wanted: 2, pledged: { count: { value: 2 } } },
    asks: { totalCount: 1 },
  });
  await on.app.get(RecordSealer, { strict: false }).round();
  const RECORD = 'query ($h: String!) { community(handle: $h) { record(first: 100) { nodes { kind isSealed } } } }';
  const { nodes } = (await on.query(lin, RECORD, { h: 'elm-street' })).community.record;
  expect(nodes.length).toBeGreaterThan(20);
  expect(nodes.every((entry: Answer) => entry.isSealed)).toBe(true);
  expect((await on.send(allies[1]!, RECORD, { h: 'elm-street' })).errors[0]?.extensions.code).toBe('FORBIDDEN');

  // What came of it, and the end: nobody's fault is made of it.
  await world.done(rosa, 'answerDemand', {
    demandId: demand.id,
    answeredOn: today,
    text: 'They repaired it.',
    state: 'WON',
  });
  await world.done(rosa, 'concludeCampaign', { ...of, conclusion: 'The heat is back.' });
  expect(await states()).toEqual(['STEPPED_BACK', 'PARTLY_FULFILLED', 'CANCELLED', 'CANCELLED']);
  const [chain] = await sql(on.urls.owner)('SELECT broken_at FROM app.verify_record($1)', [home.id]);
  expect(chain).toEqual({ broken_at: null });
  const [events] = await sql(on.urls.owner)(
    'SELECT count(*) FILTER (WHERE e.id IS NULL) AS lost FROM record_entry r LEFT JOIN outbox_event e ON e.id = r.id',
  );
  expect(events).toEqual({ lost: '0' });
});

it('takes a spreadsheet to attested work', async () => {
  const rosa = await world.person();
  const started = await world.done(
    rosa,
    'startCampaign',
    {
      communityHandle: 'canal-street',
      communityName: 'Canal Street',
      campaignName: 'Rent freeze',
      priority: 'No rise this year',
      demand: { title: 'Freeze the rent', decisionMaker: 'City Council' },
      ask: { template: 'translate' },
      language: 'es',
    },
    'community { id handle } campaign { id } priority { id } mandate { id }',
  );
  const omar = await world.affected({ ...started.community, steward: rosa });
  await world.done(omar, 'cosignMandate', { mandateId: started.mandate.id });

  const rows = Array.from(
    { length: 12 },
    (_, index) => `A-${index},No rise this year,"Reparte folletos ${index}\r\nen el mercado",AMPLIFY,folletos,10`,
  );
  const csv = `\uFEFFexternal_id,priority,title,kind,unit,quantity\r\n${rows.map((row) => row.replace('\r\n', ' ')).join('\r\n')}\r\n`;
  const into = { campaignId: started.campaign.id };
  const REPORT = 'report { rows created updated unchanged problems { line column code } }';
  const bad = await on.mutate(
    rosa,
    'importAsks',
    { ...into, csv: csv.replace('AMPLIFY,folletos,10', 'AMPLIFY,folletos,0') },
    REPORT,
  );
  expect(bad).toMatchObject({ report: { problems: [{ line: 2, column: 'quantity', code: 'OUT_OF_RANGE' }] } });
  expect((await world.done(rosa, 'importAsks', { ...into, csv, dryRun: true }, REPORT)).report).toMatchObject({
    rows: 12,
    created: 12,
  });
  expect((await world.done(rosa, 'importAsks', { ...into, csv }, REPORT)).report).toMatchObject({
    created: 12,
    problems: [],
  });
  expect((await world.done(omar, 'importAsks', { ...into, csv }, REPORT)).report).toMatchObject({
    created: 0,
    unchanged: 12,
  });

  const drafts = (
    await sql(on.urls.owner)("SELECT id FROM ask WHERE campaign_id = $1 AND state = 'DRAFT' ORDER BY external_id", [
      started.campaign.id,
    ])
  ).map((row) => row['id'] as string);
  const opened = await world.done(
    rosa,
    'openAsks',
    { askIds: drafts, mandateId: started.mandate.id },
    'results { ask { state link } userErrors { code } }',
  );
  expect(opened.results.every((row: Answer) => row.ask.state === 'OPEN')).toBe(true);

  const occurrences = [];
  for (const [index, { ask }] of opened.results.slice(0, 3).entries()) {
    const invitation = (
      await on.query(
        null,
        'query ($link: String!) { askByLink(link: $link) { termsVersion riskTier agreement { version } brief { version } } }',
        { link: ask.link },
      )
    ).askByLink;
    const joined = await on.mutate(
      null,
      'joinAndPledge',
      {
        link: ask.link,
        agreementVersion: invitation.agreement.version,
        briefVersion: invitation.brief.version,
        termsVersion: invitation.termsVersion,
        acceptedRiskTier: invitation.riskTier,
        quantity: 5,
        answers: [{ questionId: 'position', text: `Vecina ${index}` }],
      },
      'pledge { id occurrences { id } } session { accessToken }',
    );
    expect(joined.userErrors).toEqual([]);
    await world.done(joined.session, 'reportFulfilment', { pledgeId: joined.pledge.id, quantity: 5 });
    occurrences.push({ occurrenceId: joined.pledge.occurrences[0].id });
  }
  const { results } = await world.done(
    omar,
    'attestFulfilment',
    { items: occurrences },
    'results { occurrence { state attestedQuantity } userErrors { code } }',
  );
  expect(results).toEqual(
    occurrences.map(() => ({ occurrence: { state: 'ATTESTED', attestedQuantity: 5 }, userErrors: [] })),
  );
  const { campaign } = await on.query(
    null,
    '{ campaign(handle: "canal-street") { progress { attested { quantity { value } } } } }',
  );
  expect(campaign.progress.attested.quantity.value).toBe(15);
});

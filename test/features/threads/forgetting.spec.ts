import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RetentionClock } from '../../../src/features/own-data/retention-clock.js';
import { type Person, startTestApp, type TestApp } from '../../support/client.js';
import { freshDatabase, sql } from '../../support/database.js';
import { unchanged } from '../../support/unchanged.js';
import { World } from '../../support/world.js';
import { coalition } from '../coalitions/coalition.js';
import { asked, overdue, recorded, talking, wrote } from './talking.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp({ urls: await freshDatabase('threads_forgotten') });
  world = new World(on);
});
afterAll(() => on.close());

const rows = (text: string, ...values: unknown[]) => sql(on.urls.owner)(text, values);
const night = () => on.app.get(RetentionClock, { strict: false }).erase();

async function erased(person: Person): Promise<void> {
  await rows(
    'UPDATE vault.session SET proved_at = now() WHERE access_hash = sha256($1::text::bytea)',
    person.accessToken,
  );
  await world.done(person, 'eraseMe', { phrase: 'erase me for good' });
}

/** All that any table says of threads. */
async function said(): Promise<string> {
  const lines = await rows(
    `SELECT t::text AS line FROM thread t UNION ALL SELECT m::text FROM thread_message m UNION ALL SELECT q::text FROM thread_question q
     UNION ALL SELECT r::text FROM message_report r UNION ALL SELECT e::text FROM record_entry e UNION ALL SELECT o::text FROM outbox_event o`,
  );
  return lines.map(({ line }) => line).join('\n');
}

describe('whoever erases themselves', () => {
  it('takes along what they wrote and why they reported, and leaves what others wrote', async () => {
    const scene = await talking(world);
    await wrote(world, scene.ally, scene.pledge.id, 'My daughter drives.');
    const questionId = await asked(world, scene.second, scene.pledge.id, { text: 'Whose car?' });
    await world.done(scene.ally, 'answerQuestion', { questionId, text: 'My brother’s.' });
    const rude = await wrote(world, scene.steward, scene.pledge.id, 'As if.');
    await world.done(scene.ally, 'reportMessage', { messageId: rude, reason: 'It hurt my family.' });
    const hidden = await wrote(world, scene.ally, scene.pledge.id, 'My street is Elm Street.');
    await world.done(scene.second, 'reportMessage', { messageId: hidden, reason: 'An address.' });
    const [report] = await rows('SELECT id FROM message_report WHERE message_id = $1', hidden);
    await world.done(scene.steward, 'settleMessageReport', { reportId: report?.['id'], outcome: 'HIDDEN' });
    await erased(scene.ally);
    const after = await said();
    for (const theirs of ['daughter', 'brother', 'hurt my family', 'Elm Street']) expect(after).not.toContain(theirs);
    for (const others of ['Whose car?', 'As if.', 'An address.']) expect(after).toContain(others);
    const { pledge } = await on.query(
      scene.steward,
      'query ($id: ID!) { pledge(id: $id) { thread { messages { nodes { text } } } } }',
      { id: scene.pledge.id },
    );
    expect(pledge.thread.messages.nodes).toHaveLength(5);
  });

  it('takes along what they wrote for a community that leads beside the host', async () => {
    const { host, lead, campaign } = await coalition(world);
    const priority = await world.priority({ ...campaign, steward: lead.steward });
    await world.mandate(priority, { steward: lead.steward, cosigner: lead.second });
    const ask = await world.ask({ steward: lead.steward, campaignId: campaign.id, priorityId: priority.id });
    const ally = await world.ally(host);
    const pledge = await world.pledge({ ask, by: ally });
    await wrote(world, lead.second, pledge.id, 'I live above the shop.');
    const theirs = await wrote(world, ally, pledge.id, 'I see.');
    await world.done(lead.second, 'reportMessage', { messageId: theirs, reason: 'He follows me home.' });
    await erased(lead.second);
    const after = await said();
    for (const own of ['above the shop', 'follows me']) expect(after).not.toContain(own);
    expect(after).toContain('I see.');
  });

  it('reads in the export of their own data what they wrote, and nobody else’s words', async () => {
    const scene = await talking(world);
    await wrote(world, scene.ally, scene.pledge.id, 'Mine to read.');
    await wrote(world, scene.steward, scene.pledge.id, 'Not mine.');
    const sections = await rows(
      `WITH me AS MATERIALIZED (
         SELECT set_config('accompany.kind', 'person', false) AS kind, set_config('accompany.person', person_id::text, false) AS person FROM membership WHERE id = $1
       )
       SELECT r.fields FROM me CROSS JOIN LATERAL vault.own_rows(CASE WHEN me.person IS NOT NULL AND me.kind IS NOT NULL THEN 'public.thread_message' END, NULL, 50) r`,
      scene.ally.membershipId,
    );
    expect(sections.map(({ fields }) => fields.text)).toEqual(['Mine to read.']);
    expect(sections[0]?.['fields'].written_by).toBe('you');
  });
});

describe('threads of a campaign that concluded', () => {
  it('are erased six months later, whole, and what is on the record stays', async () => {
    const scene = await talking(world);
    const { community, campaign, steward, second, ally, pledge } = scene;
    const elsewhere = await talking(world);
    await wrote(world, elsewhere.ally, elsewhere.pledge.id, 'Still under way.');
    const questionId = await asked(world, steward, pledge.id, { text: 'Before the end?' });
    await world.done(ally, 'answerQuestion', { questionId, text: 'At the end.' });
    await overdue(on, await asked(world, steward, pledge.id));
    const messageId = await wrote(world, ally, pledge.id, 'After the end.');
    await world.done(second, 'reportMessage', { messageId, reason: 'Off topic.' });
    await world.done(steward, 'concludeCampaign', { campaignId: campaign.id, conclusion: 'We won.' });
    const concluded = (ago: string) =>
      rows('UPDATE campaign SET concluded_at = now() - $2::interval WHERE id = $1', campaign.id, ago);
    await concluded('5 months 27 days');
    await unchanged(on, night);
    const before = await recorded(on, community.id, '%');
    await concluded('6 months 1 day');
    await night();
    const after = await said();
    for (const words of ['Before the end?', 'At the end.', 'After the end.', 'Off topic.'])
      expect(after).not.toContain(words);
    expect(after).toContain('Still under way.');
    expect(await rows('SELECT count(*)::int AS n FROM thread t WHERE t.campaign_id = $1', campaign.id)).toEqual([
      { n: 0 },
    ]);
    expect(await recorded(on, community.id, '%')).toEqual(before);
    expect(await rows('SELECT count(*)::int AS n FROM pledge WHERE id = $1', pledge.id)).toEqual([{ n: 1 }]);
    await unchanged(on, night);
  });
});

import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { Scene } from '../access/cast.js';
import type { Person } from '../support/client.js';
import type { Context, Settings } from './contexts.js';
import { furnishAsks } from './ask-furniture.js';
import { furnishAssembly } from './assembly-furniture.js';
import { furnishCoalition } from './coalition-furniture.js';
import { furnishConstituencies } from './constituency-furniture.js';
import { furnishPledges } from './pledge-furniture.js';
import { furnishOccurrences } from './occurrence-furniture.js';
import { furnishEntries } from './entry-furniture.js';
import { furnishInbox } from './inbox-furniture.js';
import { furnishOffers } from './offer-furniture.js';
import { furnishPriorities } from './priority-furniture.js';
import { furnishProgress } from './progress-furniture.js';
import { furnishReminders } from './reminder-furniture.js';
import { furnishRounds } from './round-furniture.js';
import { furnishStanding } from './standing-furniture.js';
import { furnishThreads } from './thread-furniture.js';

const refusal = { answeredOn: '2026-01-01', text: 'No.', state: 'REFUSED' };

/** What the other tests have no need of: the rows without which a wall would have nothing behind it. */
export async function furnish(
  client: pg.Client,
  scene: Scene,
  settings: Readonly<Record<Context, Settings>>,
): Promise<void> {
  const { world, home, campaign } = scene;
  const affected = scene.as.affected as Person;
  const steward = home.steward;
  const demand = await scene.demand();
  await world.done(steward, 'answerDemand', { ...refusal, demandId: demand.id });
  await world.done(steward, 'inviteToCommunity', { communityId: home.id });
  const draft = await world.campaign(home, {}, false);
  const { demand: later } = await world.done(
    steward,
    'makeDemand',
    { campaignId: draft.id, title: 'Later', decisionMaker: 'The mayor' },
    'demand { id }',
  );
  await world.done(steward, 'answerDemand', { ...refusal, demandId: later.id });
  await world.done(affected, 'createCampaign', {
    communityId: home.id,
    handle: world.unique('own'),
    name: 'Of one’s own',
  });
  await world.done(affected, 'proposePriority', { campaignId: campaign.id, statement: 'A lift that works' });
  await world.pledge({ ask: await scene.ask(), by: scene.as.ally as Person });
  await world.done(steward, 'printSignUpSheet', { askId: (await scene.ask()).id });
  await scene.attested('affected');
  await furnishCoalition(scene);
  await furnishPledges(client, scene);
  await furnishOccurrences(client, scene);
  await world.done(steward, 'publishBrief', { campaignId: campaign.id, replacesVersion: 1, text: 'As it is now.' });
  await client.query('UPDATE membership SET is_listed = true WHERE community_id = $1 AND id = $2', [
    home.id,
    await scene.membershipOf(scene.others.affected),
  ]);
  await client.query(
    `INSERT INTO idempotency (scope, key, operation, request_hash, created_at)
     VALUES ($1, 'of-the-ally', 'makePledge', '\\x00', now() - interval '8 days'), ('link:0', 'of-a-link', 'signUp', '\\x00', now())`,
    [settings.ally.person],
  );
  await client.query(
    `INSERT INTO outbox_event (id, community_id, kind, subject_id, delivered_at, attempts)
     VALUES ($1, $2, 'pledge.made', $1, now() - interval '31 days', 1)`,
    [randomUUID(), home.id],
  );
  const unlisted = await world.campaign(home, { visibility: 'UNLISTED' });
  const priority = await world.priority(unlisted);
  await world.mandate(priority, { steward, cosigner: affected });
  await world.ask({ steward, campaignId: unlisted.id, priorityId: priority.id }, { title: 'Behind the wall' });
  await furnishEntries(scene);
  await furnishAsks(scene);
  await furnishPriorities(scene);
  await furnishRounds(client, scene);
  await furnishConstituencies(client, scene);
  await furnishAssembly(scene);
  await furnishOffers(scene);
  await furnishThreads(scene);
  await furnishStanding(client, scene, settings);
  await furnishInbox(client, settings);
  await furnishReminders(client, settings);
  await client.query(
    `INSERT INTO record_daily_head (community_id, day, seq, hash, was_public)
     SELECT c.id, CASE WHEN was_public THEN '2026-01-02'::date ELSE '2026-01-03' END, 1, sha256('x'), was_public FROM community c, (VALUES (true), (false)) v (was_public)
      WHERE c.id = $1 OR c.id IN (SELECT lead_id FROM coalition_lead)`,
    [home.id],
  );
  await client.query('BEGIN');
  await client.query("SELECT app.enter('system', NULL, NULL, false, NULL), app.seal_record(10000)");
  await client.query('COMMIT');
  await furnishProgress(client);
}

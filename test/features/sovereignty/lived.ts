import { MandateClock } from '../../../src/features/mandates/index.js';
import { RecordSealer } from '../../../src/platform/jobs/record-sealer.js';
import { withClient } from '../../../src/platform/database/connect.js';
import type { Answer, As, Person, TestApp } from '../../support/client.js';
import { superuserUrl } from '../../support/database.js';
import { Rounds } from '../../support/rounds.js';
import type { Campaign, World } from '../../support/world.js';
import { type Coalition, coalition } from '../coalitions/coalition.js';

export const FIELDS = `status madeAt isWhole faultCount faults { kind table rowId withinId text } writes { standing what count }
  openAsksByMandate { kind count } openAsks(first: 20) { totalCount nodes { id mandate { id kind } } } text`;

export async function report(on: TestApp, who: As, campaign: Campaign, fields = FIELDS): Promise<Answer> {
  const text = `query ($handle: String!) { campaign(handle: $handle) { sovereigntyReport { ${fields} } } }`;
  return (await on.query(who, text, { handle: campaign.handle })).campaign?.sovereigntyReport ?? null;
}

export async function sealed(on: TestApp): Promise<void> {
  const sealer = on.app.get(RecordSealer, { strict: false });
  while (await sealer.round());
}

/** What a test damages: each by its id. */
export interface Lived extends Coalition {
  voters: Person[];
  plain: string;
  asked: { priorityId: string; mandateId: string; askId: string };
  led: { priorityId: string; mandateId: string; askId: string };
  translation: string;
  withdrawn: string;
  merged: string;
  ratified: string;
  firstRank: string;
  unranked: string;
}

const soon = (): string => new Date(Date.now() + 20 * 86_400_000).toISOString();

/** A campaign of two communities in which all has happened that can happen to priorities, all of it over HTTP. */
export async function lived(on: TestApp, world: World): Promise<Lived> {
  const scene = await coalition(world);
  const { host, lead, campaign } = scene;
  const voters = [host.steward, host.second, lead.steward, lead.second];
  for (let more = 0; more < 4; more += 1) voters.push(await world.affected(host));
  for (let more = 0; more < 3; more += 1) voters.push(await world.affected(lead));
  const ranks = await voted(on, world, campaign, voters);
  const { second } = host;
  const proposed = async (by: Person) => (await world.priority({ ...campaign, steward: by })).id;

  const plain = await proposed(second);
  await world.done(second, 'revisePriority', { priorityId: plain, expectedVersion: 1, details: 'In every room.' });
  const asked = await mandated(world, campaign, host, await proposed(second));
  await world.done(host.steward, 'setPriorityReviewDate', {
    priorityId: asked.priorityId,
    expectedVersion: 1,
    reviewOn: soon().slice(0, 10),
  });
  const led = await mandated(world, campaign, lead, await proposed(lead.second));
  const words = { priorityId: led.priorityId, language: 'es', statement: 'Calor' };
  await world.done(second, 'translatePriority', words);
  const { translation } = await world.done(
    lead.second,
    'translatePriority',
    { ...words, statement: 'Calor en casa', expectedVersion: 1 },
    'translation { id }',
  );
  const german = { priorityId: plain, language: 'de', statement: 'Wärme' };
  const gone = await world.done(second, 'translatePriority', german, 'translation { id }');
  await world.done(second, 'withdrawTranslation', { translationId: gone.translation.id });
  const withdrawn = await proposed(lead.second);
  await world.done(lead.second, 'withdrawPriority', { priorityId: withdrawn });
  await world.done(lead.second, 'restorePriority', { priorityId: withdrawn });
  await world.done(host.steward, 'withdrawPriority', { priorityId: withdrawn, reason: 'It was mended.' });
  const merged = [await proposed(second), await proposed(second)];
  await world.done(host.steward, 'mergePriorities', { intoId: merged[1], fromIds: [merged[0]] });
  await world.done(host.steward, 'mergePriorities', { intoId: plain, fromIds: [merged[1]] });
  await world.done(second, 'discussPriority', { priorityId: plain, text: 'Ours is damp, too.' });
  await world.done(host.steward, 'stopCampaign', { campaignId: campaign.id, reason: 'A raid.' });
  await world.done(host.steward, 'resumeCampaign', { campaignId: campaign.id });
  await on.app.get(MandateClock, { strict: false }).endMandates();
  await sealed(on);
  return {
    ...scene,
    voters,
    plain,
    asked,
    led,
    translation: translation.id,
    withdrawn,
    merged: merged[0] ?? '',
    ...ranks,
  };
}

/** An emergency mandate of one community for a priority, and an ask open under it. */
async function mandated(
  world: World,
  campaign: Campaign,
  { steward, second }: { steward: Person; second: Person },
  priorityId: string,
): Promise<Lived['asked']> {
  const mandate = await world.mandate({ id: priorityId }, { steward, cosigner: second });
  const ask = await world.ask({ steward, campaignId: campaign.id, priorityId });
  return { priorityId, mandateId: mandate.id, askId: ask.id };
}

/** Rounds with every end there is; the two that are ratified rank different priorities. */
async function voted(
  on: TestApp,
  world: World,
  campaign: Campaign,
  voters: readonly Person[],
): Promise<Pick<Lived, 'ratified' | 'firstRank' | 'unranked'>> {
  const rounds = new Rounds(on, world);
  const first = await rounds.open(campaign, 'AB');
  for (const by of voters) await rounds.cast(first, by, 'AB');
  await rounds.close(first);
  await rounds.ratify(first);
  const cancelled = await rounds.scheduled(campaign, 'C');
  await world.done(campaign.steward, 'cancelPriorityRound', { roundId: cancelled.id, reason: 'Too soon.' });
  const inquorate = await rounds.open(campaign, 'D', { quorumPercent: 100 });
  await rounds.close(inquorate);
  const objected = await rounds.open(campaign, 'E');
  for (const by of voters) await rounds.cast(objected, by, 'E');
  await rounds.close(objected);
  await world.done(voters[1] as Person, 'objectToResult', { roundId: objected.id, reason: 'Heat comes first.' });
  const second = await rounds.open(campaign, 'F');
  for (const by of voters) await rounds.cast(second, by, 'F');
  await rounds.close(second);
  await rounds.ratify(second);
  return { ratified: second.id, firstRank: second.priorities['F'] ?? '', unranked: first.priorities['A'] ?? '' };
}

export interface Found {
  faultCount: number;
  faults: { kind: string; table: string; rowId: string | null; withinId: string | null }[];
}

/** Does it with all the power there is over the database, looks at what is found, and takes it back. */
export function attacked(
  on: TestApp,
  { communityId, id }: Campaign,
  attack: string,
  values: unknown[],
): Promise<Found> {
  const url = new URL(superuserUrl());
  url.pathname = new URL(on.urls.owner).pathname;
  return withClient(url.href, async (client) => {
    await client.query('BEGIN');
    try {
      // Triggers and foreign keys look away.
      await client.query(`SET LOCAL session_replication_role = replica`);
      await client.query(attack, values);
      await client.query(`SELECT set_config('accompany.kind', 'system', true)`);
      const { rows } = await client.query('SELECT app.sovereignty($1, $2, 100) AS found', [communityId, id]);
      return rows[0].found;
    } finally {
      await client.query('ROLLBACK');
    }
  });
}

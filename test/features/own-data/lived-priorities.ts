import { randomUUID } from 'node:crypto';
import type { Person } from '../../support/client.js';
import { sql } from '../../support/database.js';
import type { Founded, World } from '../../support/world.js';
import { CANARIES, OTHERS } from './lived-words.js';

/** What the person, a steward at home, took back, said and translated there, and what others said to them. */
export async function spoke(
  world: World,
  home: Founded,
  cosigner: Person,
  memberships: { mine: string; other: string },
): Promise<void> {
  const me = home.steward;
  const campaign = await world.campaign(home);
  const aside = await world.priority(campaign);
  await world.done(me, 'withdrawPriority', { priorityId: aside.id, reason: 'The boilers were mended.' });
  const { id: priorityId } = await world.priority(campaign);
  await world.done(me, 'discussPriority', { priorityId, text: CANARIES.remark });
  await world.done(cosigner, 'discussPriority', { priorityId, text: OTHERS.remark });
  const said = { priorityId, text: 'What a steward takes away.' };
  const { remark } = await world.done(cosigner, 'discussPriority', said, 'remark { id }');
  await world.done(me, 'removeRemark', { remarkId: remark.id, reason: 'It named someone.' });
  await world.done(me, 'translatePriority', { priorityId, language: 'es', statement: 'Calor en invierno' });
  // Another steward took away what they said.
  await sql(world.on.urls.owner)(
    `INSERT INTO priority_remark (community_id, id, campaign_id, priority_id, written_by, withdrawn_at) VALUES ($1, $2, $3, $4, $5, now())`,
    [home.id, randomUUID(), campaign.id, priorityId, memberships.mine],
  );
  await sql(world.on.urls.owner)(
    `INSERT INTO priority_remark (community_id, id, campaign_id, priority_id, written_by, removed_at, removed_by, removed_because)
     VALUES ($1, $2, $3, $4, $5, now(), $6, $7)`,
    [home.id, randomUUID(), campaign.id, priorityId, memberships.mine, memberships.other, CANARIES.remarkRemovedFor],
  );
}

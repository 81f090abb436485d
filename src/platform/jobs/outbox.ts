import type { Tx } from '../database/tx.js';
import type { OutboxEvent } from './event-handlers.js';

export interface Claim {
  /** Every kind that somebody handles: the order of a community runs through all of them. */
  handled: readonly string[];
  kinds: readonly string[];
  most: number;
  leaseSeconds: number;
}

/** After so many attempts an event steps aside: it is still tried, but what came after it no longer waits for it. */
const PATIENCE = 12;

/**
 * The oldest waiting event of each community, walked from community to community by index, whatever the backlog. Two
 * deeds on the same thing hold its lock one after the other, so their events are created in the order of commit; that
 * is the order kept.
 */
const CLAIM = `
  WITH RECURSIVE community AS (
    (SELECT o.community_id AS id FROM outbox_event o WHERE o.delivered_at IS NULL AND o.community_id IS NOT NULL ORDER BY o.community_id LIMIT 1)
    UNION ALL
    SELECT (SELECT o.community_id FROM outbox_event o WHERE o.delivered_at IS NULL AND o.community_id > c.id ORDER BY o.community_id LIMIT 1)
      FROM community c WHERE c.id IS NOT NULL
  ), candidate AS (
    SELECT oldest.id FROM community c CROSS JOIN LATERAL (
      SELECT o.id FROM outbox_event o
       WHERE o.delivered_at IS NULL AND o.community_id = c.id AND o.kind = ANY ($1) AND o.attempts < ${PATIENCE}
       ORDER BY o.created_at, o.id LIMIT 1) oldest
    UNION ALL
    (SELECT o.id FROM outbox_event o
      WHERE o.delivered_at IS NULL AND o.next_attempt_at <= now() AND o.kind = ANY ($2) AND (o.community_id IS NULL OR o.attempts >= ${PATIENCE})
      ORDER BY o.next_attempt_at, o.id LIMIT $3)
  ), due AS MATERIALIZED (
    SELECT o.id FROM outbox_event o JOIN candidate ON candidate.id = o.id
     WHERE o.delivered_at IS NULL AND o.next_attempt_at <= now() AND o.kind = ANY ($2)
     ORDER BY o.created_at, o.id LIMIT $3
       FOR UPDATE OF o SKIP LOCKED
  )
  UPDATE outbox_event o SET attempts = o.attempts + 1, next_attempt_at = now() + make_interval(secs => $4)
    FROM due WHERE due.id = o.id
  RETURNING o.id, o.community_id AS "communityId", o.kind, o.subject_id AS "subjectId", o.data, o.attempts AS attempt`;

/**
 * Takes due events for `leaseSeconds`. The transaction ends before anything is delivered, so no lock and no connection
 * waits for a receiver; if this process dies, the lease runs out and another takes them.
 */
export function claimEvents(tx: Tx, claim: Claim): Promise<OutboxEvent[]> {
  return tx.rows<OutboxEvent>(CLAIM, [claim.handled, claim.kinds, claim.most, claim.leaseSeconds]);
}

/** Each community in which an event waits, and the newest that does. Walked by index, as above. */
const WAITING = `
  WITH RECURSIVE community AS (
    (SELECT o.community_id AS id FROM outbox_event o WHERE o.delivered_at IS NULL AND o.community_id IS NOT NULL ORDER BY o.community_id LIMIT 1)
    UNION ALL
    SELECT (SELECT o.community_id FROM outbox_event o WHERE o.delivered_at IS NULL AND o.community_id > c.id ORDER BY o.community_id LIMIT 1)
      FROM community c WHERE c.id IS NOT NULL)
  SELECT c.id AS "communityId", newest.id AS "eventId" FROM community c CROSS JOIN LATERAL (
    SELECT o.id FROM outbox_event o WHERE o.delivered_at IS NULL AND o.community_id = c.id
     ORDER BY o.created_at DESC, o.id DESC LIMIT 1) newest`;

export function newestWaiting(tx: Tx): Promise<{ communityId: string; eventId: string }[]> {
  return tx.rows(WAITING);
}

/**
 * Events that nobody here handles need no delivery; there is no order to keep among them. Answers where each of them
 * happened.
 */
export async function passOver(tx: Tx, handled: readonly string[], most: number): Promise<(string | null)[]> {
  const rows = await tx.rows<{ communityId: string | null }>(
    `WITH quiet AS MATERIALIZED (
       SELECT id FROM outbox_event WHERE delivered_at IS NULL AND next_attempt_at <= now() AND kind <> ALL ($1)
        ORDER BY next_attempt_at, id LIMIT $2 FOR UPDATE SKIP LOCKED)
     UPDATE outbox_event o SET delivered_at = now() FROM quiet WHERE quiet.id = o.id RETURNING o.community_id AS "communityId"`,
    [handled, most],
  );
  return rows.map(({ communityId }) => communityId);
}

export async function markDelivered(tx: Tx, id: string): Promise<void> {
  await tx.rows('UPDATE outbox_event SET delivered_at = now() WHERE id = $1 AND delivered_at IS NULL', [id]);
}

export async function postpone(tx: Tx, id: string, seconds: number): Promise<void> {
  await tx.rows(
    'UPDATE outbox_event SET next_attempt_at = now() + make_interval(secs => $2) WHERE id = $1 AND delivered_at IS NULL',
    [id, seconds],
  );
}

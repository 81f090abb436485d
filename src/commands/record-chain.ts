import { createHash } from 'node:crypto';
import type { RecordFault } from '../features/record/index.js';

/** An entry as it is stored, with what Postgres makes of its time and details as text. */
export interface ChainedEntry {
  community_id: string;
  id: string;
  kind: string;
  actor_id: string | null;
  actor_role: string;
  campaign_id: string | null;
  subject_type: string;
  subject_id: string;
  /** UTC with microseconds. */
  recorded: string;
  details: string | null;
  salt: Buffer | null;
  details_hash: Buffer | null;
  seq: string;
  hash: Buffer | null;
}

export const CHAINED_ENTRY = `e.community_id, e.id, e.kind, e.actor_id, e.actor_role, e.campaign_id, e.subject_type, e.subject_id,
  to_char(e.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS recorded, e.details::text AS details, e.salt, e.details_hash, e.seq, e.hash`;

const NOTHING = Buffer.alloc(0);
const HOUR = 3_600_000;

/**
 * Walks a chain entry by entry, in the order of their positions. It computes every hash itself and asks no function of the
 * database, which whoever changed the record could have changed as well. The same rules stand in app.record_faults, for
 * those who have no access to the machine.
 */
export class ChainWalk {
  readonly faults: RecordFault[] = [];
  entries = 0;
  erased = 0;
  /** The last position, and what stands there. */
  place = 0;
  last: ChainedEntry | null = null;
  private changedBefore = false;

  add(entry: ChainedEntry): void {
    const place = Number(entry.seq);
    const expected = Math.max(this.place, 0) + 1;
    const fault = this.faultOf(entry, place, expected);
    // An entry that follows a changed one fits on it no more, untouched as it may be.
    if (fault !== null && !(fault === 'CHANGED' && this.changedBefore)) {
      const missing = fault === 'MISSING';
      const where = missing ? { place: expected, reaches: place - 1 } : { place, reaches: null };
      this.faults.push({ fault, ...where, entryId: missing ? null : entry.id, day: null });
    }
    this.changedBefore = fault === 'CHANGED';
    this.entries += 1;
    if (entry.salt === null) this.erased += 1;
    [this.place, this.last] = [place, entry];
  }

  private faultOf(entry: ChainedEntry, place: number, expected: number): RecordFault['fault'] | null {
    if (place !== expected) return place < expected ? 'MISPLACED' : 'MISSING';
    // Erasing salt and details keeps the chain: their digest stays and is what the chain covers.
    if (entry.salt === null && entry.details !== '{}') return 'DETAILS_PUT_IN';
    if (entry.salt !== null && !same(entry.details_hash, detailsHashOf(entry.salt, entry.details)))
      return 'DETAILS_CHANGED';
    if (!same(entry.hash, hashOf(entry, this.last?.hash ?? NOTHING))) return 'CHANGED';
    const before = this.last ? Date.parse(this.last.recorded) : 0;
    return Date.parse(entry.recorded) < before - HOUR ? 'BACKDATED' : null;
  }
}

/** As app.record_details_hash does. */
function detailsHashOf(salt: Buffer, details: string | null): Buffer | null {
  return details === null ? null : digest(salt, details);
}

/** As app.record_hash does. */
function hashOf(entry: ChainedEntry, previous: Buffer): Buffer | null {
  if (entry.details_hash === null) return null;
  const place = Buffer.alloc(8);
  place.writeBigInt64BE(BigInt(entry.seq));
  const text = [
    entry.kind,
    entry.actor_id ?? '-',
    entry.actor_role,
    entry.campaign_id ?? '-',
    entry.subject_type,
    entry.subject_id,
    entry.recorded,
  ].join('|');
  return digest(previous, place, uuid(entry.community_id), uuid(entry.id), text, entry.details_hash);
}

function digest(...parts: (Buffer | string)[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

const uuid = (id: string): Buffer => Buffer.from(id.replaceAll('-', ''), 'hex');
/** Whoever owns the table can drop its constraints, and a null must not pass for a match. */
const same = (stored: Buffer | null, computed: Buffer | null): boolean =>
  stored !== null && computed !== null && stored.equals(computed);

import type { Evidence, Trail, Truth } from './attacker.js';
import type { Row } from './seizure.js';
import { type Batch, VOTERS, type Watched } from './watched-rounds.js';

/** Everything about a round that could tell who cast which ballot, sign by sign. */
export function evidenceOf({ watched, open, over, openWal, closingWal }: Batch): [Evidence, Truth][] {
  const named = { open: byVoter(open, watched), over: byVoter(over, watched) };
  return watched.map(({ round, partId, order, truth }) => {
    const sealed = sealedIn(open, partId, openWal);
    const voters = order.slice(0, VOTERS).map(({ membershipId, personId }, turn): Trail => {
      const casts = order.flatMap((voter, place) => (voter.membershipId === membershipId ? [place] : []));
      const general = {
        'first cast': turn,
        'last cast': casts.at(-1) ?? 0,
        casts: casts.length,
        membershipId,
        personId,
      };
      const ofRound = named.open
        .get(membershipId)
        ?.filter(({ text }) => text.includes(partId) || text.includes(round.id));
      const rows = Object.entries(named).flatMap(
        ([when, found]) => found.get(membershipId)?.map((row) => [when, row] as const) ?? [],
      );
      return {
        id: membershipId,
        signs: {
          ...general,
          ...sealed[turn],
          ...Object.assign({}, ...rows.map(([when, row]) => signsOf(`${when} ${row.table}`, row))),
          ...Object.assign({}, ...(ofRound ?? []).map((row) => signsOf(`its ${row.table}`, row))),
        },
      };
    });
    return [{ voters, ballots: ballotsIn(over, round.id, closingWal) }, truth];
  });
}

const signsOf = (name: string, { ctid, xmin, xmax }: Row) => ({
  [`${name} ctid`]: ctid,
  [`${name} xmin`]: xmin,
  [`${name} xmax`]: xmax,
});

/** Rows that name a voter in anything, oldest first: of each table the latest is what stays of it as a sign. */
function byVoter(rows: readonly Row[], [one]: readonly Watched[]): Map<string, Row[]> {
  const ordered = rows.toSorted((a, b) => Math.max(a.xmin, a.xmax) - Math.max(b.xmin, b.xmax));
  return new Map(
    (one?.order ?? []).map(({ membershipId, personId }) => [
      membershipId,
      ordered.filter(({ text }) => text.includes(membershipId) || text.includes(personId)),
    ]),
  );
}

/** The sealed rows of a part in the order in which the log has them: by it, and by nothing in them, they are a voter's. */
function sealedIn(open: readonly Row[], partId: string, wal: Buffer): Record<string, string | number>[] {
  return open
    .filter(({ table, text }) => table === 'vault.sealed_ballot' && text.includes(partId))
    .map((row) => {
      const [key = '', contents = ''] = [...row.text.matchAll(/\\x([0-9a-f]+)/g)].map(([, hex]) => hex ?? '');
      const parts = { nonce: contents.slice(0, 24), tag: contents.slice(24, 56), body: contents.slice(56) };
      const place = wal.indexOf(Buffer.from(key, 'hex'));
      return { key, ...parts, length: contents.length, 'in the log': place, ...signsOf('sealed', row) };
    })
    .toSorted((one, other) => one['in the log'] - other['in the log']);
}

function ballotsIn(over: readonly Row[], roundId: string, wal: Buffer): Trail[] {
  return over
    .filter(({ table, text }) => table === 'public.round_ballot' && text.includes(roundId))
    .map((row) => {
      const [, , id = '', , , receipt = '', marks = ''] = row.text.replace(/[()"]/g, '').split(',');
      const bytes = Buffer.from(receipt, 'latin1');
      const signs = {
        id,
        receipt,
        marks,
        'first in the log': wal.indexOf(bytes),
        'last in the log': wal.lastIndexOf(bytes),
        'how much is marked': marks.replace(/[0x\\]/g, '').length,
      };
      return { id: receipt, signs: { ...signs, ctid: row.ctid } };
    });
}

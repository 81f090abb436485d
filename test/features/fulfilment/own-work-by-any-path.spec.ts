import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { type Person, startTestApp, type TestApp } from '../../support/client.js';
import { sql, testPool } from '../../support/database.js';
import { scene, type Scene } from '../../support/pledging.js';
import { membershipId, tryAs } from '../../support/standing.js';
import { unchanged } from '../../support/unchanged.js';
import { type Pledged, World } from '../../support/world.js';
import { coalition } from '../coalitions/coalition.js';
import { joins, represent, union } from '../organizations/union.js';

let on: TestApp;
let world: World;
let pool: pg.Pool;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
  pool = testPool(on.urls.runtime, 2);
});
afterAll(async () => {
  await pool.end();
  await on.close();
});

const owner = (text: string, values: unknown[]) => sql(on.urls.owner)(text, values);

const fields = { attestFulfilment: 'results { userErrors { code } }' } as Record<string, string>;

/** What comes of it: `DONE`, or the code of the first refusal, of whatever depth. */
async function outcome(as: Person, field: string, input: Record<string, unknown>): Promise<string> {
  const type = `${field[0]?.toUpperCase()}${field.slice(1)}Input`;
  const document = `mutation ($input: ${type}!) { ${field}(input: $input) { ${fields[field] ?? ''} userErrors { code } } }`;
  const { data, errors } = await on.send(as, document, { input });
  if (errors.length > 0) return errors[0]?.extensions.code ?? '';
  const rows = (data[field].results ?? []) as { userErrors: { code: string }[] }[];
  return [...data[field].userErrors, ...rows.flatMap(({ userErrors }) => userErrors)][0]?.code ?? 'DONE';
}

const attest = (as: Person, ...work: Pledged[]) =>
  outcome(as, 'attestFulfilment', { items: work.map(({ occurrenceId }) => ({ occurrenceId })) });

/** Each way to answer a report, and to answer it differently afterwards: all refused to them, and nothing changed. */
async function isRefused(as: Person, work: Pledged, other: Person, code = 'OWN_WORK'): Promise<void> {
  const { occurrenceId } = work;
  await unchanged(on, async () => {
    expect(await attest(as, work)).toBe(code);
    expect(await outcome(as, 'sendBackFulfilment', { occurrenceId, feedback: 'It was more' })).toBe(code);
  });
  expect(await attest(other, work)).toBe('DONE');
  const [row] = await owner('SELECT attestation_id AS id FROM occurrence WHERE id = $1', [occurrenceId]);
  const right = { attestationId: row?.['id'], quantity: 0, reason: 'Counted again' };
  expect(await unchanged(on, () => outcome(as, 'correctAttestation', right))).toBe(code);
}

async function admitted(of: Scene, person: Person): Promise<void> {
  const { code } = await world.done(of.steward, 'inviteToCommunity', { communityId: of.community.id }, 'code');
  await world.done(person, 'acceptInvitation', { link: code, declinesStewardship: true });
}

const reported = async (of: Scene, by: Person, input: Record<string, unknown> = {}) =>
  world.reported({ pledge: await world.pledge({ ask: of.ask, by, quantity: 2, ...input }), quantity: 2 });

describe('nobody attests their own work', () => {
  it('as one of the people affected, nor as a steward', async () => {
    const of = await scene(world);
    const other = await world.affected(of.community);
    await isRefused(of.steward, await reported(of, of.steward, { agreementVersion: null }), other);
    await isRefused(other, await reported(of, other, { agreementVersion: null }), of.steward);
  });

  it('as an ally, who attests nothing at all, organizer or not', async () => {
    const of = await scene(world);
    for (const by of [await world.ally(of.community), await world.allyOrganizer(of.community)]) {
      await isRefused(by, await reported(of, by), of.steward, 'FORBIDDEN');
    }
  });

  it('once they stand otherwise: what they did as an ally stays theirs', async () => {
    const of = await scene(world);
    const ally = await world.ally(of.community);
    const work = await reported(of, ally);
    await world.done(ally, 'leaveCommunity', { communityId: of.community.id });
    expect(await unchanged(on, () => attest(ally, work))).not.toBe('DONE');
    await admitted(of, ally);
    await isRefused(ally, work, of.steward);
  });

  it('once they left and were admitted anew', async () => {
    const of = await scene(world);
    const [person, other] = [await world.affected(of.community), await world.affected(of.community)];
    const work = await reported(of, person, { agreementVersion: null });
    await world.done(person, 'leaveCommunity', { communityId: of.community.id });
    await admitted(of, person);
    await isRefused(person, work, other);
  });

  it('as representative of the organization that did it, of today, of before, or of after', async () => {
    const of = await scene(world);
    const body = await union(world);
    await joins(world, body, of);
    const [now, before, after] = [
      await world.affected(of.community),
      await world.affected(of.community),
      await world.affected(of.community),
    ];
    await represent(world, body, now);
    await represent(world, body, before);
    const ask = async () => ({ ask: await world.ask(of) });
    const works = [];
    for (let n = 0; n < 3; n += 1) {
      const pledge = await world.pledge({ ...(await ask()), by: body.founder, organizationId: body.organizationId });
      works.push(await world.reported({ pledge }));
    }
    await world.done(before, 'leaveOrganization', { organizationId: body.organizationId });
    // It was done before they came: they speak for whoever did it all the same.
    await represent(world, body, after);
    for (const [at, who] of [now, before, after].entries()) await isRefused(who, works[at] as Pledged, of.steward);
  });

  it('among others in a batch, of which the others count', async () => {
    const of = await scene(world);
    const own = await reported(of, of.steward, { agreementVersion: null });
    const others = [
      await reported(of, await world.ally(of.community)),
      await reported(of, await world.ally(of.community)),
    ];
    expect(await attest(of.steward, others[0] as Pledged, own, others[1] as Pledged)).toBe('OWN_WORK');
    const states = await owner('SELECT state FROM occurrence WHERE id = ANY ($1) ORDER BY state', [
      [own, ...others].map(({ occurrenceId }) => occurrenceId),
    ]);
    expect(states.map(({ state }) => state)).toEqual(['ATTESTED', 'ATTESTED', 'REPORTED']);
    expect(await owner('SELECT FROM attestation WHERE occurrence_id = $1', [own.occurrenceId])).toEqual([]);
  });

  it('by the people of a community that leads the ask, where they pledged with its host', async () => {
    const { host, lead, campaign } = await coalition(world);
    const priority = await world.priority({ ...campaign, steward: lead.steward });
    const mandate = await world.mandate(priority, { steward: lead.steward, cosigner: lead.second });
    const at = { campaignId: campaign.id, priorityId: priority.id, mandateId: mandate.id };
    const ask = await world.ask({ ...at, steward: lead.steward });
    await world.done(lead.second, 'joinAsAlly', {
      communityHandle: host.handle,
      agreementVersion: 1,
      answers: [{ questionId: 'position', text: 'We lead it.' }],
    });
    const pledge = await world.pledge({ ask, by: lead.second });
    await isRefused(lead.second, await world.reported({ pledge }), lead.steward);
  });
});

describe('a report that someone took down', () => {
  /** Of an ally, taken down by `by` and confirmed by that ally. */
  async function takenDown(of: Scene, ask: { id: string }, by: Person): Promise<Pledged> {
    const ally = await world.ally(of.community);
    const pledge = await world.pledge({ ask, by: ally, quantity: 2 });
    const said = { pledgeId: pledge.id, taken: 'PHONE', quantity: 2 };
    const { entry } = await world.done(by, 'enterReport', said, 'entry { id }');
    await world.done(ally, 'confirmEntry', { entryId: entry.id });
    return pledge;
  }

  it('is not attested by them, whether at first or by putting right what another attested', async () => {
    const of = await scene(world);
    const other = await world.affected(of.community);
    const work = await takenDown(of, of.ask, of.steward);
    expect(await unchanged(on, () => attest(of.steward, work))).toBe('SECOND_PERSON_NEEDED');
    const one = { items: [{ occurrenceId: work.occurrenceId, quantity: 1 }] };
    expect(await outcome(other, 'attestFulfilment', one)).toBe('DONE');
    const [row] = await owner('SELECT attestation_id AS id FROM occurrence WHERE id = $1', [work.occurrenceId]);
    const more = { attestationId: row?.['id'], quantity: 2, reason: 'It was both' };
    expect(await unchanged(on, () => outcome(of.steward, 'correctAttestation', more))).toBe('SECOND_PERSON_NEEDED');
    expect(await outcome(other, 'correctAttestation', more)).toBe('DONE');
  });

  it('nor as one of the community that leads the ask', async () => {
    const { host, lead, campaign } = await coalition(world);
    const priority = await world.priority({ ...campaign, steward: lead.steward });
    const mandate = await world.mandate(priority, { steward: lead.steward, cosigner: lead.second });
    const at = { campaignId: campaign.id, priorityId: priority.id, mandateId: mandate.id };
    const ask = await world.ask({ ...at, steward: lead.steward });
    const { code } = await world.done(lead.steward, 'inviteToCommunity', { communityId: lead.id }, 'code');
    await world.done(host.steward, 'acceptInvitation', { link: code, declinesStewardship: true });
    const of = { community: host, steward: host.steward, ask, ...at };
    const work = await takenDown(of, ask, host.steward);
    expect(await unchanged(on, () => attest(host.steward, work))).toBe('SECOND_PERSON_NEEDED');
    expect(await attest(lead.second, work)).toBe('DONE');
  });

  it('of one’s own is not confirmed by taking it down oneself and calling oneself back', async () => {
    const of = await scene(world);
    const organizer = await world.allyOrganizer(of.community);
    const pledge = await world.pledge({ ask: of.ask, by: organizer });
    const said = { pledgeId: pledge.id, taken: 'PHONE', quantity: 1 };
    const { entry } = await world.done(organizer, 'enterReport', said, 'entry { id }');
    expect(await unchanged(on, () => outcome(organizer, 'noteCallBack', { entryId: entry.id }))).not.toBe('DONE');
    await world.done(organizer, 'confirmEntry', { entryId: entry.id });
    // Their own word reaches so far and no further.
    await isRefused(organizer, pledge, of.steward, 'FORBIDDEN');
  });
});

describe('past the service, as the role that the server runs under', () => {
  const INSERT = `INSERT INTO attestation (community_id, id, occurrence_id, pledger_id, pledger_standing, kind, quantity, feedback, corrects, attested_by, lead_id)
    SELECT o.community_id, gen_random_uuid(), o.id, o.pledger_id, o.pledger_standing, $2, CASE WHEN $2 <> 'SENT_BACK' THEN 1 END, 'x', CASE WHEN $2 = 'CORRECTED' THEN o.attestation_id END, $3, $4
      FROM occurrence o WHERE o.id = $1`;

  it('nobody writes the community’s word on their own work, in whatever context and in whoever’s name', async () => {
    const of = await scene(world);
    const person = await world.affected(of.community);
    const work = await reported(of, person, { agreementVersion: null });
    const id = await membershipId(on, person, of.community.id);
    const steward = await membershipId(on, of.steward, of.community.id);
    const [row] = await owner('SELECT person_id AS id FROM membership WHERE id = $1', [id]);
    const [another] = await owner('SELECT person_id AS id FROM membership WHERE id = $1', [steward]);
    // The same statement does it for someone whose work it is not.
    expect(await tryAs(pool, another?.['id'])(INSERT, [work.occurrenceId, 'ATTESTED', steward, null])).toBe(1);
    const contexts = ['anonymous', 'person', 'key', 'operator', 'system'];
    await unchanged(on, async () => {
      for (const kind of contexts) {
        for (const as of [row?.['id'], null]) {
          const attempt = tryAs(pool, as, kind);
          for (const what of ['ATTESTED', 'SENT_BACK', 'CORRECTED']) {
            for (const [signer, lead] of [
              [id, null],
              [steward, null],
              [null, of.community.id],
            ]) {
              const touched = await attempt(INSERT, [work.occurrenceId, what, signer, lead]);
              // Whoever sees nothing of it writes nothing either.
              expect({ kind, as: as === null, what, signer, touched }).not.toMatchObject({ touched: 1 });
            }
          }
        }
      }
    });
  });

  it('nor gets there by the rows that say what became of it', async () => {
    const of = await scene(world);
    const by = await world.affected(of.community);
    const work = await reported(of, by, { agreementVersion: null });
    const id = await membershipId(on, by, of.community.id);
    const [row] = await owner('SELECT person_id AS id FROM membership WHERE id = $1', [id]);
    const attempt = tryAs(pool, row?.['id']);
    const ways: [string, unknown[]][] = [
      ["UPDATE occurrence SET state = 'ATTESTED', attested_quantity = 1 WHERE id = $1", [work.occurrenceId]],
      ['UPDATE occurrence SET pledger_id = NULL WHERE id = $1', [work.occurrenceId]],
      ["UPDATE pledge SET state = 'FULFILLED' WHERE id = $1", [work.id]],
      ["UPDATE pledge SET state = 'PARTLY_FULFILLED' WHERE id = $1", [work.id]],
      [
        'UPDATE pledge SET pledger_id = $2 WHERE id = $1',
        [work.id, await membershipId(on, of.steward, of.community.id)],
      ],
      ['UPDATE ask_tally SET attested_count = 1 WHERE ask_id = $1', [of.ask.id]],
      ['DELETE FROM representative WHERE person_id = $1', [row?.['id']]],
      ['UPDATE membership SET person_id = NULL WHERE id = $1', [id]],
      ['UPDATE fulfilment_report SET taken_by = NULL WHERE occurrence_id = $1', [work.occurrenceId]],
      ['SELECT app.settle_pledges($1, $2)', [of.community.id, [work.id]]],
    ];
    await unchanged(on, async () => {
      for (const [text, values] of ways) {
        const touched = await attempt(text, values);
        expect([text, touched]).not.toEqual([text, 1]);
      }
    });
    expect(await attest(of.steward, work)).toBe('DONE');
  });

  it('nor does the owner of the database, to whom no policy applies', async () => {
    const of = await scene(world);
    const work = await reported(of, of.steward, { agreementVersion: null });
    const steward = await membershipId(on, of.steward, of.community.id);
    await unchanged(on, async () => {
      for (const what of ['ATTESTED', 'SENT_BACK'])
        await expect(owner(INSERT, [work.occurrenceId, what, steward, null])).rejects.toThrow(
          /attestation_not_own_ck|own work/,
        );
    });
  });
});

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type pg from 'pg';
import { AdmissionClock } from '../../src/features/admissions/admission-clock.js';
import { StandingClock } from '../../src/features/standings/standing-clock.js';
import { type Person, startTestApp, type TestApp } from '../support/client.js';
import { freshDatabase, testPool } from '../support/database.js';
import { outcome } from '../support/standing.js';
import { type Founded, World } from '../support/world.js';
import { type Deed, deeds } from './standing-deeds.js';
import { PROBATION_DAYS, StandingModel } from './standing-model.js';

const PEOPLE = 9;
/** Hours; of no length that meets a deadline exactly, so that the seconds which a run takes do not matter. */
const STEP = 13;
// The same for everyone who judges a change; at home each run is another.
const CHOSEN = process.env['MODEL_SEED'] ?? (process.env['CI'] ? '20261126' : undefined);
const SEED = CHOSEN === undefined ? undefined : Number(CHOSEN);

let on: TestApp;
let world: World;
let people: Person[];
let ids: string[];
let pool: pg.Pool;

beforeAll(async () => {
  on = await startTestApp({ urls: await freshDatabase('standing_model') });
  pool = testPool(on.urls.owner, 2);
  world = new World(on);
  people = [];
  for (let n = 0; n < PEOPLE; n += 1) people.push(await world.person());
  ids = (await query('SELECT person_id FROM vault.session ORDER BY created_at')).map((row) => row['person_id']);
}, 30_000);
afterAll(async () => {
  await pool.end();
  await on.close();
});

const query = async (text: string, values?: unknown[]) => (await pool.query(text, values)).rows;

/** What comes up how often: what undoes much comes up less. */
const CHANCES: Record<string, number> = {
  invite: 8,
  inviteWhoDeclines: 2,
  ally: 1,
  request: 5,
  vouch: 10,
  withdrawVouch: 1,
  decline: 1,
  withdrawRequest: 1,
  offer: 6,
  takeOfferBack: 1,
  confirmSteward: 8,
  accept: 12,
  declineDuty: 1,
  resign: 3,
  leave: 3,
  remove: 3,
  propose: 7,
  confirmRemoval: 9,
  object: 2,
  withdrawRemoval: 1,
  suspend: 1,
  unsuspend: 3,
  clock: 4,
  pass: 6,
};

/** What the test has to get to, whatever chance does. */
const CORE = ['invite', 'vouch', 'accept', 'confirmSteward', 'remove', 'propose', 'confirmRemoval', 'leave', 'pass'];

interface Step {
  deed: string;
  by: number;
  to: number;
  steps: number;
  /**
   * Chance alone seldom gets anywhere: some are done by people who may, some by those who would nearly, a steward to
   * another or to a member, which is where a rule that is one too lax is found.
   */
  how: 'any' | 'nearly' | 'aimed';
}

const who = fc.nat(PEOPLE - 1);
const step: fc.Arbitrary<Step> = fc.record({
  deed: fc.oneof(...Object.entries(CHANCES).map(([deed, weight]) => ({ weight, arbitrary: fc.constant(deed) }))),
  by: who,
  to: who,
  steps: fc.integer({ min: 1, max: 8 }),
  how: fc.constantFrom('any', 'nearly', 'nearly', 'nearly', 'aimed', 'aimed', 'aimed', 'aimed'),
});

/** One community and the model of it, driven side by side. */
class Run {
  readonly model = new StandingModel(0);

  constructor(readonly home: Founded) {}

  /** Five people affected, three of them stewards, one of whom is to be removed, and someone who asks to be admitted: the rest is up to chance. */
  static async begin(): Promise<Run> {
    // Of the run before.
    await query('UPDATE person SET suspended_at = NULL WHERE suspended_at IS NOT NULL');
    const handle = world.unique('community');
    const input = { handle, name: 'A street' };
    const { community } = await world.done(people[0] as Person, 'createCommunity', input, 'community { id handle }');
    await query(`UPDATE community SET published = true, admission_rule = 'BOTH', probation_days = $2 WHERE id = $1`, [
      community.id,
      PROBATION_DAYS,
    ]);
    const run = new Run({ ...community, steward: people[0] });
    for (const to of [1, 2, 3, 4]) await run.take({ deed: 'invite', by: 0, to, steps: 1, how: 'any' });
    for (const [deed, by, to] of [
      ['request', 5, 5],
      ['offer', 0, 2],
      ['accept', 2, 2],
      ['propose', 0, 2],
    ] as const)
      await run.take({ deed, by, to, steps: 1, how: 'any' });
    return run;
  }

  /** Does it to both; answers whether the service did it, and whether the model says that it may be done. */
  async take(one: Step): Promise<{ name: string; done: boolean; may: boolean }> {
    const { model } = this;
    if (!deeds[one.deed]) {
      await this.happen(one);
      return { name: one.deed, done: true, may: true };
    }
    const aimed = one.how === 'aimed' ? this.aim(one) : null;
    const { deed, by, to } = aimed ?? this.nearly(one);
    const may = !model.suspended.has(by) && deed.may(model, by, to);
    const done = await deed.call(this, by, to);
    if (may) deed.note(model, by, to);
    return { name: nameOf(deed), done, may };
  }

  /** By a steward or someone settled, to a steward or someone affected, as far as there are any. */
  private nearly({ deed, by, to, how }: Step): { deed: Deed; by: number; to: number } {
    const everyone = Array.from({ length: PEOPLE }, (_, person) => person);
    const first = (is: (person: number) => boolean, from: number) =>
      everyone.map((person) => (person + from) % PEOPLE).find(is) ?? from;
    const found = deeds[deed] as Deed;
    if (how === 'any') return { deed: found, by, to };
    const even = (by + to) % 2 === 0;
    const actor = first((person) => (even ? this.model.steward(person) : this.model.settled(person)), by);
    const other = first(
      (person) => person !== actor && (even ? this.model.steward(person) : this.model.affected(person)),
      to,
    );
    return { deed: found, by: actor, to: deed === 'vouch' || deed === 'decline' ? to : other };
  }

  /** That deed by the first pair from there on who may, or the first deed after it that somebody may do. */
  private aim({ deed, by, to }: Step): { deed: Deed; by: number; to: number } | null {
    const names = Object.keys(deeds);
    for (let at = 0; at < names.length; at += 1) {
      const tried = deeds[names[(names.indexOf(deed) + at) % names.length] as string] as Deed;
      for (let pair = 0; pair < PEOPLE * PEOPLE; pair += 1) {
        const from = (by * PEOPLE + to + pair) % (PEOPLE * PEOPLE);
        const [first, second] = [Math.floor(from / PEOPLE), from % PEOPLE];
        if (!this.model.suspended.has(first) && tried.may(this.model, first, second))
          return { deed: tried, by: first, to: second };
      }
    }
    return null;
  }

  /** What nobody of the community does. */
  private async happen({ deed, by, steps }: Step): Promise<void> {
    const { model } = this;
    if (deed === 'suspend' && !model.suspended.has(by)) {
      await query('UPDATE person SET suspended_at = now() WHERE id = $1', [ids[by]]);
      model.suspend(by);
    } else if (deed === 'unsuspend') {
      await query('UPDATE person SET suspended_at = NULL WHERE id = $1', [ids[by]]);
      model.suspended.delete(by);
    } else if (deed === 'clock') {
      await on.app.get(AdmissionClock, { strict: false }).expireRequests();
      await on.app.get(StandingClock, { strict: false }).executeRemovals();
      model.clock();
    } else if (deed === 'pass') {
      await this.pass(steps * STEP);
      model.now += steps * STEP;
    }
  }

  /** Time goes by: everything that was written becomes this much older. */
  private async pass(hours: number): Promise<void> {
    const ages: Record<string, string[]> = {
      membership: ['since', 'probation_until', 'until', 'renewed_at', 'ended_at'],
      membership_request: ['created_at', 'expires_at', 'closed_at'],
      vouch: ['created_at', 'withdrawn_at'],
      duty_offer: ['created_at', 'expires_at', 'closed_at'],
      removal: ['proposed_at', 'expires_at', 'confirmed_at', 'due_at', 'closed_at'],
    };
    const older = (columns: string[]) =>
      columns.map((column) => `${column} = ${column} - make_interval(hours => $2)`).join(', ');
    for (const [table, columns] of Object.entries(ages))
      await query(`UPDATE ${table} SET ${older(columns)} WHERE community_id = $1`, [this.home.id, hours]);
    await query('UPDATE community SET founded_at = founded_at - make_interval(hours => $2) WHERE id = $1', [
      this.home.id,
      hours,
    ]);
  }

  /** What the database holds, in the words of the model. */
  async stored(): Promise<unknown> {
    const rows = await query(
      `SELECT person_id, standing, is_steward, coalesce(probation_until > now(), false) AS probation
         FROM membership WHERE community_id = $1 AND ended_at IS NULL AND (until IS NULL OR until > now())`,
      [this.home.id],
    );
    const [short] = await query('SELECT app.is_short_of_stewards($1) AS short', [this.home.id]);
    const members = rows.map((row) => [
      ids.indexOf(row['person_id']),
      row['standing'],
      row['is_steward'],
      row['probation'],
    ]);
    return { members: members.toSorted(byPerson), short: short?.['short'] };
  }

  expected(): unknown {
    const { model } = this;
    const members = [...model.members.keys()].flatMap((person) => {
      const member = model.live(person);
      return member ? [[person, member.standing, member.steward, (member.probationUntil ?? 0) > model.now]] : [];
    });
    return { members: members.toSorted(byPerson), short: model.isShort() };
  }

  async call(by: number, field: string, input: Record<string, unknown>): Promise<boolean> {
    return (await outcome(world, people[by] as Person, field, input)) === 'DONE';
  }

  async inviteTo(by: number, to: number, declines: boolean): Promise<boolean> {
    const payload = await on.send(
      people[by] as Person,
      'mutation ($input: InviteToCommunityInput!) { inviteToCommunity(input: $input) { code } }',
      { input: { communityId: this.home.id } },
    );
    const code = payload.data?.inviteToCommunity?.code ?? undefined;
    if (code === undefined) return false;
    const input = { link: code, declinesStewardship: declines };
    return (await outcome(world, people[to] as Person, 'acceptInvitation', input)) === 'DONE';
  }

  async member(person: number): Promise<{ membershipId: string }> {
    const text =
      'SELECT id FROM membership WHERE community_id = $1 AND person_id = $2 ORDER BY ended_at IS NOT NULL, ended_at DESC';
    return { membershipId: await this.latest(text, person) };
  }

  async request(person: number): Promise<{ requestId: string }> {
    const text =
      'SELECT id FROM membership_request WHERE community_id = $1 AND person_id = $2 ORDER BY created_at DESC';
    return { requestId: await this.latest(text, person) };
  }

  async offer(person: number): Promise<{ offerId: string }> {
    const text = `SELECT o.id FROM duty_offer o JOIN membership m ON m.community_id = o.community_id AND m.id = o.membership_id
      WHERE o.community_id = $1 AND m.person_id = $2 ORDER BY o.created_at DESC`;
    return { offerId: await this.latest(text, person) };
  }

  async removal(person: number): Promise<{ removalId: string }> {
    const text = `SELECT r.id FROM removal r JOIN membership m ON m.community_id = r.community_id AND m.id = r.membership_id
      WHERE r.community_id = $1 AND m.person_id = $2 AND r.takes_two ORDER BY r.proposed_at DESC`;
    return { removalId: await this.latest(text, person) };
  }

  /** The id of nothing where there is none: it is sent all the same. */
  private async latest(text: string, person: number): Promise<string> {
    const [row] = await query(`${text} LIMIT 1`, [this.home.id, ids[person]]);
    return row?.['id'] ?? randomUUID();
  }
}

const nameOf = (deed: Deed) => Object.keys(deeds).find((name) => deeds[name] === deed) ?? '';

const byPerson = (a: unknown[], b: unknown[]) => Number(a[0]) - Number(b[0]);

/** What must never be found, whatever led there: told from the rows alone, and not from the model. */
const NEVER: Record<string, string> = {
  'an ally who is a steward': `SELECT id FROM membership WHERE community_id = $1 AND standing = 'ALLY' AND is_steward`,
  'a vouch, a backing or a removal by an ally': `SELECT m.id FROM membership m WHERE m.community_id = $1 AND m.standing = 'ALLY' AND (
     EXISTS (SELECT FROM vouch v WHERE v.voucher_id = m.id) OR EXISTS (SELECT FROM duty_backing b WHERE b.backed_by = m.id)
     OR EXISTS (SELECT FROM removal r WHERE m.id IN (r.proposed_by, r.confirmed_by, r.membership_id)))`,
  'someone admitted by their own vouch, or by fewer than two people': `
    SELECT r.id FROM membership_request r WHERE r.community_id = $1 AND r.state = 'ADMITTED' AND (
      SELECT count(DISTINCT m.person_id) FROM vouch v JOIN membership m ON m.community_id = v.community_id AND m.id = v.voucher_id
       WHERE v.request_id = r.id AND v.withdrawn_at IS NULL AND m.person_id <> r.person_id) < 2`,
  'an affected standing without founding, invitation or vouches': `
    SELECT m.id FROM membership m WHERE m.community_id = $1 AND m.standing = 'AFFECTED' AND m.admitted_by IS NOT NULL
       AND NOT EXISTS (SELECT FROM invitation i WHERE i.used_by = m.id) AND NOT EXISTS (SELECT FROM membership_request r WHERE r.membership_id = m.id AND r.state = 'ADMITTED')`,
  'a steward removed by fewer than two others, or before 72 hours': `
    SELECT r.id FROM removal r
      JOIN membership a ON a.community_id = r.community_id AND a.id = r.membership_id
      JOIN membership b ON b.community_id = r.community_id AND b.id = r.proposed_by
      LEFT JOIN membership c ON c.community_id = r.community_id AND c.id = r.confirmed_by
     WHERE r.community_id = $1 AND r.takes_two AND r.state = 'EXECUTED' AND (c.id IS NULL OR r.due_at < r.confirmed_at + interval '72 hours'
       OR r.due_at > now() OR a.person_id IN (b.person_id, c.person_id) OR b.person_id = c.person_id)`,
  'a steward removed by one': `
    SELECT r.id FROM record_entry r WHERE r.community_id = $1 AND r.kind = 'membership.removed' AND EXISTS (
      SELECT FROM membership m WHERE m.id = (r.details->>'membershipId')::uuid AND m.is_steward)`,
};

/** Of the duty accepted last, at that moment: who was suspended or on probation then may have come back since. */
const NOBODY_ELSE_BEHIND = `
  SELECT o.id FROM (SELECT * FROM duty_offer WHERE community_id = $1 AND state = 'ACCEPTED' ORDER BY closed_at DESC LIMIT 1) o
   WHERE NOT EXISTS (SELECT FROM duty_backing b WHERE b.offer_id = o.id AND b.backed_by <> o.membership_id)
     AND EXISTS (SELECT FROM membership m JOIN person p ON p.id = m.person_id WHERE m.community_id = o.community_id AND m.id <> o.membership_id
       AND m.standing = 'AFFECTED' AND p.suspended_at IS NULL AND m.ended_at IS NULL AND (m.until IS NULL OR m.until > now())
       AND (m.probation_until IS NULL OR m.probation_until <= now()))`;

describe('standing, by random people doing random things', () => {
  it('is what the model says after every step, and never what it must not be', async () => {
    const seen = new Set<string>();
    const steps = fc.array(step, { minLength: 40, maxLength: 50 });
    await fc.assert(
      fc.asyncProperty(steps, async (taken) => {
        const run = await Run.begin();
        for (const [at, one] of taken.entries()) {
          const stewardsBefore = [...run.model.members.keys()].filter((person) => run.model.steward(person)).length;
          const { name, done, may } = await run.take(one);
          expect({ at, name, one, done }).toEqual({ at, name, one, done: may });
          if (done) seen.add(name);
          if (done && name === 'acceptDuty') expect(await query(NOBODY_ELSE_BEHIND, [run.home.id])).toEqual([]);
          expect({ at, one, state: await run.stored() }).toEqual({ at, one, state: run.expected() });
          const stewardsAfter = [...run.model.members.keys()].filter((person) => run.model.steward(person)).length;
          // Only whoever goes of their own will, or is suspended, may leave fewer than two.
          if (stewardsAfter < stewardsBefore && !['resign', 'leave', 'suspend'].includes(name))
            expect({ at, one, stewardsAfter }).toEqual({ at, one, stewardsAfter: Math.max(2, stewardsAfter) });
        }
        for (const [what, text] of Object.entries(NEVER))
          expect([what, await query(text, [run.home.id])]).toEqual([what, []]);
      }),
      // A failure names its seed and step; with MODEL_SEED the same run is repeated, and made smaller.
      { numRuns: 24, endOnFailure: SEED === undefined, ...(SEED !== undefined && { seed: SEED }) },
    );
    // A model that never gets anywhere proves nothing.
    expect(CORE.filter((deed) => !seen.has(deed))).toEqual([]);
  }, 180_000);
});

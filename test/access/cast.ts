import { createHash } from 'node:crypto';
import { sql } from '../support/database.js';
import type { As, Person } from '../support/client.js';
import { dashboardKey, isNoted } from '../support/keys.js';
import { type Campaign, type Founded, type Pledged, World } from '../support/world.js';

/** Everyone who may send something, in the order of the columns of the table. */
export const people = [
  'nobody',
  'signed in',
  'ally',
  'organizer',
  'organization',
  'paused',
  'newcomer',
  'affected',
  'aff. org.',
  'steward',
  'stale',
  'neighbour',
  'former',
  'key',
  'operator',
] as const;

export type Who = (typeof people)[number];

/** Who has a standing at home, so that work there can be their own. */
const STANDING: readonly Who[] = people.filter(
  (who) => !['nobody', 'signed in', 'neighbour', 'former', 'key', 'operator'].includes(who),
);

/** Nobody can be these yet; their columns are passed over. */
export const absent: readonly Who[] = [];

interface Strength {
  id: string;
  second_factor: boolean;
}

/** After these nobody is left who could do anything else: someone of the same standing does them. */
export const ONCE = ['acceptDuty', 'declineDuty', 'disappear', 'leaveCommunity', 'resignStewardship'];

/** A community with someone of each kind in it, and a way to lay out one more of everything. */
export class Scene {
  private sessions: Strength[] | undefined;

  private constructor(
    readonly world: World,
    readonly home: Founded,
    readonly elsewhere: Founded,
    readonly campaign: Campaign,
    readonly priority: { id: string },
    readonly mandate: { id: string },
    readonly as: Readonly<Record<Who, As>>,
    /** That which "organization" represents. */
    readonly organizationId: string,
    /** An ally and one of the people affected whose work it is when it is nobody's own. */
    readonly others: { ally: Person & { membershipId: string }; affected: Person },
  ) {}

  static async build(world: World): Promise<Scene> {
    const home = await world.community();
    const campaign = await world.campaign(home);
    const [affected, affectedOrganizer, newcomer, former, other, stale] = [
      await world.affected(home),
      await world.affected(home),
      await world.affected(home),
      await world.affected(home),
      await world.affected(home),
      await world.affected(home),
    ];
    const priority = await world.priority(campaign);
    const mandate = await world.mandate(priority, { steward: home.steward, cosigner: affected });
    const [ally, paused, third] = [await world.ally(home), await world.ally(home), await world.ally(home)];
    const organizer = await world.allyOrganizer(home);
    const elsewhere = await world.community();
    await world.campaign(elsewhere);

    const query = sql(world.on.urls.owner);
    const until = new Date(Date.now() + 30 * 86_400_000).toISOString();
    const idOf = (person: Person) => membershipOf(world, person, home.id);
    await world.done(home.steward, 'delegateOrganizer', { membershipId: await idOf(affectedOrganizer), until });
    await query(`UPDATE membership SET probation_until = now() + interval '9 days' WHERE id = $1`, [
      await idOf(newcomer),
    ]);
    await query('UPDATE membership SET ended_at = now() WHERE id = $1', [await idOf(former)]);
    await query('UPDATE membership SET paused_at = now() WHERE id = $1', [paused.membershipId]);
    await query('UPDATE membership SET is_steward = true WHERE id = $1', [await idOf(stale)]);
    const { person: organization, organizationId } = await representative(world, home);
    const as: Record<Who, As> = {
      nobody: null,
      'signed in': await world.person(),
      ally,
      organizer,
      organization,
      paused,
      newcomer,
      affected,
      'aff. org.': affectedOrganizer,
      steward: home.steward,
      stale,
      neighbour: elsewhere.steward,
      former,
      key: await usedKey(world, home),
      operator: await operator(world),
    };
    const others = { ally: third, affected: other };
    const scene = new Scene(world, home, elsewhere, campaign, priority, mandate, as, organizationId, others);
    await scene.letProofsAge();
    return scene;
  }

  /** Some rows prove anew that it is them, which "stale" is there not to have done. */
  async letProofsAge(): Promise<void> {
    await sql(this.on.urls.owner)(
      `UPDATE vault.session SET proved_at = now() - interval '1 hour' WHERE person_id = $1`,
      [await this.personOf('stale')],
    );
  }

  /** The person of a column; null for nobody, and for a key, which is no person. */
  personAs(who: Who): Person | null {
    const as = this.as[who];
    return as !== null && 'accessToken' in as ? as : null;
  }

  async personOf(who: Who): Promise<string> {
    const { accessToken } = this.as[who] as Person;
    const [row] = await sql(this.on.urls.owner)('SELECT person_id FROM vault.session WHERE access_hash = $1', [
      createHash('sha256').update(accessToken).digest(),
    ]);
    return row?.['person_id'];
  }

  get on() {
    return this.world.on;
  }

  membershipOf(person: Person): Promise<string> {
    return membershipOf(this.world, person, this.home.id);
  }

  /** The same scene with someone who stands as that column does in its place: for what one can do once, and is gone. */
  async standIn(who: Who): Promise<Scene> {
    const query = sql(this.on.urls.owner);
    const person = await this.world.person();
    const [made] = await query('SELECT person_id FROM vault.session ORDER BY created_at DESC LIMIT 1');
    const [own] = await query('SELECT person_id FROM vault.session WHERE access_hash = sha256($1::text::bytea)', [
      (this.as[who] as Person).accessToken,
    ]);
    if (!made || !own) throw new Error(`Nobody stands in for the column ${who}.`);
    const columns = `standing, is_steward, organizer_until, probation_until, agreement_version, answers, until, paused_at, ended_at`;
    await query(
      `INSERT INTO membership (community_id, id, person_id, pseudonym, ${columns})
       SELECT community_id, gen_random_uuid(), $2, gen_random_uuid()::text, ${columns} FROM membership WHERE person_id = $1`,
      [own['person_id'], made['person_id']],
    );
    await query(
      `INSERT INTO representative (organization_id, id, person_id, pseudonym) SELECT organization_id, gen_random_uuid(), $2, gen_random_uuid()::text FROM representative WHERE person_id = $1`,
      [own['person_id'], made['person_id']],
    );
    await query(
      `UPDATE vault.session SET proved_at = (SELECT max(proved_at) FROM vault.session WHERE person_id = $1) WHERE person_id = $2`,
      [own['person_id'], made['person_id']],
    );
    return Object.assign(Object.create(this) as Scene, { as: { ...this.as, [who]: person } });
  }

  ask(input: Record<string, unknown> = {}, open = true): Promise<{ id: string }> {
    const { id } = this.campaign;
    return this.world.ask({ steward: this.home.steward, campaignId: id, priorityId: this.priority.id }, input, open);
  }

  /** By the person of that column where they may pledge here; else by another ally. */
  async pledge(who: Who | null, input: Record<string, unknown> = {}): Promise<Pledged> {
    const by = who !== null && STANDING.includes(who) ? (this.as[who] as Person) : this.others.ally;
    const named = { ...this.namedBy(who), ...input };
    return this.unpaused(who, async () => this.world.pledge({ ask: await this.ask(), by, ...named }));
  }

  /** What a pledge of that person has to name. */
  namedBy(who: Who | null): { organizationId?: string } {
    return who === 'organization' ? { organizationId: this.organizationId } : {};
  }

  async reported(who: Who | null): Promise<Pledged> {
    return this.world.reported({ pledge: await this.pledge(who) });
  }

  async attested(who: Who | null): Promise<Pledged & { attestationId: string }> {
    const pledge = await this.reported(who);
    const by = who === 'steward' ? this.others.affected : this.home.steward;
    await this.world.done(by, 'attestFulfilment', { items: [{ occurrenceId: pledge.occurrenceId }] });
    const [row] = await sql(this.on.urls.owner)('SELECT id FROM attestation WHERE occurrence_id = $1', [
      pledge.occurrenceId,
    ]);
    return { ...pledge, attestationId: row?.['id'] };
  }

  /** Does something as someone who proved just now that it is them, and leaves their proof as old as it was. */
  async fresh<T>({ accessToken }: Person, work: () => Promise<T>): Promise<T> {
    const query = sql(this.on.urls.owner);
    const SESSION = `WHERE access_hash = sha256(convert_to($1, 'UTF8'))`;
    const [before] = await query(`SELECT proved_at FROM vault.session ${SESSION}`, [accessToken]);
    await query(`UPDATE vault.session SET proved_at = now() ${SESSION}`, [accessToken]);
    const result = await work();
    await query(`UPDATE vault.session SET proved_at = $2 ${SESSION}`, [accessToken, before?.['proved_at']]);
    return result;
  }

  /** Each session as strong as it was when the scene was laid out, and the stale one stale: a row may have stepped it up. */
  async settle(): Promise<void> {
    const query = sql(this.on.urls.owner);
    this.sessions ??= await query<Strength>('SELECT id, second_factor FROM vault.session');
    await query(
      `UPDATE vault.session s SET second_factor = was.second_factor
         FROM jsonb_to_recordset($1::jsonb) AS was (id uuid, second_factor boolean) WHERE s.id = was.id`,
      [JSON.stringify(this.sessions)],
    );
    await this.letProofsAge();
  }

  async demand(): Promise<{ id: string }> {
    const input = { campaignId: this.campaign.id, title: 'Mend the boilers', decisionMaker: 'The landlord' };
    const { demand } = await this.world.done(this.home.steward, 'makeDemand', input, 'demand { id }');
    return demand;
  }

  /** What a paused ally did before they were paused. */
  private async unpaused<T>(who: Who | null, work: () => Promise<T>): Promise<T> {
    if (who !== 'paused') return work();
    const query = sql(this.on.urls.owner);
    const id = await this.membershipOf(this.as.paused as Person);
    await query('UPDATE membership SET paused_at = NULL WHERE id = $1', [id]);
    const result = await work();
    await query('UPDATE membership SET paused_at = now() WHERE id = $1', [id]);
    return result;
  }
}

async function membershipOf(world: World, person: Person, communityId: string): Promise<string> {
  const { viewer } = await world.on.query(person, '{ viewer { memberships { id community { id } } } }');
  return viewer.memberships.find((one: { community: { id: string } }) => one.community.id === communityId)?.id;
}

/** Someone whose organization is an ally here, and who is nothing here themselves. */
async function representative(world: World, home: Founded): Promise<{ person: Person; organizationId: string }> {
  const person = await world.person();
  const name = 'Dockers for housing';
  const { organization } = await world.done(person, 'createOrganization', { name }, 'organization { id }');
  await world.done(person, 'joinAsAlly', {
    communityHandle: home.handle,
    organizationId: organization.id,
    agreementVersion: 1,
    answers: [{ questionId: 'position', text: 'Most of us rent, with secure leases.' }],
  });
  return { person, organizationId: organization.id };
}

/** Used once, so that the day of its use is noted before anything is to stay unchanged. */
async function usedKey(world: World, home: Founded): Promise<As> {
  const { id, as } = await dashboardKey(world, home);
  await world.on.query(as, '{ __typename }');
  await isNoted(world.on, id);
  return as;
}

async function operator(world: World): Promise<Person> {
  const person = await world.person();
  await sql(world.on.urls.owner)(
    `UPDATE person SET is_operator = true WHERE id = (SELECT person_id FROM vault.session ORDER BY created_at DESC LIMIT 1)`,
  );
  return person;
}

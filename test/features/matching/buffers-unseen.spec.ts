import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { isObjectType } from 'graphql';
import { people, Scene, type Who } from '../../access/cast.js';
import { type Person, startTestApp, type TestApp } from '../../support/client.js';
import { freshDatabase } from '../../support/database.js';
import { type Known, knownOf } from '../../support/made-up.js';
import { pathsTo, queryAlong } from '../../support/query-paths.js';
import { everything } from '../../support/unchanged.js';
import { World } from '../../support/world.js';
import { page, suit } from './ground.js';

/**
 * Two allies who differ in nothing but their buffers: the same one, with these and with those. What anyone else is
 * answered about the one must be what they are answered about the other, to the byte.
 */
let on: TestApp;
let scene: Scene;
let known: Known;
let ally: Person;
const logs: string[] = [];

beforeAll(async () => {
  on = await startTestApp({
    urls: await freshDatabase('buffers_unseen'),
    logTo: { write: (line: string) => void logs.push(line) },
  });
  scene = await Scene.build(new World(on));
  await scene.attested('ally');
  ally = scene.as.ally as Person;
  const risky = await scene.ask({ riskTier: 2, riskNotes: 'Police have been at the door.' });
  await suit(scene.world, risky.id, { helpful_buffers: ['APPEARANCE', 'LEGAL_SUPPORT'] });
  await scene.pledge('ally');
  known = await knownOf(on.urls.owner, scene.home.id);
}, 90_000);
afterAll(() => on.close());

/** For every field that leads to something the shortest query to it, with each id of the community that fits its start. */
function questions(): string[] {
  const { schema } = on.app.get(GraphQLSchemaHost, { strict: false });
  const targets = Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .map(({ name }) => name);
  const all = targets.flatMap((target) => {
    const shortest = new Map<unknown, ReturnType<typeof pathsTo>[number]>();
    for (const path of pathsTo(schema, [target], 4).toSorted((one, other) => one.length - other.length)) {
      // What `edges` holds is what `nodes` holds.
      if (path.every(({ name }) => name !== 'edges') && !shortest.has(path.at(-1))) shortest.set(path.at(-1), path);
    }
    return [...shortest.values()].flatMap((path) =>
      idsFor(path[0]?.name ?? '', target).map((id) =>
        queryAlong(schema, path, target, ({ name }, field) => {
          if (name === 'handle') return field === 'community' ? scene.home.handle : scene.campaign.handle;
          return name === 'id' ? id : null;
        }),
      ),
    );
  });
  return [...new Set(all.filter((query) => query !== null))];
}

function idsFor(root: string, target: string): (string | null)[] {
  if (root !== 'node') return [known.ids.get(root)?.[0] ?? null];
  const table = target.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase();
  return known.ids.get(table)?.slice(0, 3) ?? [];
}

const others = people.filter((who): who is Exclude<Who, 'ally'> => who !== 'ally');

/** When a report was made is when it was asked for. */
const MADE_AT = /"madeAt":"[^"]*"/g;

async function answers(queries: readonly string[]): Promise<Record<string, string[]>> {
  const told = others.map(async (who) => {
    const texts: string[] = [];
    for (const query of queries) {
      const { status, data, errors } = await on.send(scene.as[who], query);
      texts.push(JSON.stringify([status, data, errors]).replaceAll(MADE_AT, ''));
    }
    return [who, texts] as const;
  });
  return Object.fromEntries(await Promise.all(told));
}

const set = (buffers: string[] | null) => scene.world.done(ally, 'setMyBuffers', { buffers });

describe('two allies who differ only in buffers', () => {
  it('are the same to everyone else, in every byte of every answer, and in every row that is not the cipher', async () => {
    const queries = questions();
    await set(['JOB']);
    const ownBefore = await page(scene.world, ally);
    const before = await answers(queries);
    const rowsBefore = await everything(on);
    await set(['APPEARANCE', 'LEGAL_SUPPORT', 'CITIZENSHIP', 'HEALTH']);
    const rowsAfter = await everything(on);
    const after = await answers(queries);

    // They are asked what does show something, and the ally themselves are told something else.
    process.stdout.write(`${queries.length} queries\n`);
    expect(queries.length).toBeGreaterThan(100);
    expect(before['steward']?.filter((answer) => answer.includes(scene.home.id)).length).toBeGreaterThan(5);
    const ownAfter = await page(scene.world, ally);
    expect(ownAfter).not.toEqual(ownBefore);

    for (const who of others) expect([who, differing(before[who], after[who], queries)]).toEqual([who, []]);
    const changed = Object.keys(rowsAfter).filter((table) => rowsAfter[table] !== rowsBefore[table]);
    expect(changed).toEqual(['vault.matching_profile']);
  }, 600_000);

  it('are the same to the server’s logs, the record and the outbox, which say nothing of it', async () => {
    const lines = logs.length;
    const before = await everything(on);
    await set(['HOUSING', 'LEGAL_SUPPORT', 'CITIZENSHIP', 'APPEARANCE']);
    await page(scene.world, ally);
    await on.mutate(ally, 'setMyBuffers', {});
    await on.send(
      ally,
      'mutation { setMyBuffers(input: { buffers: [CITIZENSHIP, LEGAL_SUPPORT, NOTHING] }) { userErrors { code } } }',
    );
    const after = await everything(on);
    for (const table of ['public.record_entry', 'public.outbox_event', 'public.idempotency', 'vault.access_log']) {
      expect(after[table]).toBe(before[table]);
    }
    expect(logs.length).toBeGreaterThan(lines);
    expect(logs.filter((line) => /CITIZENSHIP|LEGAL_SUPPORT|APPEARANCE|HOUSING/.test(line))).toEqual([]);
  });

  it('are the same in the list of a community’s people', async () => {
    const { world, home, others: some } = scene;
    const listed = async () => {
      const input = { communityId: home.id, reason: 'The lawyer needs to know who may speak.' };
      const { peopleExport } = await world.done(home.steward, 'requestPeopleExport', input, 'peopleExport { id }');
      await world.done(some.affected, 'approvePeopleExport', { peopleExportId: peopleExport.id });
      return (await world.done(home.steward, 'downloadPeopleExport', { peopleExportId: peopleExport.id }, 'csv')).csv;
    };
    await world.done(home.steward, 'stepUp', { recoveryCode: home.steward.recoveryCodes[0] });
    await world.done(some.affected, 'stepUp', { recoveryCode: some.affected.recoveryCodes[0] });
    await set(['JOB']);
    const before = await listed();
    await set(['APPEARANCE', 'LEGAL_SUPPORT']);
    expect(await listed()).toBe(before);
    expect(before).toContain('ALLY');
  });
});

/** The queries that were answered otherwise, so that a failure says which. */
function differing(
  before: readonly string[] = [],
  after: readonly string[] = [],
  queries: readonly string[],
): string[] {
  return queries.filter((_, place) => before[place] !== after[place]);
}

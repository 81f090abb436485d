import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type As, type Outcome, type Person, startTestApp, type TestApp } from '../support/client.js';
import { freshDatabase } from '../support/database.js';
import { firstOf, listening } from '../support/live.js';
import { World } from '../support/world.js';
import { type Launched, launched } from '../features/asks/launched.js';
import { at, filled, type Known, stepsOf } from './guide.js';

const FOLDER = 'docs/guides';
const DAY = 86_400_000;

let on: TestApp;
let world: World;
let url: string;

beforeAll(async () => {
  // Nobody else's asks: what a guide searches for finds what it made.
  on = await startTestApp({ urls: await freshDatabase('guides') });
  world = new World(on);
  url = await listening(on);
});
afterAll(() => on.close());

const ahead = (days: number) => new Date(Date.now() + days * DAY).toISOString();

/** What someone who follows the guide has before it begins. */
async function setting(): Promise<{ of: Launched; known: Known }> {
  const of = await launched(world);
  const wanted = await world.ask(of, { title: 'Come along to the housing office', quantityWanted: 20 });
  await world.ask(of, { title: 'Cook soup for the picket', quantityWanted: 3 });
  const { ask } = await on.query(of.steward, 'query ($id: ID!) { ask(id: $id) { link } }', { id: wanted.id });
  const known = {
    handle: of.campaignHandle,
    communityId: of.id,
    campaignId: of.campaignId,
    askLink: ask.link,
    tomorrow: ahead(1),
    nextWeek: ahead(7),
    inHalfAYear: ahead(180),
  };
  return { of, known };
}

const meanwhile: Record<string, (of: Launched, known: Known) => Promise<unknown>> = {
  'an ally pledges to askId and reports it': async (of, { askId }) => {
    const by = await world.ally(of);
    const pledge = await world.pledge({
      ask: { id: String(askId) },
      by,
      plan: { when: ahead(7.1), firstStep: 'Call.' },
    });
    await world.reported({ pledge });
  },
};

function whoIs(name: string, of: Launched, known: Known): As {
  if (name === 'nobody') return null;
  if (name in known) return { authorization: `Bearer ${String(known[name])}` };
  return (of as unknown as Record<string, Person>)[name] ?? null;
}

/** What is followed is there once it has said how things stand. */
function sent(as: As, document: string, variables: Record<string, unknown>): Promise<Pick<Outcome, 'data' | 'errors'>> {
  return document.startsWith('subscription') ? firstOf(url, as, document, variables) : on.send(as, document, variables);
}

describe('a guide', () => {
  it.each(readdirSync(FOLDER))('%s does what it says when it is followed', async (name) => {
    const { of, known } = await setting();
    for (const step of stepsOf(`${FOLDER}/${name}`)) {
      if (step.kind === 'meanwhile') {
        const others = meanwhile[step.what];
        if (!others) throw new Error(`${name}:${step.line}: nobody knows how to do that`);
        await others(of, known);
        continue;
      }
      const as = whoIs(step.as, of, known);
      expect([step.as, as === null]).toEqual([step.as, step.as === 'nobody']);
      const variables = filled(step.variables, known) as Record<string, unknown>;
      const { data, errors } = await sent(as, step.document, variables);
      expect({ at: `${name}:${step.line}`, errors }).toEqual({ at: `${name}:${step.line}`, errors: [] });
      for (const value of Object.values<{ userErrors?: unknown[] } | null>(data)) {
        expect({ at: `${name}:${step.line}`, value }).not.toEqual({ at: `${name}:${step.line}`, value: null });
        expect({ at: `${name}:${step.line}`, errors: value?.userErrors ?? [] }).toMatchObject({ errors: [] });
      }
      for (const [kept, place] of Object.entries(step.keep)) {
        known[kept] = at(place, data);
        expect({ kept, found: known[kept] != null }).toEqual({ kept, found: true });
      }
    }
  });

  it('is told of an operation that does not say how it is run', () => {
    expect(() => stepsOf('README.md')).toThrow('say above it who runs it');
  });
});

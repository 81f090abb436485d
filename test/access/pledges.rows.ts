import { sql } from '../support/database.js';
import { pledgeTo, type Pledged } from '../support/world.js';
import type { Scene, Who } from './cast.js';
import type { Deed, Sight } from './deeds.js';
import type { Rows } from './rows.js';

const mutations = `
                                      nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator
reconfirmPledge: own                  ·       ·          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
reconfirmPledge: another's            ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·
acceptPlace: own                      ·       ·          ✓     ✓          ✓             ?       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
acceptPlace: another's                ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·
takePart: own                         ·       ·          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
takePart: another's                   ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·
offerHandOver: own                    ·       ·          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
offerHandOver: another's              ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·
withdrawHandOver: own                 ·       ·          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
withdrawHandOver: another's           ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·
acceptHandOver                        ·       ·          ✓     ✓          ✓             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
addAskShift: to a draft               ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
addAskShift: to an open ask           ·       ·          ·     ✓          ·             ·       ·         ·         ✓          ✓        ✓      ·          ·       ·    ·
closeAskShift                         ·       ·          ·     ✓          ·             ·       ·         ·         ✓          ✓        ✓      ·          ·       ·    ·
`;

const queries = `
                                      nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator
handOver: of an ally's pledge         ·       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ·    ?
handOver: of an affected person's     ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
`;

const fields = `
                                      nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator
Ask.shifts                            ✓       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ✓    ✓
AskShift.placesLeft                   ·       ·          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
`;

const hours = (count: number) => new Date(Date.now() + count * 3_600_000).toISOString();
const soon = { plan: { when: hours(5), firstStep: 'Call' } };

/** By the person of that column where they may pledge; else, as with null, by another ally. */
type Laid = (scene: Scene, who: Who | null) => Promise<Record<string, unknown>>;

const asked: Laid = async (scene, who) => {
  const { id } = await scene.pledge(who);
  await sql(scene.on.urls.owner)(
    "UPDATE pledge SET state = 'NEEDS_RECONFIRMATION', reconfirm_until = now() + interval '1 day', reconfirm_because = 'TERMS' WHERE id = $1",
    [id],
  );
  return { pledgeId: id, termsVersion: 1, acceptedRiskTier: 0 };
};

/** One place, of which another ally steps back so shortly before that it is offered. */
const offeredPlace: Laid = async (scene, who) => {
  const { world, home } = scene;
  const ask = await scene.ask({ slots: 1 });
  const first = await world.pledge({ ask, by: await world.ally(home), ...soon });
  const { id } = await scene.pledge(who, { ask, ...soon });
  await world.done(first.by, 'stepBack', { pledgeId: first.id, reason: 'Ill.' });
  return { pledgeId: id };
};

const tooBig: Laid = async (scene, who) => {
  const ask = await scene.ask({ quantityWanted: 6 });
  await scene.world.pledge({ ask, by: await scene.world.ally(scene.home), quantity: 3 });
  return { pledgeId: (await scene.pledge(who, { ask, quantity: 5 })).id, quantity: 4 };
};

const codeFor = async (scene: Scene, pledge: Pledged): Promise<string> =>
  (await scene.world.done(pledge.by, 'offerHandOver', { pledgeId: pledge.id }, 'code')).code;

const handedOut: Laid = async (scene, who) => {
  const pledge = await scene.pledge(who);
  await codeFor(scene, pledge);
  return { pledgeId: pledge.id };
};

const ownAndAnothers = (field: string, laid: Laid): Record<string, Deed> => ({
  [`${field}: own`]: laid,
  [`${field}: another's`]: (scene) => laid(scene, null),
});

const times = { startsAt: hours(48), endsAt: hours(52) };

async function shiftOf(scene: Scene, ask: { id: string }): Promise<string> {
  const input = { askId: ask.id, ...times, places: 3 };
  return (await scene.world.done(scene.home.steward, 'addAskShift', input, 'shift { id }')).shift.id;
}

const deeds: Readonly<Record<string, Deed>> = {
  ...ownAndAnothers('reconfirmPledge', asked),
  ...ownAndAnothers('acceptPlace', offeredPlace),
  ...ownAndAnothers('takePart', tooBig),
  ...ownAndAnothers('offerHandOver', async (scene, who) => ({ pledgeId: (await scene.pledge(who)).id })),
  ...ownAndAnothers('withdrawHandOver', handedOut),
  acceptHandOver: async (scene, who) => {
    const ask = await scene.ask();
    const pledge = await scene.world.pledge({ ask, by: await scene.world.ally(scene.home) });
    const { askId: _askId, quantity: _quantity, ...accepted } = pledgeTo(ask, scene.namedBy(who));
    return { ...accepted, code: await codeFor(scene, pledge) };
  },
  'addAskShift: to a draft': async (scene) => ({ askId: (await scene.ask({}, false)).id, ...times }),
  'addAskShift: to an open ask': async (scene) => ({ askId: (await scene.ask()).id, ...times }),
  closeAskShift: async (scene) => ({ shiftId: await shiftOf(scene, await scene.ask()) }),
};

async function sights(scene: Scene): Promise<Record<string, (who: Who) => Sight>> {
  const { world, home } = scene;
  const ask = await scene.ask();
  await shiftOf(scene, ask);
  const theirs = await codeFor(scene, await scene.pledge(null));
  const member = await world.affected(home);
  const ours = await codeFor(scene, await world.pledge({ ask: await scene.ask(), by: member }));
  const handOver = (code: string) => (): Sight => ({
    query: 'query ($code: String!) { handOver(code: $code) { quantity } }',
    variables: { code },
    shows: (data) => data?.handOver?.quantity === 1,
  });
  const shifts = (selection: string, shows: (shift: any) => boolean) => (): Sight => ({
    query: `query ($id: ID!) { ask(id: $id) { shifts { nodes { ${selection} } } } }`,
    variables: { id: ask.id },
    shows: (data) => data?.ask?.shifts.nodes.length === 1 && shows(data.ask.shifts.nodes[0]),
  });
  return {
    "handOver: of an ally's pledge": handOver(theirs),
    "handOver: of an affected person's": handOver(ours),
    'Ask.shifts': shifts('places', ({ places }) => places === 3),
    'AskShift.placesLeft': shifts('placesLeft', ({ placesLeft }) => placesLeft === 3),
  };
}

/** What pledgers answer, how a pledge goes to someone else, and the shifts among which they choose. */
export const pledgeLife: Rows = { mutations, queries, fields, deeds, sights };

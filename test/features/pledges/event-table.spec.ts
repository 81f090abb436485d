import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AllyClock } from '../../../src/features/allies/index.js';
import { Database } from '../../../src/platform/database/database.js';
import { Clocks } from '../../../src/platform/jobs/clocks.js';
import { type Person, startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { deeds, recount, type Scene, scene } from '../../support/pledging.js';
import { type Pledged, World } from '../../support/world.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

const hours = (count: number) => new Date(Date.now() + count * 3_600_000).toISOString();
const rows = (text: string, ...values: unknown[]) => sql(on.urls.owner)(text, values);

/** The columns of the table, and a second pledge with a place, which is reported after the event. */
type Column = 'waitlisted' | 'conditional' | 'active' | 'finishing' | 'reported';
type Laid = Scene & { pledges: Record<Column, Pledged & { by: Person & { membershipId: string } }> };

/** An ask with one pledge of each: due soon, so that leaving would take a reason if it were not free. */
async function laid(): Promise<Laid> {
  const there = await scene(world, { quantityWanted: 12 });
  const make = async (input: Record<string, unknown> = {}) => {
    const by = await world.ally(there.community);
    const plan = { when: hours(3), firstStep: 'Call' };
    return { ...(await world.pledge({ ask: there.ask, by, plan, ...input })), by };
  };
  const active = await make();
  const finishing = await make();
  const reported = await make();
  await world.reported({ pledge: reported });
  const waitlisted = await make({ quantity: 10 });
  const conditional = await make({ onlyIf: { others: 8 } });
  return { ...there, pledges: { active, finishing, reported, waitlisted, conditional } };
}

interface Event {
  happens(there: Laid): Promise<unknown>;
  becomes: Record<Exclude<Column, 'finishing'>, string>;
  /** Nothing is given and nothing runs out; leaving is free. */
  standsStill: boolean;
  /** What the record says of pledges beyond their making and the report. */
  record: string[];
}

const asPauses = {
  becomes: { waitlisted: 'WAITLISTED', conditional: 'CONDITIONAL', active: 'ACTIVE', reported: 'ACTIVE' },
  standsStill: true,
  record: [],
};
const asStandingEnds = {
  becomes: { waitlisted: 'NEVER_STARTED', conditional: 'NEVER_STARTED', active: 'ACTIVE', reported: 'ACTIVE' },
  standsStill: false,
  record: ['pledge.ended_with_standing', 'pledge.ended_with_standing'],
};
const asCancelled = {
  becomes: { waitlisted: 'CANCELLED', conditional: 'CANCELLED', active: 'CANCELLED', reported: 'ACTIVE' },
  standsStill: false,
  record: ['pledge.ended', 'pledge.ended', 'pledge.ended', 'pledge.ended'],
};

const events: Record<string, Event> = {
  'an ask is paused': {
    ...asPauses,
    happens: ({ steward, ask }) => world.done(steward, 'pauseAsk', { askId: ask.id }),
  },
  'the mandate of an ask ends': {
    ...asPauses,
    happens: ({ mandateId }) => rows("UPDATE mandate SET until = now() - interval '1 second' WHERE id = $1", mandateId),
  },
  'a campaign is stopped': {
    ...asPauses,
    happens: ({ steward, campaignId }) =>
      world.done(steward, 'stopCampaign', { campaignId, reason: 'A raid is near.' }),
  },
  'the terms change materially': {
    becomes: {
      waitlisted: 'WAITLISTED',
      conditional: 'NEEDS_RECONFIRMATION',
      active: 'NEEDS_RECONFIRMATION',
      reported: 'ACTIVE',
    },
    standsStill: false,
    record: ['pledge.reconfirmation_asked', 'pledge.reconfirmation_asked', 'pledge.reconfirmation_asked'],
    happens: async ({ steward, ask }) => {
      const revised = await revise(steward, ask, { place: 'At the back door' });
      expect(revised.pledgesAsked).toBe(3);
    },
  },
  'an ask is closed': {
    becomes: { waitlisted: 'NEVER_STARTED', conditional: 'NEVER_STARTED', active: 'ACTIVE', reported: 'ACTIVE' },
    standsStill: false,
    record: ['pledge.ended', 'pledge.ended'],
    happens: ({ steward, ask }) => world.done(steward, 'closeAsk', { askId: ask.id }),
  },
  'an ask is cancelled': {
    ...asCancelled,
    happens: ({ steward, ask }) => world.done(steward, 'cancelAsk', { askId: ask.id, reason: 'It rains.' }),
  },
  'a campaign is concluded': {
    ...asCancelled,
    happens: ({ steward, campaignId }) => world.done(steward, 'concludeCampaign', { campaignId, conclusion: 'Won.' }),
  },
  'the standing of allies is paused': {
    ...asStandingEnds,
    happens: async ({ steward, pledges }) => {
      for (const { by } of Object.values(pledges))
        await world.done(steward, 'pauseAlly', { membershipId: by.membershipId, reason: 'We need to talk.' });
    },
  },
  'the standing of allies runs out': {
    ...asStandingEnds,
    happens: async ({ community }) => {
      await rows(
        "UPDATE membership SET since = since - interval '13 months', until = since - interval '1 month' WHERE community_id = $1 AND standing = 'ALLY'",
        community.id,
      );
      await new AllyClock(on.app.get(Database, { strict: false }), new Clocks(on.urls)).settle();
    },
  },
};

async function revise(steward: Person, ask: { id: string }, input: Record<string, unknown>) {
  const [row] = await rows('SELECT version FROM ask WHERE id = $1', ask.id);
  return world.done(
    steward,
    'reviseAsk',
    { askId: ask.id, expectedVersion: row?.['version'], ...input },
    'pledgesAsked ask { termsVersion }',
  );
}

const stateOf = async ({ id }: { id: string }) =>
  (await rows('SELECT state FROM pledge WHERE id = $1', id))[0]?.['state'];

describe.each(Object.entries(events))('when %s', (_name, { happens, becomes, standsStill, record }) => {
  let there: Laid;
  let before: string[];

  beforeAll(async () => {
    there = await laid();
    before = await deeds(on, there.community.id, 'pledge');
    await happens(there);
  });

  it.each(Object.entries(becomes) as [Exclude<Column, 'finishing'>, string][])(
    `a pledge that is %s is %s then`,
    async (column, state) => {
      expect(await stateOf(there.pledges[column])).toBe(state);
    },
  );

  it('its tally is what its pledges come to, and the record says what became of them', async () => {
    const { kept, counted } = await recount(on.urls.owner, there.ask);
    expect(kept).toEqual(counted);
    const after = await deeds(on, there.community.id, 'pledge');
    expect(after.slice(before.length)).toEqual(record);
  });

  it('what was reported before is attested, and settles its pledge', async () => {
    const { reported } = there.pledges;
    const items = [{ occurrenceId: reported.occurrenceId, quantity: 1 }];
    await world.done(there.steward, 'attestFulfilment', { items });
    expect(await stateOf(reported)).toBe('FULFILLED');
  });

  const { active, waitlisted } = becomes;
  if (active === 'ACTIVE') {
    it('work goes on to be reported', async () => {
      const { finishing } = there.pledges;
      await world.done(finishing.by, 'reportFulfilment', { pledgeId: finishing.id, quantity: 1 });
      expect(await stateOf(finishing)).toBe('ACTIVE');
    });
  }

  if (active === 'NEEDS_RECONFIRMATION' || standsStill) {
    it('leaving is free, however late', async () => {
      const { active: leaving } = there.pledges;
      await world.done(leaving.by, 'stepBack', { pledgeId: leaving.id });
      expect(await stateOf(leaving)).toBe('STEPPED_BACK');
    });
  } else if (active === 'ACTIVE') {
    it('leaving late takes a reason, as ever', async () => {
      const { active: leaving } = there.pledges;
      const input = { pledgeId: leaving.id };
      expect((await on.mutate(leaving.by, 'stepBack', input)).userErrors[0]?.code).toBe('REASON_REQUIRED');
      await world.done(leaving.by, 'stepBack', { ...input, reason: 'Ill' });
      expect(await stateOf(leaving)).toBe('STEPPED_BACK_LATE');
    });
  } else {
    it('nobody is left with anything to give back', async () => {
      const { active: ended } = there.pledges;
      expect((await on.mutate(ended.by, 'stepBack', { pledgeId: ended.id })).userErrors[0]?.code).toBe('WRONG_STATE');
    });
  }

  if (standsStill) {
    it('nobody is promoted by a place that frees, nor takes one, and nothing runs out', async () => {
      await rows('UPDATE pledge SET condition_until = now() WHERE id = $1', there.pledges.conditional.id);
      await rows('SELECT app.settle_ask(community_id, id) FROM ask WHERE id = $1', there.ask.id);
      expect(await stateOf(there.pledges.waitlisted)).toBe(waitlisted);
      expect(await stateOf(there.pledges.conditional)).toBe('CONDITIONAL');
    });
  }
});

describe('an ask that goes on', () => {
  const goingOn: [string, (there: Laid) => Promise<unknown>, string, (there: Laid) => Promise<unknown>][] = [
    [
      'after a pause',
      ({ steward, ask }) => world.done(steward, 'pauseAsk', { askId: ask.id }),
      "UPDATE ask SET paused_at = paused_at - interval '5 hours' WHERE id = $1",
      ({ steward, ask }) => world.done(steward, 'openAsk', { askId: ask.id }),
    ],
    [
      'after a stop',
      ({ steward, campaignId }) => world.done(steward, 'stopCampaign', { campaignId, reason: 'Wait.' }),
      `WITH s AS (UPDATE campaign_stop s SET stopped_at = s.stopped_at - interval '5 hours' FROM ask a WHERE a.id = $1 AND s.campaign_id = a.campaign_id)
       UPDATE campaign c SET stopped_at = c.stopped_at - interval '5 hours' FROM ask a WHERE a.id = $1 AND c.id = a.campaign_id`,
      ({ steward, campaignId }) => world.done(steward, 'resumeCampaign', { campaignId }),
    ],
  ];

  it.each(goingOn)(
    '%s gives what came free, and ends what waits as much later',
    async (_name, still, earlier, goesOn) => {
      const there = await laid();
      const { waitlisted, conditional, active, finishing } = there.pledges;
      // Planned for after it goes on, and in time to be given, not offered.
      await rows("UPDATE pledge SET plan_when = now() + interval '3 days' WHERE ask_id = $1", there.ask.id);
      await rows("UPDATE pledge SET condition_until = now() + interval '1 hour' WHERE id = $1", conditional.id);
      const until = async () =>
        (await rows('SELECT condition_until AS at FROM pledge WHERE id = $1', conditional.id))[0]?.['at'] as Date;
      const before = await until();
      await still(there);
      await rows(earlier, there.ask.id);
      for (const { id, by } of [active, finishing]) await world.done(by, 'stepBack', { pledgeId: id });
      expect(await stateOf(waitlisted)).toBe('WAITLISTED');
      await goesOn(there);
      expect(await stateOf(waitlisted)).toBe('ACTIVE');
      expect(await stateOf(conditional)).toBe('CONDITIONAL');
      const later = (await until()).getTime() - before.getTime();
      expect(later).toBeGreaterThanOrEqual(5 * 3_600_000);
      expect(later).toBeLessThan(6 * 3_600_000);
      const { kept, counted } = await recount(on.urls.owner, there.ask);
      expect(kept).toEqual(counted);
    },
  );

  it('after a stop over its time is planned anew, or given back, and what is still to come keeps its day', async () => {
    const there = await laid();
    const { active, finishing, conditional } = there.pledges;
    await rows("UPDATE pledge SET plan_when = now() + interval '9 days' WHERE id = $1", finishing.id);
    await rows("UPDATE occurrence SET due_at = now() + interval '9 days' WHERE pledge_id = $1", finishing.id);
    const due = async (id: string) =>
      (await rows('SELECT due_at AS at FROM occurrence WHERE pledge_id = $1', id))[0]?.['at'] as Date;
    const [day] = [await due(finishing.id)];
    await world.done(there.steward, 'stopCampaign', { campaignId: there.campaignId, reason: 'Wait.' });
    await rows(goingOn[1]?.[2] ?? '', there.ask.id);
    await rows("UPDATE pledge SET plan_when = plan_when - interval '5 hours' WHERE id = ANY ($1)", [
      active.id,
      conditional.id,
    ]);
    await world.done(there.steward, 'resumeCampaign', { campaignId: there.campaignId });
    expect(await stateOf(finishing)).toBe('ACTIVE');
    expect(await due(finishing.id)).toEqual(day);
    expect([await stateOf(active), await stateOf(conditional)]).toEqual([
      'NEEDS_RECONFIRMATION',
      'NEEDS_RECONFIRMATION',
    ]);
    const asked = { pledgeId: active.id, termsVersion: 1, acceptedRiskTier: 0 };
    const fields = 'pledge { state plan { when } }';
    const stale = await on.mutate(active.by, 'reconfirmPledge', asked, fields);
    expect(stale.userErrors).toMatchObject([{ code: 'IN_THE_PAST', path: ['input', 'plan', 'when'] }]);
    const plan = { when: hours(50), firstStep: 'Call again' };
    const { pledge } = await world.done(active.by, 'reconfirmPledge', { ...asked, plan }, fields);
    expect(pledge).toEqual({ state: 'ACTIVE', plan: { when: plan.when } });
    expect(await due(active.id)).toEqual(new Date(plan.when));
    await world.done(conditional.by, 'stepBack', { pledgeId: conditional.id });
    expect(await stateOf(conditional)).toBe('STEPPED_BACK');
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, startTestApp, type TestApp } from '../../support/client.js';
import { World } from '../../support/world.js';
import { type Lived, lived, report } from './lived.js';

let on: TestApp;
let world: World;
let scene: Lived;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
  scene = await lived(on, world);
}, 60_000);
afterAll(() => on.close());

describe('Campaign.sovereigntyReport', () => {
  it('holds for a coalition in which all happened that can happen to priorities, and says who did it', async () => {
    const { campaign, host, lead, asked, led } = scene;
    const found = await report(on, host.second, campaign);
    expect(found.faults).toEqual([]);
    expect(found).toMatchObject({ status: 'HOLDS', isWhole: true, faultCount: 0 });
    const standings = new Set(found.writes.map(({ standing }: { standing: string }) => standing));
    expect(standings).toEqual(new Set(['AFFECTED', 'STEWARD', 'SYSTEM']));
    expect(found.writes).toEqual(
      expect.arrayContaining([
        // Of the host and of the community that leads with it alike.
        { standing: 'AFFECTED', what: 'MANDATE_SIGNED', count: 2 },
        { standing: 'SYSTEM', what: 'ROUND_RATIFIED', count: 2 },
        { standing: 'STEWARD', what: 'ROUND_SCHEDULED', count: 5 },
      ]),
    );
    expect(found.openAsksByMandate).toEqual([{ kind: 'EMERGENCY', count: 2 }]);
    const asks = found.openAsks.nodes.map(({ id, mandate }: Answer) => [id, mandate.id]);
    expect(new Map(asks)).toEqual(new Map([asked, led].map(({ askId, mandateId }) => [askId, mandateId])));
    expect(await report(on, lead.second, campaign)).toMatchObject({ status: 'HOLDS', writes: found.writes });
  });

  it('is read in the language of whoever reads it', async () => {
    const { campaign, host } = scene;
    await world.done(host.second, 'changePreferences', { language: 'es' });
    const { text } = await report(on, host.second, campaign, 'text');
    expect(text[0]).toMatch(/^Se sostiene: .* prioridades de esta campaña\.$/);
    expect(text.join(' ')).not.toMatch(/\b(the|priorities|asks)\b/);
  });
});

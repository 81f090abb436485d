import { sql } from '../support/database.js';
import type { Pledged } from '../support/world.js';
import type { Scene, Who } from './cast.js';
import type { Rows } from './rows.js';

const mutations = `
                                    nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator
recordNoShow                        ·       ·          ·     ·          ·             ·       ·         ✓         ✓          ✓        ✓      ·          ·       ·    ·
recordNoShow: own                   ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·
contestNoShow: own                  ·       ·          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
contestNoShow: another's            ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·
answerContest                       ·       ·          ·     ·          ·             ·       ·         ✓         ✓          ✓        ✓      ·          ·       ·    ·
answerContest: own                  ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·
requestSkip: own                    ·       ·          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
requestSkip: another's              ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·
agreeSkip                           ·       ·          ·     ·          ·             ·       ·         ✓         ✓          ✓        ✓      ·          ·       ·    ·
agreeSkip: own                      ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·
checkIn: own                        ·       ·          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
checkIn: another's                  ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·
attestReports                       ·       ·          ·     ·          ·             ·       ·         ✓         ✓          ✓        ✓      ·          ·       ·    ·
proposeAttestations                 ·       ·          ·     ✓          ·             ·       ·         ✓         ✓          ✓        ✓      ·          ·       ·    ·
confirmAttestations                 ·       ·          ·     ·          ·             ·       ·         ✓         ✓          ✓        ✓      ·          ·       ·    ·
withdrawAttestationBatch: another's  ·       ·          ·     ·          ·             ·       ·         ✓         ✓          ✓        ✓      ·          ·       ·    ·
giveDebrief: own                    ·       ·          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
giveDebrief: another's              ·       ·          ·     ·          ·             ·       ·         ✓         ✓          ✓        ✓      ·          ·       ·    ·
skipDebrief: own                    ·       ·          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
`;

const fields = `
                                    nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator
Campaign.attestationBatches         ·       ·          ·     ✓          ·             ·       ·         ✓         ✓          ✓        ✓      ·          ·       ·    ·
`;

const query = ({ on }: Scene) => sql(on.urls.owner);

/** An hour ago. */
async function overdue(scene: Scene, who: Who | null): Promise<Pledged> {
  const pledge = await scene.pledge(who);
  await query(scene)("UPDATE occurrence SET due_at = now() - interval '1 hour' WHERE id = $1", [pledge.occurrenceId]);
  return pledge;
}

/** Recorded by someone whom no other row asks anything of, or, of their own work, by the steward. */
async function missed(scene: Scene, who: Who | null): Promise<Pledged> {
  const pledge = await overdue(scene, who);
  const { occurrenceId } = pledge;
  await scene.world.done(scene.others.affected, 'recordNoShow', { occurrenceId, note: 'Nobody came.' });
  return pledge;
}

async function contested(
  scene: Scene,
  who: Who | null,
): Promise<{ occurrenceId: string; accept: boolean; feedback: string }> {
  const { id, occurrenceId } = await missed(scene, who);
  await query(scene)(
    `INSERT INTO no_show_contest (community_id, id, occurrence_id, attestation_id, pledger_id, pledger_standing, text)
     SELECT o.community_id, gen_random_uuid(), o.id, o.attestation_id, o.pledger_id, o.pledger_standing, 'I was there.' FROM occurrence o WHERE o.pledge_id = $1`,
    [id],
  );
  return { occurrenceId, accept: true, feedback: 'We asked around.' };
}

async function recurring(scene: Scene, who: Who | null): Promise<{ pledgeId: string }> {
  const { id } = await scene.pledge(who);
  await query(scene)(
    'UPDATE pledge SET recurs = true, plan_is_whole = false, planned_through = plan_when WHERE id = $1',
    [id],
  );
  return { pledgeId: id };
}

async function proposed(scene: Scene): Promise<string> {
  const { occurrenceId } = await scene.reported(null);
  const { batch } = await scene.world.done(
    scene.others.affected,
    'proposeAttestations',
    { items: [{ occurrenceId }] },
    'batch { id }',
  );
  return batch.id;
}

const LISTED = `query ($id: ID!) { node(id: $id) { ... on Campaign { attestationBatches { nodes { id } } } } }`;

export const occurrences: Rows = {
  mutations,
  fields,
  deeds: {
    recordNoShow: async (scene) => ({ occurrenceId: (await overdue(scene, null)).occurrenceId, note: 'Nobody came.' }),
    'recordNoShow: own': async (scene, who) => ({
      occurrenceId: (await overdue(scene, who)).occurrenceId,
      note: 'Nobody came.',
    }),
    'contestNoShow: own': async (scene, who) => ({
      occurrenceId: (await missed(scene, who)).occurrenceId,
      text: 'I was there.',
    }),
    "contestNoShow: another's": async (scene) => ({
      occurrenceId: (await missed(scene, null)).occurrenceId,
      text: 'I was there.',
    }),
    answerContest: (scene) => contested(scene, null),
    'answerContest: own': (scene, who) => contested(scene, who),
    'requestSkip: own': async (scene, who) => ({ occurrenceId: (await scene.pledge(who)).occurrenceId, why: 'Ill.' }),
    "requestSkip: another's": async (scene) => ({ occurrenceId: (await scene.pledge(null)).occurrenceId, why: 'Ill.' }),
    agreeSkip: async (scene) => ({ occurrenceId: (await scene.pledge(null)).occurrenceId }),
    'agreeSkip: own': async (scene, who) => ({ occurrenceId: (await scene.pledge(who)).occurrenceId }),
    'checkIn: own': (scene, who) => recurring(scene, who),
    "checkIn: another's": (scene) => recurring(scene, null),
    attestReports: async (scene) => {
      const { id } = await scene.reported(null);
      const [row] = await query(scene)('SELECT ask_id FROM pledge WHERE id = $1', [id]);
      return { askId: row?.['ask_id'] };
    },
    proposeAttestations: async (scene) => ({ items: [{ occurrenceId: (await scene.reported(null)).occurrenceId }] }),
    confirmAttestations: async (scene) => ({ batchId: await proposed(scene) }),
    "withdrawAttestationBatch: another's": async (scene) => ({ batchId: await proposed(scene) }),
    'giveDebrief: own': async (scene, who) => ({ pledgeId: (await scene.attested(who)).id, wentWell: 'All came.' }),
    "giveDebrief: another's": async (scene) => ({ pledgeId: (await scene.attested(null)).id, wentWell: 'All came.' }),
    'skipDebrief: own': async (scene, who) => ({ pledgeId: (await scene.attested(who)).id }),
  },
  sights: async (scene) => {
    await proposed(scene);
    return {
      'Campaign.attestationBatches': () => ({
        query: LISTED,
        variables: { id: scene.campaign.id },
        shows: (data: any) => data.node?.attestationBatches?.nodes.length > 0,
      }),
    };
  },
};

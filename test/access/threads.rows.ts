import type { Person } from '../support/client.js';
import { sql } from '../support/database.js';
import type { Scene, Who } from './cast.js';
import type { Sight } from './deeds.js';
import type { Rows } from './rows.js';

/** Whoever is on probation reads along, and does not speak for the community. */
const mutations = `
                                            nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator
sendMessage: own                            ·       ·          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
sendMessage: to an ally                     ·       ·          ·     ✓          ·             ·       ·         ✓         ✓          ✓        ✓      ·          ·       ·    ·
sendMessage: to an affected person          ·       ·          ·     ·          ·             ·       ·         ✓         ✓          ✓        ✓      ·          ·       ·    ·
thankPledger: an ally                       ·       ·          ·     ✓          ·             ·       ·         ✓         ✓          ✓        ✓      ·          ·       ·    ·
thankPledger: an affected person            ·       ·          ·     ·          ·             ·       ·         ✓         ✓          ✓        ✓      ·          ·       ·    ·
thankPledger: own                           ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·
messagePledgers                             ·       ·          ·     ✓          ·             ·       ·         ✓         ✓          ✓        ✓      ·          ·       ·    ·
thankPledgers                               ·       ·          ·     ✓          ·             ·       ·         ✓         ✓          ✓        ✓      ·          ·       ·    ·
askPledgers                                 ·       ·          ·     ✓          ·             ·       ·         ✓         ✓          ✓        ✓      ·          ·       ·    ·
askQuestion: of an ally                     ·       ·          ·     ✓          ·             ·       ·         ✓         ✓          ✓        ✓      ·          ·       ·    ·
askQuestion: of an affected person          ·       ·          ·     ·          ·             ·       ·         ✓         ✓          ✓        ✓      ·          ·       ·    ·
askQuestion: own                            ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·
answerQuestion: own                         ·       ·          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
answerQuestion: another's                   ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·
withdrawQuestion                            ·       ·          ·     ✓          ·             ·       ·         ✓         ✓          ✓        ✓      ·          ·       ·    ·
withdrawQuestion: own                       ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·
extendQuestion                              ·       ·          ·     ✓          ·             ·       ·         ✓         ✓          ✓        ✓      ·          ·       ·    ·
extendQuestion: own                         ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·
withdrawMessage: own                        ·       ·          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
withdrawMessage: another's                  ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·
blockThread: own                            ·       ·          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
blockThread: another's                      ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·
unblockThread: own                          ·       ·          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
closeThread                                 ·       ·          ·     ✓          ·             ·       ·         ✓         ✓          ✓        ✓      ·          ·       ·    ·
closeThread: own                            ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·
reopenThread                                ·       ·          ·     ✓          ·             ·       ·         ✓         ✓          ✓        ✓      ·          ·       ·    ·
reportMessage: sent to oneself              ·       ·          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
reportMessage: an ally's                    ·       ·          ·     ✓          ·             ·       ·         ✓         ✓          ✓        ✓      ·          ·       ·    ·
settleMessageReport                         ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ✓      ·          ·       ·    ·
`;

const queries = `
                                            nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator
node: a message to an ally                  ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
node: a question to an affected person      ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
node: a report of a message                 ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ✓      ·          ·       ·    ·
`;

const fields = `
                                            nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator
Thread.messages: of an ally                 ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
Thread.messages: own                        ·       ·          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
ThreadMessage.author: someone affected      ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
ThreadMessage.author: one who organizes     ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
Community.messageReports                    ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ✓      ·          ·       ·    ·
Ask.overdueQuestionCount                    ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
`;

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
const text = 'What do you bring?';

/** Someone who writes for the community and is not the one in that column. */
const speaker = ({ home, others }: Scene, who: Who | null): Person =>
  who === 'steward' ? others.affected : home.steward;

const ofAlly = async (scene: Scene) => (await scene.pledge(null)).id;
const own = async (scene: Scene, who: Who) => (await scene.pledge(who)).id;
const ofAffected = async (scene: Scene) =>
  (await scene.world.pledge({ ask: await scene.ask(), by: scene.others.affected })).id;

async function said({ world }: Scene, by: Person, pledgeId: string): Promise<string> {
  return (await world.done(by, 'sendMessage', { pledgeId, text }, 'message { id }')).message.id;
}

async function asked(scene: Scene, pledgeId: string, who: Who | null = null): Promise<string> {
  const input = { pledgeId, text };
  return (await scene.world.done(speaker(scene, who), 'askQuestion', input, 'question { id }')).question.id;
}

async function shut(scene: Scene, field: string, by: Person, pledgeId: string): Promise<string> {
  await scene.world.done(by, field, { pledgeId });
  return pledgeId;
}

/** Of a message of an ally's. */
async function reported(scene: Scene): Promise<string> {
  const { id: pledgeId, by } = await scene.pledge(null);
  const messageId = await said(scene, by, pledgeId);
  await scene.world.done(scene.others.affected, 'reportMessage', { messageId, reason: 'A threat.' });
  const [row] = await sql(scene.on.urls.owner)('SELECT id FROM message_report WHERE message_id = $1', [messageId]);
  return row?.['id'];
}

/** An ask to which an ally pledged. */
async function pledgedTo(scene: Scene): Promise<string> {
  const ask = await scene.ask();
  await scene.world.pledge({ ask, by: scene.others.ally });
  return ask.id;
}

/** Whoever may write there does, where nobody else's words are meant; others find what an ally wrote. */
async function ownWords(scene: Scene, who: Who): Promise<string> {
  const { id, by } = await scene.pledge(who);
  return said(scene, by, id);
}

const extended = { dueAt: inDays(20) };

/** What a community and its pledgers write to each other. */
export const threads: Rows = {
  mutations,
  queries,
  fields,
  deeds: {
    'sendMessage: own': async (scene, who) => ({ pledgeId: await own(scene, who), text }),
    'sendMessage: to an ally': async (scene) => ({ pledgeId: await ofAlly(scene), text }),
    'sendMessage: to an affected person': async (scene) => ({ pledgeId: await ofAffected(scene), text }),
    'thankPledger: an ally': async (scene) => ({ pledgeId: await ofAlly(scene), text }),
    'thankPledger: an affected person': async (scene) => ({ pledgeId: await ofAffected(scene), text }),
    'thankPledger: own': async (scene, who) => ({ pledgeId: await own(scene, who), text }),
    messagePledgers: async (scene) => ({ askId: await pledgedTo(scene), text }),
    thankPledgers: async (scene) => ({ askId: await pledgedTo(scene), text }),
    askPledgers: async (scene) => ({ askId: await pledgedTo(scene), text }),
    'askQuestion: of an ally': async (scene) => ({ pledgeId: await ofAlly(scene), text }),
    'askQuestion: of an affected person': async (scene) => ({ pledgeId: await ofAffected(scene), text }),
    'askQuestion: own': async (scene, who) => ({ pledgeId: await own(scene, who), text }),
    'answerQuestion: own': async (scene, who) => ({ questionId: await asked(scene, await own(scene, who), who), text }),
    "answerQuestion: another's": async (scene) => ({ questionId: await asked(scene, await ofAlly(scene)), text }),
    withdrawQuestion: async (scene) => ({ questionId: await asked(scene, await ofAlly(scene)) }),
    'withdrawQuestion: own': async (scene, who) => ({ questionId: await asked(scene, await own(scene, who), who) }),
    extendQuestion: async (scene) => ({ questionId: await asked(scene, await ofAlly(scene)), ...extended }),
    'extendQuestion: own': async (scene, who) => ({
      questionId: await asked(scene, await own(scene, who), who),
      ...extended,
    }),
    'withdrawMessage: own': async (scene, who) => ({ messageId: await ownWords(scene, who) }),
    "withdrawMessage: another's": async (scene) => ({
      messageId: await said(scene, scene.others.affected, await ofAlly(scene)),
    }),
    'blockThread: own': async (scene, who) => ({ pledgeId: await own(scene, who) }),
    "blockThread: another's": async (scene) => ({ pledgeId: await ofAlly(scene) }),
    'unblockThread: own': async (scene, who) => {
      const { id, by } = await scene.pledge(who);
      return { pledgeId: await shut(scene, 'blockThread', by, id) };
    },
    closeThread: async (scene) => ({ pledgeId: await ofAlly(scene) }),
    'closeThread: own': async (scene, who) => ({ pledgeId: await own(scene, who) }),
    reopenThread: async (scene) => ({
      pledgeId: await shut(scene, 'closeThread', scene.home.steward, await ofAlly(scene)),
    }),
    'reportMessage: sent to oneself': async (scene, who) => ({
      messageId: await said(scene, speaker(scene, who), await own(scene, who)),
      reason: 'An insult.',
    }),
    "reportMessage: an ally's": async (scene) => ({ messageId: await ownWords(scene, 'nobody'), reason: 'A threat.' }),
    settleMessageReport: async (scene) => ({ reportId: await reported(scene), outcome: 'HIDDEN' }),
  },
  sights: async (scene) => {
    const { home, others } = scene;
    const allys = await ofAlly(scene);
    const byAffected = await said(scene, others.affected, allys);
    const byOrganizer = await said(scene, scene.as.organizer as Person, allys);
    const question = await asked(scene, await ofAffected(scene));
    const report = await reported(scene);
    const ask = await pledgedTo(scene);
    const node = (id: string, selection: string, shows: (node: any) => boolean) => () => ({
      query: `query ($id: ID!) { node(id: $id) { id ${selection} } }`,
      variables: { id },
      shows: (data: any) => data?.node != null && shows(data.node),
    });
    const thread = (id: string): Sight => ({
      query: 'query ($id: ID!) { pledge(id: $id) { thread { messages { nodes { text } } } } }',
      variables: { id },
      shows: (data: any) => data?.pledge?.thread.messages.nodes.at(-1)?.text === text,
    });
    const author = '... on ThreadMessage { author }';
    return {
      'node: a message to an ally': node(byAffected, '', () => true),
      'node: a question to an affected person': node(question, '', () => true),
      'node: a report of a message': node(report, '', () => true),
      'Thread.messages: of an ally': () => thread(allys),
      'Thread.messages: own': async (who) => {
        const pledgeId = await own(scene, who);
        await said(scene, speaker(scene, who), pledgeId);
        return thread(pledgeId);
      },
      'ThreadMessage.author: someone affected': node(byAffected, author, (one) => one.author !== null),
      'ThreadMessage.author: one who organizes': node(byOrganizer, author, (one) => one.author !== null),
      'Community.messageReports': () => ({
        query: 'query ($handle: String!) { community(handle: $handle) { messageReports { nodes { id } } } }',
        variables: { handle: home.handle },
        shows: (data: any) => data?.community?.messageReports.nodes.length > 0,
      }),
      'Ask.overdueQuestionCount': () => ({
        query: 'query ($id: ID!) { ask(id: $id) { overdueQuestionCount } }',
        variables: { id: ask },
        shows: (data: any) => data?.ask?.overdueQuestionCount === 0,
      }),
    };
  },
};

import { join, mine, read, report } from './ally.js';
import { Accompany, given } from './client.js';
import { figures, watch } from './dashboard.js';
import { attest, post, reported, start } from './organizer.js';

/**
 * All three programs against one server, as a day would go. It fails when anything is not as it should be, so that it can
 * stand in a pipeline: node dist/story.js http://localhost:3000 START_LINK
 */
const [server = '', startLink = ''] = process.argv.slice(2);
if (!startLink) {
  console.error('Usage: node dist/story.js SERVER START_LINK');
  process.exit(2);
}

function say(line: string): void {
  console.log(line);
}

function sure(holds: boolean, what: string): void {
  if (!holds) throw new Error(`That is not how it should be: ${what}`);
}

const community = await start(server, startLink);
say(`The organizer started ${community.handle}.`);
const rows = [
  { key: '17', title: 'Drive us to the hearing', template: 'transport', quantity: 8 },
  { key: '18', title: 'Read the letter with us', template: 'translate', quantity: 3 },
];
const asks = await post(server, community, rows);
sure(
  (await post(server, community, rows)).every(({ id }, index) => id === asks[index]?.id),
  'a second run posts nothing twice',
);
say(`The organizer posted ${asks.length} asks, and may run again as often as they like.`);

const dashboard = new Accompany({ server });
const before = await figures(dashboard, community.handle);
say(`The dashboard shows ${before.progress.shareAttested.text} of ${before.progress.wanted} attested.`);

/** The dashboard on the wall: it ends once it has seen what was attested. */
async function wall(): Promise<string[]> {
  const shown: string[] = [];
  for await (const { attested, pledged } of watch(server, community.handle)) {
    shown.push(`${pledged.quantity.text} pledged, ${attested.quantity.text} attested`);
    if (attested.quantity.value === 2) return shown;
  }
  return shown;
}
const watching = wall();

const link = given(asks[0]?.link);
const invitation = given(await read(server, link));
say(
  `The ally reads “${invitation.ask.title}”, agreement ${invitation.agreement.version}, brief ${invitation.brief.version}.`,
);
const joined = given(
  await join(server, link, 2, {
    accept: ({ agreement }) =>
      agreement.questions.map(({ id: questionId }) => ({ questionId, text: 'I rent too, with a secure lease.' })),
  }),
);
say(`The ally reported: ${await report(server, joined, 2)}.`);

const { reports } = await reported(server, community);
sure(reports.length === 1, 'one report waits for the community');
say(`The organizer attested ${await attest(server, community)} report.`);
const { pledges } = await mine(server, joined);
sure(pledges.nodes[0]?.occurrences[0]?.state === 'ATTESTED', 'the ally sees that it counts');

const after = await figures(dashboard, community.handle);
sure(after.progress.attested.quantity.value === 2, 'two are attested');
say(`The dashboard shows ${after.progress.attested.quantity.text} of ${after.progress.wanted} attested.`);
say(`The wall showed: ${(await watching).join('; ')}.`);

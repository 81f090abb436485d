import type { Terminal } from '../commands/terminal.js';
import type { Config } from '../config.js';
import type { Person } from './cast.js';
import type { Founded } from './gathering.js';
import type { DemoServices } from './services.js';
import { community } from './texts/index.js';

interface Counts {
  asks: number;
  priorities: number;
  pledges: [state: string, count: number][];
}

export interface Made {
  handle: string;
  people: Person[];
  allies: Person[];
  counts: Counts;
}

/** As the founder sees it. */
export async function counted({ database }: DemoServices, { campaignId, founder }: Founded): Promise<Counts> {
  return database.read(founder.actor, async (reader) => {
    const [of] = await reader.rows<{ asks: number; priorities: number }>(
      `SELECT (SELECT count(*)::integer FROM ask WHERE campaign_id = $1) AS asks,
              (SELECT count(*)::integer FROM priority WHERE campaign_id = $1) AS priorities`,
      [campaignId],
    );
    const pledges = await reader.rows<{ state: string; count: number }>(
      'SELECT state, count(*)::integer AS count FROM pledge WHERE campaign_id = $1 GROUP BY state ORDER BY count DESC, state',
      [campaignId],
    );
    return {
      asks: of?.asks ?? 0,
      priorities: of?.priorities ?? 0,
      pledges: pledges.map(({ state, count }) => [state, count]),
    };
  });
}

/** What a newcomer needs to look around. The passwords are shown here and nowhere else. */
export function tell({ handle, people, allies, counts }: Made, { publicUrl }: Config, on: Terminal): void {
  const all = counts.pledges.reduce((sum, [, count]) => sum + count, 0);
  on.say(community.name);
  on.say(`  ${people.length} people affected, ${allies.length} allies, ${counts.priorities} priorities,`);
  on.say(`  ${counts.asks} asks and ${all} pledges: ${counts.pledges.map((one) => one.join(' ')).join(', ')}`);
  on.say('');
  on.say('Sign in as                  name                       password');
  const signIns: [string, Person | undefined][] = [
    ['a steward', people[0]],
    ['a member', people.at(-1)],
    ['an organizer (an ally)', allies[0]],
    ['an ally', allies.at(-1)],
  ];
  for (const [role, person] of signIns) {
    on.say(`  ${role.padEnd(26)}${(person?.signInName ?? '').padEnd(27)}${person?.password ?? ''}`);
  }
  on.say('');
  on.say(`Look around at ${publicUrl}/graphiql (start the server with npm start). For example:`);
  on.say(`  { campaign(handle: "${handle}") { name progress { wanted shareAttested { text } } } }`);
  on.say('and, with the token of a sign-in as the header Authorization: Bearer …:');
  on.say('  mutation { signIn(input: { signIn: "NAME", password: "PASSWORD" }) { session { accessToken } } }');
}

import { sql } from '../../support/database.js';
import type { Answer, As } from '../../support/client.js';
import type { World } from '../../support/world.js';
import { type Launched, launched } from '../asks/launched.js';

/** What an ask says of whom it suits, as its columns hold it. */
export type Suiting = Readonly<Record<string, unknown>>;

export interface Ground extends Launched {
  /** An open ask; `suiting` is written into its columns. */
  ask(input?: Record<string, unknown>, suiting?: Suiting): Promise<{ id: string; title: string }>;
}

/** A community with a campaign in which asks are open. */
export async function ground(world: World): Promise<Ground> {
  const home = await launched(world);
  const ask: Ground['ask'] = async (input = {}, suiting = {}) => {
    const title = world.unique('Ask');
    const { steward, campaignId, priorityId } = home;
    const made = await world.ask({ steward, campaignId, priorityId }, { title, quantityWanted: 2, ...input });
    await suit(world, made.id, suiting);
    return { ...made, title };
  };
  return { ...home, ask };
}

export async function suit(world: World, askId: string, suiting: Suiting): Promise<void> {
  const columns = Object.keys(suiting);
  if (columns.length === 0) return;
  const assigned = columns.map((column, place) => `${column} = $${place + 2}`).join(', ');
  await sql(world.on.urls.owner)(`UPDATE ask SET ${assigned} WHERE id = $1`, [askId, ...Object.values(suiting)]);
}

export interface Suggested {
  ask: { id: string; title: string };
  joinFirst: boolean;
  reasons: { code: string; text: string }[];
  cautions: { code: string; text: string }[];
}

const SUGGESTIONS = `query ($communityId: ID, $filter: AskFilterInput, $first: Int, $after: String) {
  viewer { asksForMe(communityId: $communityId, filter: $filter, first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes { ask { id title } joinFirst reasons { code text } cautions { code text } } } } }`;

/** The list of whoever asks, a page of it. */
export async function page(world: World, as: As, variables: Record<string, unknown> = {}): Promise<Answer> {
  const { viewer } = await world.on.query(as, SUGGESTIONS, { first: 50, ...variables });
  return viewer.asksForMe;
}

export async function suggested(
  world: World,
  as: As,
  { id }: { id: string },
  filter: Record<string, unknown> = {},
): Promise<Suggested[]> {
  return (await page(world, as, { communityId: id, filter })).nodes;
}

export const titles = (list: readonly Suggested[]): string[] => list.map(({ ask }) => ask.title);

export function about(list: readonly Suggested[], { id }: { id: string }): Suggested {
  const found = list.find(({ ask }) => ask.id === id);
  if (!found) throw new Error('The ask was to be in the list.');
  return found;
}

export const codes = (said: readonly { code: string }[]): string[] => said.map(({ code }) => code);

import type { Answer, As, TestApp } from '../../support/client.js';

const ITEM =
  'kind text dueAt since count nextMutation subjectId subject { __typename id } community { id } campaign { id }';

export interface Asked {
  communityId?: string;
  kinds?: string[];
  first?: number;
  after?: string;
}

/** The worklist of someone, as they see it. */
export async function waitingFor(on: TestApp, as: As, asked: Asked = {}): Promise<Answer[]> {
  const { viewer } = await on.query(
    as,
    `query ($communityId: ID, $kinds: [WorklistKind!], $first: Int!, $after: String) {
       viewer { worklist(communityId: $communityId, kinds: $kinds, first: $first, after: $after) { nodes { ${ITEM} } } } }`,
    { first: 100, ...asked },
  );
  return viewer.worklist.nodes;
}

/** The one item of this kind; undefined if there is none. */
export async function itemFor(on: TestApp, as: As, kind: string): Promise<Answer> {
  const items = await waitingFor(on, as, { kinds: [kind] });
  if (items.length > 1) throw new Error(`There are ${items.length} items of ${kind}.`);
  return items[0];
}

/** Who of these finds an item of the kind in their list. */
export async function whoFinds(on: TestApp, kind: string, people: Record<string, As>): Promise<string[]> {
  const found: string[] = [];
  for (const [name, as] of Object.entries(people)) {
    if ((await waitingFor(on, as, { kinds: [kind] })).length > 0) found.push(name);
  }
  return found;
}

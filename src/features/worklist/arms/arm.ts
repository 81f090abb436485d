import type { Words } from '../../../platform/words/words.js';

/** What an arm found, before it is said. */
export interface Found {
  /** How many things are folded into one item. */
  count: number;
  /** What it is called, as people wrote it. */
  title: string;
  /** How much of something, where that is told. */
  amount: number;
  unit: string;
  nextMutation: string | null;
}

/** The parts of one item, as expressions over what the arm reads from. */
export interface ArmColumns {
  /** For which community the viewer does it. */
  community: string;
  campaign?: string;
  /** What it is about: an id of the type that the arm names. */
  subject: string;
  dueAt?: string;
  since?: string;
  /** Where neither time says how urgent it is. */
  urgentAt?: string;
  count?: string;
  title?: string;
  amount?: string;
  unit?: string;
  /** Where what settles it depends on the row. */
  nextMutation?: string;
}

/**
 * One kind of thing that waits: what is read, and how it is said. Row-level security leaves what the viewer may see; the
 * arm leaves of it what the viewer can settle now. To add a kind, write an arm and name it in all-arms.ts.
 */
export interface Arm {
  kind: string;
  description: string;
  /** The mutation that settles it; null where others have to. */
  nextMutation: string | null;
  /** The type of the subject, if it is a Node. */
  subject: string | null;
  columns: ArmColumns;
  from: string;
  where: readonly string[];
  /** Where several rows are one item. */
  groupBy?: string;
  says: (found: Found) => Words;
}

/** Read once a statement, whatever number of arms ask for it. */
const ids = (call: string) => `((SELECT ${call})::uuid[])`;

export const AFFECTED = ids(`app.communities_as('affected')`);
export const SETTLED = ids(`app.communities_as('settled')`);
export const ORGANIZED = ids(`app.communities_as('organizer')`);
export const STEERED = ids(`app.communities_as('steward')`);
export const OWN = ids('app.my_memberships()');
export const LAPSED = ids('app.lapsed_mandates()');

type Role = 'affected' | 'settled' | 'organizer' | 'steward';

/**
 * The viewer has the role in the community that leads the row: in its host, or in the lead that it names, as long as that
 * takes part. The first condition is what an index can answer.
 */
export function leads(alias: string, role: Role): string {
  const mine = ids(`app.communities_as('${role}')`);
  const led = ids(`app.campaigns_led_as('${role}')`);
  return `${alias}.community_id = ANY ${ids(`app.communities_as('${role}') || app.coalition_hosts()`)} AND CASE
    WHEN ${alias}.lead_id IS NULL THEN ${alias}.community_id = ANY ${mine}
    ELSE ${alias}.lead_id = ANY ${mine} AND ${alias}.campaign_id = ANY ${led} END`;
}

/** The community for which it is done. */
export const actingFor = (alias: string) => `coalesce(${alias}.lead_id, ${alias}.community_id)`;

export const campaignOf = (alias: string) =>
  `JOIN campaign g ON g.community_id = ${alias}.community_id AND g.id = ${alias}.campaign_id`;

/** A live mandate for what `alias` serves, under which its community could open it. */
export const liveMandateFor = (alias: string) =>
  `EXISTS (SELECT FROM mandate l WHERE l.community_id = ${alias}.community_id AND l.priority_id = ${alias}.priority_id
     AND l.state = 'LIVE' AND l.until > now() AND l.lead_id IS NOT DISTINCT FROM ${alias}.lead_id)`;

/** Two people alone give no second emergency mandate for a priority, unless a round that is under way lists it. */
export const needsRound = (alias: string, except = 'NULL::uuid') =>
  `(EXISTS (SELECT FROM mandate e WHERE e.community_id = ${alias}.community_id AND e.priority_id = ${alias}.priority_id AND e.id IS DISTINCT FROM ${except}
      AND e.kind = 'EMERGENCY' AND e.starts_at IS NOT NULL)
    AND NOT EXISTS (SELECT FROM round_item i JOIN priority_round r ON r.community_id = i.community_id AND r.id = i.round_id
      WHERE i.community_id = ${alias}.community_id AND i.priority_id = ${alias}.priority_id AND r.ended_at IS NULL))`;

import type { Scene, Who } from './cast.js';
import type { Deed, Sight } from './deeds.js';

/**
 * Who may what, written by hand from the table of roles in the design, and never from the code. ✓ may, · may not,
 * ? the design does not say. "organization" represents an ally organization and stands there in no other way, "newcomer"
 * is affected and on probation, "paused" an ally whose standing is paused, "stale" a steward who proved an hour ago that
 * it is them, "neighbour" the steward of another community, "former" someone affected whose membership ended, "key" a
 * dashboard key of the community, "operator" an account of the host.
 */
export interface Rows {
  mutations?: string;
  queries?: string;
  fields?: string;
  /** What to send for each row of the mutations. */
  deeds?: Readonly<Record<string, Deed>>;
  /** How to look at each row of the queries and fields. */
  sights?: (scene: Scene) => Promise<Record<string, (who: Who) => Sight | Promise<Sight>>>;
}

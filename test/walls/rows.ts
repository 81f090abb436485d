import type { Addition, Change, Deletion, Sight } from './probes.js';

/**
 * What the database lets through, whatever code came to run before it: written by hand from the design, never from the
 * policies. ✓ lets through, · does not. Besides the people of the access matrix: "stranger" is an id that nobody has,
 * "pretender" a kind of actor that does not exist, "system" the clock, "trainee" affected and on probation in the community
 * of the neighbour, who leads a campaign with the one at home.
 */
export interface Walls {
  sees?: string;
  sights?: Readonly<Record<string, Sight>>;
  adds?: string;
  additions?: Readonly<Record<string, Addition>>;
  changes?: string;
  alterations?: Readonly<Record<string, Change>>;
  removes?: string;
  deletions?: Readonly<Record<string, Deletion>>;
}

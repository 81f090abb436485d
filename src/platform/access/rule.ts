import { Forbidden, Unauthenticated } from '../graphql/errors.js';
import { type Actor, included, type Role, roles, rolesAnywhere, rolesIn } from './actor.js';

/** Always, or on the condition named. */
export type Cell = true | string;
export type Cells = Partial<Record<Role, Cell>>;

export interface Facts {
  /** Whose matter it is; null before there is a community. */
  communityId: string | null;
}

export type Test<F extends Facts> = (actor: Actor, facts: F, rolesThere: ReadonlySet<Role>) => boolean;

interface Options {
  /** For signing in and refreshing, which are how one gets rid of a token that is no longer valid. */
  admitsRejected?: boolean;
}

/**
 * Who may, said once: the schema's entry check, the policy in the service and the printed table all read this object.
 * A role whose cell is `true` always may; one whose cell is text may when the test says so.
 */
export class Rule<F extends Facts = Facts> {
  constructor(
    readonly cells: Readonly<Cells>,
    private readonly test?: Test<F>,
    private readonly options: Options = {},
  ) {
    if (!test && Object.values(cells).some((cell) => typeof cell === 'string')) {
      throw new Error('A rule with a condition needs the test of that condition.');
    }
  }

  get admitsRejected(): boolean {
    return this.options.admitsRejected ?? false;
  }

  /** Could this actor be allowed somewhere? Turns away the others before any work is done for them. */
  admits(actor: Actor): boolean {
    return this.anyOf(rolesAnywhere(actor), () => true);
  }

  allows(actor: Actor, facts: F): boolean {
    const there = rolesIn(actor, facts.communityId ?? null);
    return this.anyOf(there, () => this.test?.(actor, facts, there) === true);
  }

  /** What the role gets in all, its included roles counted in: `✓`, `~ condition` or nothing. */
  print(role: Role): string {
    const cells = included[role].map((one) => this.cells[one]);
    if (cells.includes(true)) return '✓';
    const conditions = new Set(cells.filter((cell) => typeof cell === 'string'));
    return conditions.size > 0 ? `~ ${[...conditions].join(', ')}` : '';
  }

  private anyOf(held: ReadonlySet<Role>, condition: () => boolean): boolean {
    const cells = roles.filter((role) => held.has(role)).map((role) => this.cells[role]);
    return cells.includes(true) || (cells.some((cell) => typeof cell === 'string') && condition());
  }
}

export function rule<F extends Facts = Facts>(cells: Cells, test?: Test<F>, options?: Options): Rule<F> {
  return new Rule<F>(cells, test, options);
}

const all: Cells = { anonymous: true, signedIn: true, dashboardKey: true, operator: true };

export const everyone = rule(all);
/** Everyone, those with an outdated token too. */
export const doorway = rule(all, undefined, { admitsRejected: true });
export const signedIn = rule({ signedIn: true });
/** Whoever belongs to the community, in whatever standing. */
export const members = rule({ probation: true, ally: true, affected: true });
/** The people concerned, newcomers included. */
export const affectedPeople = rule({ probation: true, affected: true });
export const stewards = rule({ steward: true });

/** The policy, on the locked row. */
export function authorize<F extends Facts>(actor: Actor, required: Rule<F>, facts: F): void {
  if (required.allows(actor, facts)) return;
  throw refusalFor(actor);
}

/** At the door, before the row is known. */
export function admit(actor: Actor, required: Rule<never>): void {
  if (actor.rejected && !required.admitsRejected) throw new Unauthenticated(REFRESH);
  if (!required.admits(actor)) throw refusalFor(actor);
}

const REFRESH = 'Your session has ended or was replaced. Refresh it, or sign in again.';

function refusalFor(actor: Actor): Error {
  if (actor.rejected) return new Unauthenticated(REFRESH);
  return actor.kind === 'anonymous' ? new Unauthenticated() : new Forbidden();
}

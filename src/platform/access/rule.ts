import { Forbidden, StepUpRequired, Unauthenticated } from '../graphql/errors.js';
import { type Actor, included, type Role, roles, rolesAnywhere, rolesIn } from './actor.js';

/** Always, or on the condition named. */
export type Cell = true | string;
export type Cells = Partial<Record<Role, Cell>>;

export interface Facts {
  /** Whose matter it is; null before there is a community. */
  communityId: string | null;
  /** The community that leads it, where that is not the one it belongs to: then its people decide. */
  leadId?: string | null;
}

export type Test<F extends Facts> = (actor: Actor, facts: F, rolesThere: ReadonlySet<Role>) => boolean;

interface Options {
  /** For signing in and refreshing, which are how one gets rid of a token that is no longer valid. */
  admitsRejected?: boolean;
  /** For what is hard to undo: the person proved within the last minutes that it is them. */
  fresh?: boolean;
}

/** Exports, keys, duties and deletion ask for a proof no older than this. */
export const FRESH_FOR_MS = 10 * 60_000;

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

  get fresh(): boolean {
    return this.options.fresh ?? false;
  }

  /** Could this actor be allowed somewhere? Turns away the others before any work is done for them. */
  admits(actor: Actor): boolean {
    return this.anyOf(rolesAnywhere(actor), () => true);
  }

  allows(actor: Actor, facts: F): boolean {
    const there = rolesIn(actor, facts.communityId ?? null, facts.leadId ?? null);
    return this.anyOf(there, () => this.test?.(actor, facts, there) === true);
  }

  /** What the role gets in all, its included roles counted in: `✓`, `~ condition` or nothing. */
  print(role: Role): string {
    const cells = included[role].map((one) => this.cells[one]);
    if (cells.includes(true)) return '✓';
    const conditions = new Set(cells.filter((cell) => typeof cell === 'string'));
    return conditions.size > 0 ? `~ ${[...conditions].join(', ')}` : '';
  }

  withFreshProof(): Rule<F> {
    return new Rule(this.cells, this.test, { ...this.options, fresh: true });
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
/** Every person, those with an outdated token too. */
export const doorway = rule({ anonymous: true, signedIn: true, operator: true }, undefined, { admitsRejected: true });
/** Whoever has an account, those of the host included: for what concerns the account itself. */
export const accountHolders = rule({ signedIn: true, operator: true });
export const signedIn = rule({ signedIn: true });
/** Whoever belongs to the community, in whatever standing. */
export const members = rule({ probation: true, ally: true, affected: true });
/** The people concerned, newcomers included. */
export const affectedPeople = rule({ probation: true, affected: true });
export const stewards = rule({ steward: true });

/** The same rule, for what is hard to undo: it also asks that the person proved lately that it is them. */
export function freshly<F extends Facts>(required: Rule<F>): Rule<F> {
  return required.withFreshProof();
}

/** The policy, on the locked row. */
export function authorize<F extends Facts>(actor: Actor, required: Rule<F>, facts: F): void {
  if (!required.allows(actor, facts)) throw refusalFor(actor);
  if (required.fresh && !isFresh(actor)) throw new StepUpRequired();
}

/** At the door, before the row is known. */
export function admit(actor: Actor, required: Rule<never>): void {
  if (actor.rejected && !required.admitsRejected) throw refusalFor(actor);
  if (!required.admits(actor)) throw refusalFor(actor);
  if (required.fresh && !isFresh(actor)) throw new StepUpRequired();
}

function isFresh({ provedAt }: Actor): boolean {
  return provedAt != null && Date.now() - provedAt.getTime() <= FRESH_FOR_MS;
}

const SECOND_FACTOR =
  'Your role does not allow this. A community of yours asks its stewards and organizers for a second factor: set one up, or sign in with it, and your duties there are yours again.';
const REFRESH = 'Your session has ended or was replaced. Refresh it, or sign in again.';
const KEY_ENDED = 'This key does not work (any more). Ask a steward of the community for a new one.';
const APP_ENDED = 'This app token does not work (any more). Make a new one with createAppToken.';

function refusalFor(actor: Actor): Error {
  if (actor.rejected === 'key') return new Unauthenticated(KEY_ENDED);
  if (actor.rejected === 'app') return new Unauthenticated(APP_ENDED);
  if (actor.rejected) return new Unauthenticated(REFRESH);
  if (actor.kind === 'anonymous') return new Unauthenticated();
  if (actor.memberships.some((one) => one.awaitsSecondFactor)) return new Forbidden(SECOND_FACTOR);
  return new Forbidden();
}

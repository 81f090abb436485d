import { Injectable } from '@nestjs/common';
import type { Actor } from '../../access/actor.js';
import type { ChildList } from '../list.js';

/** The columns of a row in a statement that is being written: `{ id: 'r1."id"', … }`. */
export type Columns<Row> = Readonly<Record<keyof Row & string, string>>;

/** What a statement may ask about who reads. */
export interface Viewer {
  /** SQL for whether one of the viewer's `facts` holds in a community. */
  holds(fact: string, communityId: string): string;
}

export type Field<Row = never> =
  /** Its value, in SQL, from its row. */
  | { value: (row: Columns<Row>) => string }
  /** An object of this row, with fields of its own. */
  | { part: Fields<Row> }
  /** The one row of a type that belongs to it, or null. */
  | { one: string; where: (row: Columns<Row>) => string }
  /** A page of the rows of a type. Any argument but these is left to the resolver. */
  | { many: string; list: (row: Columns<Row>, args: never) => ChildList; takes: readonly string[] }
  /** Of two ways to read it, one: what the condition does not hold for is never run. */
  | { either: (row: Columns<Row>, viewer: Viewer) => Either };

export type Fields<Row = never> = Readonly<Record<string, Field<Row>>>;

/** Something that holds for whoever reads in some communities. */
export interface Fact {
  /** Those communities, as a uuid[] out of their `who.memberships`. */
  sql: string;
  holds: (actor: Actor, communityId: string) => boolean;
}

export interface Either {
  when: string;
  so: Source;
  otherwise: Source;
}

/** A row that is always there, such as one of sums. */
export interface Source {
  select: string;
  from: string;
  where: string;
  fields: Fields;
}

/** How the objects of a type are read. */
export interface TypePlan<Row> {
  /** Select list and FROM, those of the type's loaders: a plan and a loader must not say two things. */
  columns: string;
  from: string;
  /** Fields that are columns, by the same names. */
  plain: readonly (keyof Row & string)[];
}

/** A field of Query that answers one row. */
export interface RootPlan {
  type: string;
  /** Its one argument. */
  argument: string;
  /** Whether the resolver would take the value; where it would refuse, it does so itself. */
  fits?: (value: unknown) => boolean;
  where: (place: string) => string;
}

/**
 * What one statement can read. Features say it of their types beside their loaders; whatever is not said here goes the
 * ordinary way, through resolvers.
 */
@Injectable()
export class ReadPlans {
  readonly roots = new Map<string, RootPlan>();
  readonly types = new Map<string, TypePlan<never>>();
  /** By type and field: `Ask.progress`. */
  readonly fields = new Map<string, Field>();
  readonly facts = new Map<string, Fact>();

  root(field: string, plan: RootPlan): void {
    this.roots.set(field, plan);
  }

  type<Row>(name: string, plan: TypePlan<Row>, fields: Fields<Row> = {}): void {
    this.types.set(name, plan);
    for (const [field, how] of Object.entries(fields)) this.field<Row>(name, field, how);
  }

  /** Of a parent's type: a child knows its parent, never the reverse. */
  field<Row>(type: string, name: string, how: Field<Row>): void {
    this.fields.set(`${type}.${name}`, how);
  }

  fact(name: string, fact: Fact): void {
    this.facts.set(name, fact);
  }

  /** Whether they read anything there from elsewhere than everyone does. */
  isInside(actor: Actor, communityId: string): boolean {
    return [...this.facts.values()].some(({ holds }) => holds(actor, communityId));
  }
}

import { Injectable, type Type } from '@nestjs/common';
import type { Actor } from '../../access/actor.js';

/** What is known of an object without reading it. */
export interface Reference {
  id: string;
  communityId: string;
}

export interface WritePlan<Input extends object = object, Made extends object = object> {
  /** The class of its `input`, with the rules of what may be sent. */
  input: Type<Input>;
  /** The field of its payload that answers what was made, a row of a type that has a read plan. */
  answers: string;
  /** Fields of that type which lead to another object. */
  leads: Readonly<Record<string, (made: Made) => Reference>>;
  /** Null where it is to be done, or refused, in the ordinary way: nothing of it is left then. */
  make(actor: Actor, input: Input): Promise<Made | null>;
}

/** Mutations of which most calls are made and answered without resolvers. Features say it of theirs. */
@Injectable()
export class WritePlans {
  readonly mutations = new Map<string, WritePlan>();

  mutation<Input extends object, Made extends object>(field: string, plan: WritePlan<Input, Made>): void {
    this.mutations.set(field, plan as unknown as WritePlan);
  }
}

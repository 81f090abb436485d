import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { Database } from '../../platform/database/database.js';
import { newId } from '../../platform/database/id.js';
import { isPassing, translated } from '../../platform/database/pg-errors.js';
import { Together } from '../../platform/database/together.js';
import { Failure } from '../../platform/graphql/errors.js';
import type { PledgeType } from './pledge.graphql.js';
import type { MakePledgeInput } from './pledge.inputs.js';
import { madeColumns } from './pledge.loaders.js';

const MAKE = `SELECT ${madeColumns} FROM app.make_pledges($1) p`;

interface Asked {
  actor: Actor;
  input: MakePledgeInput;
}

/** Pledges of people for themselves, made together in one statement and one commit. */
@Injectable()
export class PledgesTogether {
  private readonly queue = new Together<Asked, PledgeType | null>((asked) => this.makeAll(asked));

  constructor(private readonly database: Database) {}

  /** The pledge; null where it is to be made, or refused, in the ordinary way: nothing of it is left then. */
  async make(actor: Actor, input: MakePledgeInput): Promise<PledgeType | null> {
    if (!isPlain(actor, input)) return null;
    try {
      return await this.queue.add({ actor, input });
    } catch (error) {
      // All of them were undone, and each goes alone. Of a lost answer nobody knows: only a key makes it safe to send again.
      if (error instanceof Failure || (isPassing(error) && input.idempotencyKey == null)) throw translated(error);
      return null;
    }
  }

  private async makeAll(asked: readonly Asked[]): Promise<(PledgeType | null)[]> {
    const sent = asked.map((one, place) => this.sent(one, place));
    const rows = await this.database.forMany<PledgeType>(MAKE, [JSON.stringify(sent)]);
    const made = new Map(rows.map((pledge) => [pledge.id, pledge]));
    return sent.map(({ id }) => made.get(id) ?? null);
  }

  private sent({ actor, input }: Asked, place: number) {
    const { when, where, firstStep } = input.plan;
    return {
      place,
      id: newId(),
      deed: newId(),
      person: actor.personId,
      key: input.idempotencyKey,
      hash: this.database.requestHash({ name: 'makePledge', input }).toString('hex'),
      ask: input.askId,
      quantity: input.quantity ?? 1,
      when,
      where: where ?? '',
      firstStep,
      brief: input.briefVersion,
      terms: input.termsVersion,
      agreement: input.agreementVersion,
      risk: input.acceptedRiskTier,
      shownAs: input.shownAs,
    };
  }
}

function isPlain(actor: Actor, { organizationId, shiftId, onlyIf, until }: MakePledgeInput): boolean {
  const isForThemselves = actor.kind === 'person' && organizationId == null;
  return isForThemselves && shiftId == null && onlyIf == null && until == null;
}

import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { Database } from '../../platform/database/database.js';
import { newId } from '../../platform/database/id.js';
import { Together } from '../../platform/database/together.js';
import type { PledgeType } from './pledge.graphql.js';
import type { MakePledgeInput } from './pledge.inputs.js';
import { madeColumns } from './pledge.loaders.js';

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
    return isPlain(actor, input) ? this.queue.add({ actor, input }) : null;
  }

  private async makeAll(asked: readonly Asked[]): Promise<(PledgeType | null)[]> {
    const sent = asked.map((one, place) => this.sent(one, place));
    const made = new Map((await this.made(sent)).map((pledge) => [pledge.id, pledge]));
    return sent.map(({ id }) => made.get(id) ?? null);
  }

  /** Whatever went wrong, all of it was undone, or its keys tell that it was done: each is then asked for alone. */
  private async made(sent: readonly object[]): Promise<PledgeType[]> {
    try {
      return await this.database.forMany<PledgeType>(`SELECT ${madeColumns} FROM app.make_pledges($1) p`, [
        JSON.stringify(sent),
      ]);
    } catch {
      return [];
    }
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

/** Only what carries a key: it may then be sent once more, alone, without being made twice. */
function isPlain(actor: Actor, { idempotencyKey, organizationId, shiftId, onlyIf, until }: MakePledgeInput): boolean {
  const isForThemselves = actor.kind === 'person' && organizationId == null;
  return isForThemselves && idempotencyKey != null && shiftId == null && onlyIf == null && until == null;
}

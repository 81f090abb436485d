import { createHash, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Ask, Idempotency, Membership, OutboxEvent, Pledge, RecordEntry } from './entities.js';
import type { Session, Standing } from './session.js';
import type { MakePledgeInput, MakePledgePayload, PledgeType } from './types.js';

/** What app.take_place answers, under the lock of the ask's tally. */
interface Room {
  campaignState: string;
  askState: string;
  mandateLives: boolean;
  windowIsOver: boolean;
  agreementVersion: number;
  briefVersion: number;
  termsVersion: number;
  riskTier: number;
  quantityWanted: number;
  pledgedQuantity: number;
  slots: number | null;
  placesTaken: number;
  smallestWaiting: number | null;
  mandateId: string;
  turn: number;
}

class Refusal extends Error {
  constructor(
    readonly code: string,
    readonly path: string[],
  ) {
    super(code);
  }
}

/** A pledge in one transaction: the checks in code, the rows through entities. */
@Injectable()
export class PledgesService {
  constructor(private readonly source: DataSource) {}

  async make(session: Session, input: MakePledgeInput): Promise<MakePledgePayload> {
    try {
      const id = await this.source.transaction((manager) => this.inside(manager, session, input));
      const pledge = await (await session.manager()).findOneByOrFail(Pledge, { id });
      return { pledge: { ...pledge, turn: Number(pledge.turn) } as unknown as PledgeType, userErrors: [] };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { pledge: null, userErrors: [{ code: error.code, path: error.path }] };
    }
  }

  private async inside(manager: EntityManager, session: Session, input: MakePledgeInput): Promise<string> {
    await session.authenticate(manager);
    const [{ standings, scope }] = (await manager.query(
      `SELECT app.enter('person', $1, NULL) AS standings, app.scope() AS scope`,
      [session.personId],
    )) as { standings: Standing[]; scope: string }[];
    const key = input.idempotencyKey ?? randomUUID();
    const requestHash = createHash('sha256').update(JSON.stringify(input)).digest();
    const before = await manager.findOne(Idempotency, { where: { scope, key } });
    if (before?.result) return before.result.pledgeId;
    await manager.insert(Idempotency, { scope, key, operation: 'makePledge', requestHash });
    const ask = await manager.findOneByOrFail(Ask, { id: input.askId });
    const mine = standings.find((one) => one.communityId === ask.communityId);
    if (!mine) throw new Refusal('FORBIDDEN', ['input', 'askId']);
    const membership = await manager.findOneByOrFail(Membership, { id: mine.membershipId });
    const [{ room }] = (await manager.query('SELECT app.take_place($1, $2, NULL) AS room', [
      ask.communityId,
      ask.id,
    ])) as { room: Room }[];
    const hasOne = await manager.count(Pledge, {
      where: ['ACTIVE', 'WAITLISTED'].map((state) => ({
        communityId: ask.communityId,
        askId: ask.id,
        pledgerId: mine.membershipId,
        state,
      })),
    });
    this.refuse(input, { room, mine, membership, ask, hasOne: hasOne > 0 });
    const pledge = await this.place(manager, input, { room, mine, ask });
    await manager.update(Idempotency, { scope, key }, { result: { pledgeId: pledge.id } });
    return pledge.id;
  }

  private refuse(
    input: MakePledgeInput,
    {
      room,
      mine,
      membership,
      ask,
      hasOne,
    }: { room: Room; mine: Standing; membership: Membership; ask: Ask; hasOne: boolean },
  ): void {
    const when = new Date(input.plan.when);
    const isOpen =
      room.campaignState === 'LAUNCHED' && room.askState === 'OPEN' && room.mandateLives && !room.windowIsOver;
    if (!isOpen) throw new Refusal('ASK_NOT_OPEN', ['input', 'askId']);
    if (
      mine.standing === 'ALLY' &&
      (membership.agreementVersion !== room.agreementVersion || input.agreementVersion !== room.agreementVersion)
    ) {
      throw new Refusal('AGREEMENT_STALE', ['input', 'agreementVersion']);
    }
    if (input.briefVersion !== room.briefVersion) throw new Refusal('BRIEF_STALE', ['input', 'briefVersion']);
    if (input.termsVersion !== room.termsVersion) throw new Refusal('TERMS_STALE', ['input', 'termsVersion']);
    if (input.acceptedRiskTier !== room.riskTier) throw new Refusal('RISK_NOT_ACCEPTED', ['input', 'acceptedRiskTier']);
    if (hasOne) throw new Refusal('ALREADY_PLEDGED', ['input', 'askId']);
    if ((input.quantity ?? 1) > room.quantityWanted) throw new Refusal('MORE_THAN_WANTED', ['input', 'quantity']);
    if (when <= new Date()) throw new Refusal('IN_THE_PAST', ['input', 'plan', 'when']);
    if ((ask.startsAt && when < ask.startsAt) || (ask.endsAt && when > ask.endsAt)) {
      throw new Refusal('OUT_OF_RANGE', ['input', 'plan', 'when']);
    }
  }

  private async place(
    manager: EntityManager,
    input: MakePledgeInput,
    { room, mine, ask }: { room: Room; mine: Standing; ask: Ask },
  ): Promise<Pledge> {
    const quantity = input.quantity ?? 1;
    const gap = room.quantityWanted - room.pledgedQuantity;
    const isFree = room.slots === null || room.placesTaken < room.slots;
    const isDue = isFree && room.smallestWaiting !== null && room.smallestWaiting <= gap;
    const agreementVersion = mine.standing === 'ALLY' ? room.agreementVersion : null;
    const pledge = manager.create(Pledge, {
      communityId: ask.communityId,
      id: randomUUID(),
      campaignId: ask.campaignId,
      askId: ask.id,
      mandateId: room.mandateId,
      pledgerId: mine.membershipId,
      pledgerStanding: mine.standing,
      turn: String(room.turn),
      quantity,
      planWhen: new Date(input.plan.when),
      planWhere: input.plan.where ?? '',
      planFirstStep: input.plan.firstStep,
      briefVersion: input.briefVersion,
      termsVersion: input.termsVersion,
      agreementVersion,
      riskTierAccepted: input.acceptedRiskTier,
      state: isFree && quantity <= gap && !isDue ? 'ACTIVE' : 'WAITLISTED',
    });
    await manager.save(pledge);
    if (isDue) await manager.query('SELECT app.settle_ask($1, $2)', [ask.communityId, ask.id]);
    const deed = randomUUID();
    const data = {
      askId: ask.id,
      turn: room.turn,
      quantity,
      state: pledge.state,
      briefVersion: room.briefVersion,
      termsVersion: room.termsVersion,
      agreementVersion,
      riskTier: room.riskTier,
    };
    await manager.insert(RecordEntry, {
      communityId: ask.communityId,
      id: deed,
      kind: 'pledge.made',
      actorId: mine.membershipId,
      actorRole: mine.steward ? 'STEWARD' : mine.standing,
      campaignId: ask.campaignId,
      subjectType: 'Pledge',
      subjectId: pledge.id,
      details: data,
    });
    await manager.insert(OutboxEvent, {
      id: deed,
      communityId: ask.communityId,
      kind: 'pledge.made',
      subjectId: pledge.id,
      data,
    });
    return pledge;
  }
}

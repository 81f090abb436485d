import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { Database } from '../../platform/database/database.js';
import { newId } from '../../platform/database/id.js';
import type { Tx } from '../../platform/database/tx.js';
import { refuse } from '../../platform/graphql/errors.js';
import { say } from '../../platform/words/words.js';
import { type RecordKind, record } from '../record/index.js';
import { canAnswerDemand, canMakeDemand } from './campaign.policy.js';
import { type CampaignRow, lockedCampaign, lockedDemand, refuseIfOver, refuseStale } from './campaign.queries.js';
import { dayIn, kept } from './campaign.rules.js';
import type { AnswerDemandInput, MakeDemandInput, ReviseDemandInput } from './demand.inputs.js';

export type NewDemand = Omit<MakeDemandInput, 'campaignId' | 'idempotencyKey'>;

@Injectable()
export class DemandsService {
  constructor(private readonly database: Database) {}

  make(actor: Actor, input: MakeDemandInput): Promise<{ demandId: string }> {
    return this.database.write(actor, { name: 'makeDemand', input }, async (tx) => ({
      demandId: await this.makeWithin(tx, input.campaignId, input),
    }));
  }

  async makeWithin(tx: Tx, campaignId: string, input: NewDemand): Promise<string> {
    const campaign = await lockedCampaign(tx, campaignId, canMakeDemand);
    refuseIfOver(campaign);
    refuseFuture(input.madeOn, campaign, 'madeOn');
    const { communityId } = campaign;
    const id = newId();
    await tx.rows(
      `INSERT INTO demand (community_id, id, campaign_id, title, details, decision_maker, made_on, set_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        communityId,
        id,
        campaignId,
        input.title,
        input.details ?? '',
        input.decisionMaker,
        input.madeOn ?? null,
        tx.membershipIn(communityId).membershipId,
      ],
    );
    await this.recorded(tx, campaign, 'demand.made', id);
    return id;
  }

  revise(actor: Actor, input: ReviseDemandInput): Promise<{ demandId: string }> {
    return this.database.write(actor, { name: 'reviseDemand', input }, async (tx) => {
      const { demandId, expectedVersion } = input;
      const { demand, campaign } = await lockedDemand(tx, demandId, canMakeDemand);
      refuseStale(demand, expectedVersion);
      refuseIfOver(campaign, 'demandId');
      refuseFuture(input.madeOn, campaign, 'madeOn');
      await tx.rows(
        `UPDATE demand SET title = $3, details = $4, decision_maker = $5, made_on = $6, version = version + 1
          WHERE community_id = $1 AND id = $2`,
        [
          demand.communityId,
          demandId,
          input.title ?? demand.title,
          input.details ?? demand.details,
          input.decisionMaker ?? demand.decisionMaker,
          kept(demand.madeOn, input.madeOn),
        ],
      );
      await this.recorded(tx, campaign, 'demand.revised', demandId, { version: demand.version + 1 });
      return { demandId };
    });
  }

  /** Notes one dated response. The campaign may have concluded: answers come late. */
  answer(actor: Actor, input: AnswerDemandInput): Promise<{ demandId: string }> {
    return this.database.write(actor, { name: 'answerDemand', input }, async (tx) => {
      const { demandId, answeredOn, text, state } = input;
      const { demand, campaign } = await lockedDemand(tx, demandId, canAnswerDemand);
      refuseFuture(answeredOn, campaign, 'answeredOn');
      if (demand.madeOn !== null && answeredOn < demand.madeOn) {
        throw refuse(
          'OUT_OF_RANGE',
          say`The demand was made on ${demand.madeOn}. Send that day or a later one.`,
          'answeredOn',
        );
      }
      const { communityId } = demand;
      await tx.rows(
        `INSERT INTO demand_response (community_id, id, demand_id, answered_on, text, state, noted_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7)`,
        [communityId, newId(), demandId, answeredOn, text, state, tx.membershipIn(communityId).membershipId],
      );
      await tx.rows('UPDATE demand SET state = $3, version = version + 1 WHERE community_id = $1 AND id = $2', [
        communityId,
        demandId,
        state,
      ]);
      await this.recorded(tx, campaign, 'demand.answered', demandId, { state });
      return { demandId };
    });
  }

  private async recorded(
    tx: Tx,
    { communityId, id }: CampaignRow,
    kind: RecordKind,
    subjectId: string,
    details: Record<string, unknown> = {},
  ): Promise<void> {
    await record(tx, { communityId, kind, campaignId: id, subjectType: 'Demand', subjectId, details });
  }
}

/** What happened did so today or before, by the campaign's calendar. */
function refuseFuture(day: string | null | undefined, campaign: CampaignRow, field: string): void {
  if (day == null || day <= dayIn(campaign.timeZone, campaign.now)) return;
  throw refuse('OUT_OF_RANGE', 'This day is still to come. Send today or an earlier day.', field);
}

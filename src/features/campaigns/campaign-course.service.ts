import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { authorize } from '../../platform/access/rule.js';
import { Database } from '../../platform/database/database.js';
import { newId } from '../../platform/database/id.js';
import type { Tx } from '../../platform/database/tx.js';
import { refuse } from '../../platform/graphql/errors.js';
import type { Words } from '../../platform/words/words.js';
import { type Deed, record } from '../record/index.js';
import type { ConcludeCampaignInput, ResumeCampaignInput, StopCampaignInput } from './campaign.inputs.js';
import { allowedFor, canConcludeCampaign, canResumeCampaign, canStopCampaign, ledBy } from './campaign.policy.js';
import { type CampaignRow, lockedCampaign, visibleCampaign } from './campaign.queries.js';
import { movesTo, resumedBy, type State } from './campaign.rules.js';

/** The course of a launched campaign: it is stopped, goes on, and concludes. */
@Injectable()
export class CampaignCourseService {
  constructor(private readonly database: Database) {}

  stop(actor: Actor, input: StopCampaignInput): Promise<{ campaignId: string }> {
    return this.database.write(actor, { name: 'stopCampaign', input }, async (tx) => {
      const seen = await visibleCampaign(tx, input.campaignId);
      const [leadId = null] = allowedFor(tx.actor, canStopCampaign, seen);
      const campaign = leadId === null ? await lockedCampaign(tx, seen.id, canStopCampaign) : seen;
      refuseUnless(campaign, 'STOPPED', 'Only a running campaign is stopped.');
      if (leadId === null) await this.stopForHost(tx, campaign, input.reason);
      else {
        const { communityId, id } = campaign;
        await tx.rows('SELECT app.stop_for_lead($1, $2, $3, $4, $5)', [communityId, id, leadId, newId(), input.reason]);
      }
      await this.lockAsks(tx, campaign);
      await record(tx, { ...deed(campaign, 'campaign.stopped'), leadId });
      return { campaignId: campaign.id };
    });
  }

  resume(actor: Actor, input: ResumeCampaignInput): Promise<{ campaignId: string }> {
    return this.database.write(actor, { name: 'resumeCampaign', input }, async (tx) => {
      const seen = await visibleCampaign(tx, input.campaignId);
      const leadId = await stoppedBy(tx, seen);
      authorize(tx.actor, canResumeCampaign, ledBy(seen, leadId));
      const campaign = leadId === null ? await lockedCampaign(tx, seen.id, canResumeCampaign) : seen;
      if (campaign.state !== 'STOPPED') throw wrongState('Only a stopped campaign is resumed.');
      const { communityId, id } = campaign;
      if (leadId === null) await this.resumeForHost(tx, campaign);
      else await tx.rows('SELECT app.resume_for_lead($1, $2, $3)', [communityId, id, leadId]);
      // Mandates, asks and what is due were not running meanwhile: each ends later by as long as the stop lasted.
      // In seconds, since days would be those of the session's time zone, of which some have 23 hours.
      await tx.rows(
        `SELECT app.shift_deadlines(s.community_id, s.campaign_id, make_interval(secs => extract(epoch FROM now() - s.stopped_at)))
           FROM campaign_stop s
          WHERE s.community_id = $1 AND s.campaign_id = $2 AND s.resumed_at = now()`,
        [communityId, id],
      );
      await record(tx, { ...deed(campaign, 'campaign.resumed'), leadId });
      return { campaignId: id };
    });
  }

  conclude(actor: Actor, input: ConcludeCampaignInput): Promise<{ campaignId: string }> {
    return this.database.write(actor, { name: 'concludeCampaign', input }, async (tx) => {
      const campaign = await lockedCampaign(tx, input.campaignId, canConcludeCampaign);
      refuseUnless(campaign, 'CONCLUDED', 'Only a launched campaign is concluded, once.');
      const { communityId, id } = campaign;
      await tx.rows(
        `UPDATE campaign SET state = 'CONCLUDED', stopped_at = NULL, concluded_at = now(), conclusion = $3
          WHERE community_id = $1 AND id = $2`,
        [communityId, id, input.conclusion],
      );
      // Whoever stopped it: a campaign that is over does not go on.
      if (campaign.state === 'STOPPED') await this.endStop(tx, campaign);
      await record(tx, deed(campaign, 'campaign.concluded'), ...(await this.endWork(tx, campaign)));
      return { campaignId: id };
    });
  }

  private async stopForHost(tx: Tx, { communityId, id }: CampaignRow, reason: string): Promise<void> {
    await tx.rows(
      'INSERT INTO campaign_stop (community_id, id, campaign_id, reason, stopped_by) VALUES ($1, $2, $3, $4, $5)',
      [communityId, newId(), id, reason, tx.membershipIn(communityId).membershipId],
    );
    await tx.rows("UPDATE campaign SET state = 'STOPPED', stopped_at = now() WHERE community_id = $1 AND id = $2", [
      communityId,
      id,
    ]);
  }

  private async resumeForHost(tx: Tx, campaign: CampaignRow): Promise<void> {
    await this.endStop(tx, campaign);
    await tx.rows("UPDATE campaign SET state = 'LAUNCHED', stopped_at = NULL WHERE community_id = $1 AND id = $2", [
      campaign.communityId,
      campaign.id,
    ]);
  }

  private async endStop(tx: Tx, { communityId, id }: CampaignRow): Promise<void> {
    await tx.rows(
      `UPDATE campaign_stop SET resumed_at = now(), resumed_by = $3
        WHERE community_id = $1 AND campaign_id = $2 AND resumed_at IS NULL`,
      [communityId, id, tx.membershipIn(communityId).membershipId],
    );
  }

  /** Closes what takes pledges, then ends the pledges that follow; work already reported stays to be attested. */
  private async endWork(tx: Tx, campaign: CampaignRow): Promise<Deed[]> {
    const asks = await this.lockAsks(tx, campaign);
    const closed = await tx.rows<{ id: string }>(
      `UPDATE ask SET state = 'CLOSED', paused_because = NULL, version = version + 1
        WHERE community_id = $1 AND campaign_id = $2 AND state IN ('OPEN', 'PAUSED') RETURNING id`,
      [campaign.communityId, campaign.id],
    );
    const ended = await tx.rows<{ id: string; state: string; askId: string }>(
      `SELECT p.id, e.state, p.ask_id AS "askId" FROM app.end_pledges($1, $2) e
         JOIN pledge p ON p.community_id = $1 AND p.id = e.pledge_id`,
      [campaign.communityId, asks],
    );
    const because = 'CAMPAIGN_CONCLUDED';
    return [
      ...closed.map((ask) => deed(campaign, 'ask.closed', 'Ask', ask.id, { because })),
      ...ended.map(({ id, state, askId }) => deed(campaign, 'pledge.ended', 'Pledge', id, { state, askId, because })),
    ];
  }

  /**
   * Waits for openings and pledges under way in all asks of the campaign. Those that come later wait in turn, and find
   * the campaign stopped or concluded.
   */
  private async lockAsks(tx: Tx, { communityId, id }: CampaignRow): Promise<string[]> {
    // The counters first, then the asks: the order in which pledges and changes of asks take them.
    await tx.rows(
      `SELECT app.lock_ask(a.community_id, a.id) FROM (
         SELECT community_id, id FROM ask WHERE community_id = $1 AND campaign_id = $2 ORDER BY id) a`,
      [communityId, id],
    );
    const asks = await tx.rows<{ id: string }>(
      'SELECT id FROM ask WHERE community_id = $1 AND campaign_id = $2 ORDER BY id FOR NO KEY UPDATE',
      [communityId, id],
    );
    return asks.map((ask) => ask.id);
  }
}

/** The lead that stopped it and alone resumes it; null for the host. */
async function stoppedBy(tx: Tx, campaign: CampaignRow): Promise<string | null> {
  const stop = await tx.row<{ leadId: string | null }>(
    `SELECT s.lead_id AS "leadId" FROM campaign_stop s WHERE s.community_id = $1 AND s.campaign_id = $2 AND s.resumed_at IS NULL`,
    [campaign.communityId, campaign.id],
  );
  return resumedBy(campaign, stop?.leadId ?? null);
}

function refuseUnless(campaign: CampaignRow, to: State, message: Words): void {
  if (!movesTo(campaign.state, to)) throw wrongState(message);
}

function wrongState(message: Words): Error {
  return refuse('WRONG_STATE', message, 'campaignId');
}

function deed(
  { communityId, id }: CampaignRow,
  kind: Deed['kind'],
  subjectType = 'Campaign',
  subjectId = id,
  details: Record<string, unknown> = {},
): Deed {
  return { communityId, kind, campaignId: id, subjectType, subjectId, details };
}

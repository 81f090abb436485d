import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { authorize, type Rule } from '../../platform/access/rule.js';
import { hashToken, newToken } from '../../platform/crypto/keys.js';
import { Database } from '../../platform/database/database.js';
import { newId } from '../../platform/database/id.js';
import type { Tx } from '../../platform/database/tx.js';
import { NotFound, refuse } from '../../platform/graphql/errors.js';
import { isOver, visibleCampaign } from '../campaigns/index.js';
import { invalidLink, parseLink } from '../people/index.js';
import { type Deed, record } from '../record/index.js';
import './coalition.constraints.js';
import type { InviteToCoalitionInput, JoinCoalitionInput, LeaveCoalitionInput } from './coalition.inputs.js';
import { canInviteToCoalition, canJoinCoalition, canLeaveCoalition } from './coalition.policy.js';

/** Communities come to lead a campaign of another one, and go. */
@Injectable()
export class CoalitionsService {
  constructor(private readonly database: Database) {}

  /** The link is returned once; the database keeps its digest. */
  async invite(actor: Actor, input: InviteToCoalitionInput): Promise<{ code: string; expiresAt: Date }> {
    const code = `c_${newToken(16)}`;
    const command = { name: 'inviteToCoalition', input, issuesSecrets: true };
    const { expiresAt } = await this.database.write(actor, command, async (tx) => {
      const campaign = await visibleCampaign(tx, input.campaignId);
      authorize(tx.actor, canInviteToCoalition, { communityId: campaign.communityId });
      if (isOver(campaign.state)) {
        throw refuse('WRONG_STATE', 'The campaign has concluded. Start another one to lead it together.', 'campaignId');
      }
      const { communityId, id: campaignId } = campaign;
      const id = newId();
      const invitation = await tx.only<{ expiresAt: Date }>(
        `INSERT INTO coalition_invitation (community_id, id, campaign_id, token_hash, invited_by, expires_at)
         VALUES ($1, $2, $3, $4, $5, now() + interval '7 days') RETURNING expires_at AS "expiresAt"`,
        [communityId, id, campaignId, hashToken(code), tx.membershipIn(communityId).membershipId],
      );
      await record(tx, {
        communityId,
        campaignId,
        kind: 'coalition.invited',
        subjectType: 'CoalitionInvitation',
        subjectId: id,
      });
      return invitation;
    });
    return { code, expiresAt };
  }

  join(actor: Actor, input: JoinCoalitionInput): Promise<{ campaignId: string }> {
    return this.database.write(actor, { name: 'joinCoalition', input }, async (tx) => {
      const { communityId: leadId } = input;
      await authorizeFor(tx, canJoinCoalition, leadId);
      const link = parseLink(input.link);
      if (link?.kind !== 'coalition') throw invalidLink();
      const joined = await tx.row<{ host: string; campaign: string }>('SELECT * FROM app.join_coalition($1, $2)', [
        hashToken(link.token),
        leadId,
      ]);
      if (!joined) throw invalidLink();
      const { host: communityId, campaign: campaignId } = joined;
      await record(tx, deed('coalition.joined', { communityId, campaignId, leadId }));
      return { campaignId };
    });
  }

  leave(actor: Actor, input: LeaveCoalitionInput): Promise<{ campaignId: string }> {
    return this.database.write(actor, { name: 'leaveCoalition', input }, async (tx) => {
      const { campaignId, communityId: leadId } = input;
      await authorizeFor(tx, canLeaveCoalition, leadId);
      const { communityId } = await visibleCampaign(tx, campaignId);
      const { paused } = await tx.only<{ paused: string[] }>('SELECT app.leave_coalition($1, $2, $3) AS paused', [
        communityId,
        campaignId,
        leadId,
      ]);
      await record(
        tx,
        deed('coalition.left', { communityId, campaignId, leadId }),
        ...paused.map((subjectId): Deed => {
          const details = { because: 'LEAD_LEFT' };
          return { communityId, campaignId, leadId, kind: 'ask.paused', subjectType: 'Ask', subjectId, details };
        }),
      );
      return { campaignId };
    });
  }
}

async function authorizeFor(tx: Tx, required: Rule, communityId: string): Promise<void> {
  const community = await tx.row('SELECT id FROM community WHERE id = $1', [communityId]);
  if (!community) throw new NotFound();
  authorize(tx.actor, required, { communityId });
}

function deed(kind: Deed['kind'], where: { communityId: string; campaignId: string; leadId: string }): Deed {
  return { ...where, kind, subjectType: 'Community', subjectId: where.leadId };
}

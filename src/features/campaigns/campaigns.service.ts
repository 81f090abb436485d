import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { authorize } from '../../platform/access/rule.js';
import { Database } from '../../platform/database/database.js';
import { newId } from '../../platform/database/id.js';
import type { Tx } from '../../platform/database/tx.js';
import { NotFound, refuse } from '../../platform/graphql/errors.js';
import { say } from '../../platform/words/words.js';
import { type RecordKind, record } from '../record/index.js';
import './campaign.constraints.js';
import type {
  CreateCampaignInput,
  LaunchCampaignInput,
  PublishBriefInput,
  ReviseCampaignInput,
} from './campaign.inputs.js';
import { canCreateCampaign, canLaunchCampaign, canPublishBrief, canReviseCampaign } from './campaign.policy.js';
import { type CampaignRow, lockedCampaign, refuseIfOver, refuseStale } from './campaign.queries.js';
import { dayIn, kept } from './campaign.rules.js';

export type DraftInput = Omit<CreateCampaignInput, 'communityId' | 'idempotencyKey'>;

/** A campaign is prepared and launched. Its course from there is kept by `CampaignCourseService`. */
@Injectable()
export class CampaignsService {
  constructor(private readonly database: Database) {}

  create(actor: Actor, input: CreateCampaignInput): Promise<{ campaignId: string }> {
    return this.database.write(actor, { name: 'createCampaign', input }, async (tx) => ({
      campaignId: await this.createWithin(tx, input.communityId, input),
    }));
  }

  /** A draft, within a transaction of the sender's. */
  async createWithin(tx: Tx, communityId: string, input: DraftInput): Promise<string> {
    const community = await tx.row<{ language: string; timeZone: string; now: Date }>(
      'SELECT language, time_zone AS "timeZone", now() FROM community WHERE id = $1',
      [communityId],
    );
    if (!community) throw new NotFound();
    authorize(tx.actor, canCreateCampaign, { communityId });
    const timeZone = input.timeZone ?? community.timeZone;
    refuseEnded(input.endsOn ?? null, timeZone, community.now, 'endsOn');
    const id = newId();
    await tx.rows(
      `INSERT INTO campaign (community_id, id, handle, name, summary, language, time_zone, visibility, starts_on, ends_on, created_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        communityId,
        id,
        input.handle,
        input.name,
        input.summary ?? '',
        input.language ?? community.language,
        timeZone,
        input.visibility ?? 'PUBLIC',
        input.startsOn ?? null,
        input.endsOn ?? null,
        tx.membershipIn(communityId).membershipId,
      ],
    );
    await this.recorded(tx, { communityId, id }, 'campaign.created');
    return id;
  }

  revise(actor: Actor, input: ReviseCampaignInput): Promise<{ campaignId: string }> {
    return this.database.write(actor, { name: 'reviseCampaign', input }, async (tx) => {
      const { campaignId, expectedVersion } = input;
      const campaign = await lockedCampaign(tx, campaignId, canReviseCampaign);
      refuseStale(campaign, expectedVersion);
      refuseIfOver(campaign);
      const timeZone = input.timeZone ?? campaign.timeZone;
      if (input.endsOn) refuseEnded(input.endsOn, timeZone, campaign.now, 'endsOn');
      await tx.rows(
        `UPDATE campaign SET name = $3, summary = $4, language = $5, time_zone = $6, visibility = $7, starts_on = $8, ends_on = $9,
                version = version + 1 WHERE community_id = $1 AND id = $2`,
        [
          campaign.communityId,
          campaignId,
          input.name ?? campaign.name,
          input.summary ?? campaign.summary,
          input.language ?? campaign.language,
          timeZone,
          input.visibility ?? campaign.visibility,
          kept(campaign.startsOn, input.startsOn),
          kept(campaign.endsOn, input.endsOn),
        ],
      );
      await this.recorded(tx, campaign, 'campaign.revised', { version: campaign.version + 1 });
      return { campaignId };
    });
  }

  publishBrief(actor: Actor, input: PublishBriefInput): Promise<{ campaignId: string }> {
    return this.database.write(actor, { name: 'publishBrief', input }, async (tx) => {
      const { campaignId, replacesVersion, text } = input;
      await this.publishBriefWithin(tx, campaignId, text, replacesVersion);
      return { campaignId };
    });
  }

  /** Answers the version that is current now. */
  async publishBriefWithin(tx: Tx, campaignId: string, text: string, replacesVersion = 0): Promise<number> {
    const campaign = await lockedCampaign(tx, campaignId, canPublishBrief);
    refuseIfOver(campaign);
    if (campaign.briefVersion !== replacesVersion) throw staleBrief(campaign);
    const { communityId } = campaign;
    const version = campaign.briefVersion + 1;
    await tx.rows(
      'INSERT INTO brief (community_id, campaign_id, version, text, published_by) VALUES ($1, $2, $3, $4, $5)',
      [communityId, campaignId, version, text, tx.membershipIn(communityId).membershipId],
    );
    await tx.rows('UPDATE campaign SET brief_version = $3 WHERE community_id = $1 AND id = $2', [
      communityId,
      campaignId,
      version,
    ]);
    await this.recorded(tx, campaign, 'campaign.brief_published', { version });
    return version;
  }

  launch(actor: Actor, input: LaunchCampaignInput): Promise<{ campaignId: string }> {
    return this.database.write(actor, { name: 'launchCampaign', input }, async (tx) => {
      await this.launchWithin(tx, input.campaignId);
      return { campaignId: input.campaignId };
    });
  }

  async launchWithin(tx: Tx, campaignId: string): Promise<void> {
    const campaign = await lockedCampaign(tx, campaignId, canLaunchCampaign);
    if (campaign.state !== 'DRAFT') {
      throw refuse('WRONG_STATE', 'The campaign was launched already. A stopped one is resumed.', 'campaignId');
    }
    if (campaign.briefVersion === 0) {
      throw refuse('BRIEF_MISSING', 'Publish a brief first: allies read it before they pledge.', 'campaignId');
    }
    refuseEnded(campaign.endsOn, campaign.timeZone, campaign.now, 'campaignId');
    await tx.rows("UPDATE campaign SET state = 'LAUNCHED', launched_at = now() WHERE community_id = $1 AND id = $2", [
      campaign.communityId,
      campaignId,
    ]);
    await this.recorded(tx, campaign, 'campaign.launched', { briefVersion: campaign.briefVersion });
  }

  private async recorded(
    tx: Tx,
    { communityId, id }: { communityId: string; id: string },
    kind: RecordKind,
    details: Record<string, unknown> = {},
  ): Promise<void> {
    await record(tx, { communityId, kind, campaignId: id, subjectType: 'Campaign', subjectId: id, details });
  }
}

function refuseEnded(endsOn: string | null, timeZone: string, now: Date, field: string): void {
  if (endsOn === null || endsOn >= dayIn(timeZone, now)) return;
  throw refuse('IN_THE_PAST', 'The last day has passed. Set one that is today or later, or none.', field);
}

function staleBrief({ briefVersion }: CampaignRow): Error {
  return refuse(
    'STALE_VERSION',
    say`The brief is at version ${briefVersion} now. Read it, then publish yours over that one.`,
    'replacesVersion',
  );
}

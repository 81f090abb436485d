import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '../../config.js';
import type { Actor } from '../../platform/access/actor.js';
import { authorize } from '../../platform/access/rule.js';
import { hashToken, newToken } from '../../platform/crypto/keys.js';
import { Database } from '../../platform/database/database.js';
import { newTimelessId } from '../../platform/database/id.js';
import type { Tx } from '../../platform/database/tx.js';
import { NotFound, refuse } from '../../platform/graphql/errors.js';
import { CONFIG } from '../../platform/http/config.token.js';
import { languageOf } from '../../platform/words/index.js';
import {
  allowedFor,
  campaignColumns,
  type CampaignRow,
  type CampaignType,
  visibleCampaign,
} from '../campaigns/index.js';
import { record, type RecordKind } from '../record/index.js';
import './calendar-feed.constraints.js';
import type {
  CreateCalendarFeedInput,
  CreateCampaignCalendarFeedInput,
  RevokeCalendarFeedInput,
  RotateCalendarFeedInput,
} from './calendar-feed.inputs.js';
import {
  canKeepOwnCalendar,
  canMakeCampaignCalendar,
  canRevokeCalendar,
  canRotateCalendar,
  canSeeCampaignCalendars,
} from './calendar-feed.policy.js';

export interface KeptFeed {
  calendarFeedId: string;
  campaignId: string | null;
}

/** Makes the addresses from which calendars fetch, exchanges them and takes them back. */
@Injectable()
export class CalendarFeedsService {
  constructor(
    private readonly database: Database,
    @Inject(CONFIG) private readonly config: Pick<Config, 'publicUrl'>,
  ) {}

  /** The address is returned once; the database keeps a digest of what stands in it. */
  create(actor: Actor, input: CreateCalendarFeedInput): Promise<KeptFeed & { url: string }> {
    const command = { name: 'createCalendarFeed', input, issuesSecrets: true };
    return this.database.write(actor, command, async (tx) => {
      authorize(tx.actor, canKeepOwnCalendar, { communityId: null });
      const person = await tx.only<{ language: string }>('SELECT language FROM person WHERE id = $1', [actor.personId]);
      return this.insert(tx, { detail: input.detail ?? 'BY_RISK', language: languageOf(person.language) });
    });
  }

  createOfCampaign(actor: Actor, input: CreateCampaignCalendarFeedInput): Promise<KeptFeed & { url: string }> {
    const command = { name: 'createCampaignCalendarFeed', input, issuesSecrets: true };
    return this.database.write(actor, command, async (tx) => {
      const campaign = await visibleCampaign(tx, input.campaignId);
      const [leadId = null] = allowedFor(tx.actor, canSeeCampaignCalendars, campaign);
      authorize(tx.actor, canMakeCampaignCalendar, { communityId: campaign.communityId, leadId });
      const { detail, includesRounds } = input;
      const language = languageOf(campaign.language);
      const made = await this.insert(tx, { detail: detail ?? 'BY_RISK', language, campaign, includesRounds });
      await recordOf(tx, 'calendar_feed.created', campaign, leadId, made.calendarFeedId);
      return made;
    });
  }

  rotate(actor: Actor, input: RotateCalendarFeedInput): Promise<KeptFeed & { url: string }> {
    const command = { name: 'rotateCalendarFeed', input, issuesSecrets: true };
    return this.database.write(actor, command, async (tx) => {
      authorize(tx.actor, canRotateCalendar, { communityId: null });
      const { calendarFeedId } = input;
      const { campaignId } = await lockLive(tx, calendarFeedId);
      const [token, url] = this.newAddress();
      await tx.rows('SELECT vault.rotate_calendar_feed($1, $2, $3)', [
        actor.sessionId,
        calendarFeedId,
        hashToken(token),
      ]);
      await recordIfOfCampaign(tx, 'calendar_feed.rotated', campaignId, calendarFeedId);
      return { calendarFeedId, campaignId, url };
    });
  }

  revoke(actor: Actor, input: RevokeCalendarFeedInput): Promise<KeptFeed> {
    return this.database.write(actor, { name: 'revokeCalendarFeed', input }, async (tx) => {
      authorize(tx.actor, canRevokeCalendar, { communityId: null });
      const { calendarFeedId } = input;
      const { campaignId } = await lockLive(tx, calendarFeedId);
      await tx.rows('SELECT vault.revoke_calendar_feed($1)', [calendarFeedId]);
      await recordIfOfCampaign(tx, 'calendar_feed.revoked', campaignId, calendarFeedId);
      return { calendarFeedId, campaignId };
    });
  }

  private async insert(
    tx: Tx,
    feed: { detail: string; language: string; campaign?: CampaignRow; includesRounds?: boolean | null | undefined },
  ): Promise<KeptFeed & { url: string }> {
    const [token, url] = this.newAddress();
    const calendarFeedId = newTimelessId();
    const { detail, language, campaign, includesRounds } = feed;
    await tx.rows('SELECT vault.create_calendar_feed($1, $2, $3, $4, $5, $6, $7, $8)', [
      tx.actor.sessionId,
      calendarFeedId,
      campaign?.communityId ?? null,
      campaign?.id ?? null,
      detail,
      includesRounds ?? false,
      language,
      hashToken(token),
    ]);
    return { calendarFeedId, campaignId: campaign?.id ?? null, url };
  }

  /** No prefix of a bearer token: it opens one page to read, and nothing at the API. */
  private newAddress(): [token: string, url: string] {
    const token = newToken();
    return [token, `${this.config.publicUrl}/calendar/${token}.ics`];
  }
}

async function lockLive(tx: Tx, calendarFeedId: string): Promise<{ campaignId: string | null }> {
  const feed = await tx.row<{ campaignId: string | null; revokedAt: Date | null }>(
    'SELECT campaign_id AS "campaignId", revoked_at AS "revokedAt" FROM vault.lock_calendar_feed($1)',
    [calendarFeedId],
  );
  if (!feed) throw new NotFound();
  if (feed.revokedAt === null) return feed;
  throw refuse('WRONG_STATE', 'This calendar was withdrawn before. Make a new one if you need it.', 'calendarFeedId');
}

/** One’s own calendar is nobody’s business; that of a campaign is the community’s, as long as one works for it. */
async function recordIfOfCampaign(tx: Tx, kind: RecordKind, campaignId: string | null, feedId: string): Promise<void> {
  if (campaignId === null) return;
  const campaign = await tx.row<CampaignType>(`SELECT ${campaignColumns} FROM campaign g WHERE g.id = $1`, [
    campaignId,
  ]);
  const [leadId] = campaign ? allowedFor(tx.actor, canSeeCampaignCalendars, campaign) : [];
  if (campaign && leadId !== undefined) await recordOf(tx, kind, campaign, leadId, feedId);
}

function recordOf(
  tx: Tx,
  kind: RecordKind,
  { communityId, id: campaignId }: Pick<CampaignType, 'id' | 'communityId'>,
  leadId: string | null,
  subjectId: string,
): Promise<void> {
  return record(tx, { communityId, campaignId, leadId, kind, subjectType: 'CalendarFeed', subjectId });
}

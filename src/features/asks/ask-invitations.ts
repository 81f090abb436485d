import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { Database } from '../../platform/database/database.js';
import type { Reader } from '../../platform/graphql/reader.js';
import { campaignColumns, type CampaignType } from '../campaigns/index.js';
import { communityColumns, type CommunityType } from '../communities/index.js';
import { parseLink } from '../people/index.js';
import { AskLinks } from './ask-links.js';
import type { AskShiftType } from './ask-shift.graphql.js';
import { shiftColumns } from './ask-shift.loaders.js';
import type { AskTranslationType } from './ask-translation.graphql.js';
import { askTranslations } from './ask-translation.loaders.js';
import type { AskInvitationType, InvitationBriefType } from './ask-invitation.graphql.js';

/** What a link shows to someone who may see none of it otherwise. */
@Injectable()
export class AskInvitations {
  constructor(
    private readonly database: Database,
    private readonly links: AskLinks,
  ) {}

  byLink(actor: Actor, text: string): Promise<AskInvitationType | null> {
    const link = parseLink(text.slice(0, 500));
    if (link?.kind !== 'ask') return Promise.resolve(null);
    return this.database.read(actor, async (reader) => {
      const ask = await this.links.find(reader, link.token);
      if (!ask) return null;
      const agreement = await this.links.agreement(reader, ask.id);
      const community = await one<CommunityType>(
        reader,
        `SELECT ${communityColumns} FROM app.linked_community($1) c`,
        ask.id,
      );
      const campaign = await one<CampaignType>(
        reader,
        `SELECT ${campaignColumns} FROM app.linked_campaign($1) g`,
        ask.id,
      );
      const brief = await one<InvitationBriefType>(
        reader,
        'SELECT b.version, b.text FROM app.linked_brief($1) b',
        ask.id,
      );
      if (!agreement || !community || !campaign || !brief) return null;
      const translations = await reader.rows<AskTranslationType>(
        `${askTranslations('app.linked_ask($1)', 'app.linked_translations($1)')} ORDER BY t.language`,
        [ask.id],
      );
      const shifts = await reader.rows<AskShiftType>(
        `SELECT ${shiftColumns} FROM app.linked_shifts($1) s ORDER BY s.starts_at, s.id`,
        [ask.id],
      );
      const { termsVersion, riskTier } = ask;
      return { ask, translations, shifts, community, campaign, agreement, brief, termsVersion, riskTier };
    });
  }
}

async function one<Row extends object>(reader: Reader, statement: string, askId: string): Promise<Row | undefined> {
  return (await reader.rows<Row>(statement, [askId]))[0];
}

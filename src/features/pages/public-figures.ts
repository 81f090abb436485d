import { Injectable } from '@nestjs/common';
import { PublicQueries } from '../../platform/graphql/public-queries.js';
import { type Kept, LastGood } from '../../platform/pages/last-good.js';
import { isHandle } from '../../platform/validation/formats.js';
import { CAMPAIGN_FIGURES, type CampaignFigures } from './campaign-figures.js';

/** What anyone may know of a campaign, as its page, its pictures and its files show it: one reading for all of them. */
@Injectable()
export class PublicFigures {
  private readonly kept = new LastGood<CampaignFigures>();

  constructor(private readonly queries: PublicQueries) {}

  /** Null where there is no such campaign that anyone may see. While the database is away, the last good figures. */
  async of(handle: string): Promise<Kept<CampaignFigures> | null> {
    // What cannot be a handle is not asked for: an address may hold what no query takes.
    if (!isHandle(handle)) return null;
    return this.kept.get(handle, async () => {
      const { campaign } = await this.queries.ask<{ campaign: CampaignFigures | null }>(CAMPAIGN_FIGURES, { handle });
      return campaign;
    });
  }
}

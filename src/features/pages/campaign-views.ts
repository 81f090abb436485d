import { Injectable } from '@nestjs/common';
import { PublicQueries } from '../../platform/graphql/public-queries.js';
import { type Kept, LastGood } from '../../platform/pages/last-good.js';
import { type PageLanguage, pageLanguages } from '../../platform/pages/page-language.js';
import {
  ASKS_SHOWN,
  type AskShown,
  type AsksPage,
  CAMPAIGN_VIEW,
  type CampaignView,
  SOVEREIGNTY_SHOWN,
  type SovereigntyShown,
} from './campaign-view.js';

/** So many asks at most are read for one page; the list has all of them. */
const MOST_ASKS = 500;
const AT_ONCE = 100;
const MOST_KEPT = 200;
const FRESH = 1_000;
const SOVEREIGNTY_FRESH = 5 * 60_000;

/** What anyone may know of a campaign, read for its page: in the language of whoever looks, all of them at once. */
@Injectable()
export class CampaignViews {
  private readonly views = new LastGood<CampaignView>(MOST_KEPT, FRESH);
  private readonly lists = new LastGood<AsksPage>(MOST_KEPT, FRESH);
  private readonly reports = new LastGood<{ report: SovereigntyShown | null }>(MOST_KEPT, SOVEREIGNTY_FRESH);

  constructor(private readonly queries: PublicQueries) {}

  /** Null where there is no such campaign that anyone may see. While the database is away, as it was read last. */
  async of(handle: string, language: PageLanguage): Promise<Kept<CampaignView> | null> {
    try {
      return await this.views.get(`${language} ${handle}`, () => this.read(handle, language));
    } catch (error) {
      // Figures with texts in another language are better than none.
      const [other] = pageLanguages.flatMap((one) => this.views.last(`${one} ${handle}`) ?? []);
      if (!other) throw error;
      return other;
    }
  }

  /** A part of the list of all its asks. */
  asksOf(handle: string, language: PageLanguage, after: string | null): Promise<Kept<AsksPage> | null> {
    return this.lists.get(`${language} ${handle} ${after ?? ''}`, () =>
      this.asks(handle, language, { first: AT_ONCE, after }),
    );
  }

  private async read(handle: string, language: PageLanguage): Promise<CampaignView | null> {
    const { campaign } = await this.queries.ask<{ campaign: CampaignView['campaign'] | null }>(CAMPAIGN_VIEW, {
      handle,
      language,
    });
    if (!campaign) return null;
    // Those that can be taken come first, so that what is needed is on the page however many there are.
    const open = await this.asksWhere(handle, language, { hasOpenPlaces: true }, MOST_ASKS);
    const others = await this.asksWhere(handle, language, { hasOpenPlaces: false }, MOST_ASKS - open.nodes.length);
    return {
      campaign,
      asks: [...open.nodes, ...others.nodes],
      askCount: open.totalCount + others.totalCount,
      sovereignty: await this.sovereignty(handle),
    };
  }

  private async asksWhere(
    handle: string,
    language: PageLanguage,
    filter: Record<string, unknown>,
    most: number,
  ): Promise<{ nodes: AskShown[]; totalCount: number }> {
    const nodes: AskShown[] = [];
    let after: string | null = null;
    let totalCount = 0;
    do {
      const first = Math.max(1, Math.min(AT_ONCE, most - nodes.length));
      const page: AsksPage | null = await this.asks(handle, language, { filter, first, after });
      if (!page) break;
      totalCount = page.totalCount;
      nodes.push(...page.nodes);
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after !== null && nodes.length < most);
    return { nodes: nodes.slice(0, most), totalCount };
  }

  private async asks(
    handle: string,
    language: PageLanguage,
    page: { filter?: Record<string, unknown>; first: number; after: string | null },
  ): Promise<AsksPage | null> {
    const { campaign } = await this.queries.ask<{ campaign: { asks: AsksPage } | null }>(ASKS_SHOWN, {
      handle,
      language,
      ...page,
    });
    return campaign?.asks ?? null;
  }

  private async sovereignty(handle: string): Promise<SovereigntyShown | null> {
    const kept = await this.reports.get(handle, async () => {
      const { campaign } = await this.queries.ask<{
        campaign: { sovereigntyReport: SovereigntyShown | null } | null;
      }>(SOVEREIGNTY_SHOWN, { handle });
      return { report: campaign?.sovereigntyReport ?? null };
    });
    return kept?.value.report ?? null;
  }
}

import { Controller, Get, Inject, Logger, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../../config.js';
import { anonymous } from '../../platform/access/actor.js';
import { BadRequest } from '../../platform/graphql/errors.js';
import { clientAddressWith } from '../../platform/http/client-address.js';
import { CONFIG } from '../../platform/http/config.token.js';
import { Budgets } from '../../platform/limits/budgets.js';
import { pageLanguageOf } from '../../platform/pages/page-language.js';
import { sendPage } from '../../platform/pages/send-page.js';
import { asksPage } from './asks-page.js';
import { liveScript } from './assets.js';
import type { CampaignFigures } from './campaign-figures.js';
import { campaignPage } from './campaign-page.js';
import { CampaignViews } from './campaign-views.js';
import { CAMPAIGN_POLICY, plainPage } from './page-frame.js';
import { PageWords } from './page-words.js';
import { PublicFigures } from './public-figures.js';

/** In points, as for an operation: one reading serves all who come within a second. */
const COST = 30;
/** Seconds for which a page is shown without asking again, and after which to come back when there is none. */
const MAX_AGE = 5;
const COME_BACK = 30;

type Rendered = string | null;

/** The public pages of a campaign. */
@Controller('c/:handle')
export class CampaignPageController {
  private readonly logger = new Logger('Pages');
  private readonly clientAddress: (request: FastifyRequest) => string;

  constructor(
    private readonly figures: PublicFigures,
    private readonly views: CampaignViews,
    private readonly budgets: Budgets,
    @Inject(CONFIG) private readonly config: Pick<Config, 'secret' | 'publicUrl'>,
  ) {
    this.clientAddress = clientAddressWith(config.secret);
  }

  @Get()
  page(
    @Param('handle') handle: string,
    @Query('lang') lang: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.answer(handle, lang, { request, reply }, async (_campaign, words) => {
      const kept = await this.views.of(handle, words.language);
      if (!kept) return null;
      return campaignPage({ kept, words, publicUrl: this.config.publicUrl, script: liveScript.path });
    });
  }

  @Get('asks')
  asks(
    @Param('handle') handle: string,
    @Query('lang') lang: unknown,
    @Query('after') after: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const from = typeof after === 'string' && after !== '' ? after : null;
    return this.answer(handle, lang, { request, reply }, async (campaign, words) => {
      const kept = await this.views.asksOf(handle, words.language, from);
      return kept && asksPage({ campaign, kept, words, isFirst: from === null });
    });
  }

  private async answer(
    handle: string,
    lang: unknown,
    { request, reply }: { request: FastifyRequest; reply: FastifyReply },
    render: (campaign: CampaignFigures, words: PageWords) => Promise<Rendered>,
  ): Promise<void> {
    await this.budgets.charge({ actor: anonymous, clientAddress: () => this.clientAddress(request) }, COST);
    let language = pageLanguageOf(lang, request.headers['accept-language']);
    const send = (body: string, status: number, maxAge: number | null): void =>
      sendPage(request, reply, {
        body,
        status,
        maxAge,
        language,
        type: 'text/html; charset=utf-8',
        policy: CAMPAIGN_POLICY,
      });
    try {
      const campaign = (await this.figures.of(handle))?.value;
      if (campaign) language = pageLanguageOf(lang, request.headers['accept-language'], campaign.language);
      const words = campaign && new PageWords(language, campaign.timeZone, lang === language);
      const body = words ? await render(campaign, words) : null;
      if (body === null) send(plainPage(language, 'notFound'), 404, null);
      else send(body, 200, MAX_AGE);
    } catch (error) {
      if (error instanceof BadRequest) {
        send(plainPage(language, 'notFound'), 404, null);
        return;
      }
      this.logger.error(error);
      void reply.header('retry-after', String(COME_BACK));
      send(plainPage(language, 'away'), 503, null);
    }
  }
}

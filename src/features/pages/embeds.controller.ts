import { Controller, Get, Inject, NotFoundException, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../../config.js';
import { anonymous } from '../../platform/access/actor.js';
import { clientAddressWith } from '../../platform/http/client-address.js';
import { CONFIG } from '../../platform/http/config.token.js';
import { Budgets } from '../../platform/limits/budgets.js';
import type { Kept } from '../../platform/pages/last-good.js';
import { type PageLanguage, pageLanguageOf } from '../../platform/pages/page-language.js';
import { type Sent, sendPage } from '../../platform/pages/send-page.js';
import { Painter } from '../../platform/pictures/painter.js';
import type { CampaignFigures } from './campaign-figures.js';
import { embedPage, emptyEmbedPage } from './embed-page.js';
import { forOtherSites } from './other-sites.js';
import { themeOf } from './palettes.js';
import { cardWithout, progressCard } from './progress-card.js';
import { pictureWithout, progressPicture } from './progress-picture.js';
import { PublicFigures } from './public-figures.js';
import { told } from './told-progress.js';

/** In points, as for an operation. */
const COST = 20;
/** On top, where a picture has to be painted first. */
const PAINTING = 400;
/** Seconds. Figures move slowly in what hangs elsewhere; what is taken down must be gone soon. */
const KEPT_FOR = 30;
const RETRY = '10';

interface Asked {
  lang?: unknown;
  theme?: unknown;
}

type Read = Kept<CampaignFigures> | null | 'away';

/** Forms in which other sites show how far a campaign has come: what anyone may know of it, and nothing else. */
@Controller('c')
export class EmbedsController {
  private readonly clientAddress: (request: FastifyRequest) => string;

  constructor(
    private readonly figures: PublicFigures,
    private readonly painter: Painter,
    private readonly budgets: Budgets,
    @Inject(CONFIG) private readonly config: Pick<Config, 'publicUrl' | 'secret'>,
  ) {
    this.clientAddress = clientAddressWith(config.secret);
  }

  @Get(':handle/progress.svg')
  async picture(
    @Param('handle') handle: string,
    @Query() asked: Asked,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const read = await this.read(handle, request);
    if (read === null) throw new NotFoundException();
    const language = languageOf(asked, request, read);
    const theme = themeOf(asked.theme);
    const { svg, policy } =
      read === 'away' ? pictureWithout(language, theme) : progressPicture(told(read, language), theme);
    send(request, reply, read, { body: svg, type: 'image/svg+xml; charset=utf-8', language, policy });
  }

  @Get(':handle/card.png')
  async card(
    @Param('handle') handle: string,
    @Query() asked: Asked,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const read = await this.read(handle, request);
    if (read === null) throw new NotFoundException();
    const language = languageOf(asked, request, read);
    const svg =
      read === 'away' ? cardWithout(language) : progressCard(told(read, language), this.urlOf(read.value.handle));
    if (!this.painter.has(svg)) await this.charge(request, PAINTING);
    const body = await this.painter.png(svg);
    send(request, reply, read, { body, type: 'image/png', language, policy: `default-src 'none'; sandbox` });
  }

  @Get(':handle/embed')
  async frame(
    @Param('handle') handle: string,
    @Query() asked: Asked,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const read = await this.read(handle, request);
    const language = languageOf(asked, request, read);
    const theme = themeOf(asked.theme);
    const { html, policy } =
      read === null || read === 'away'
        ? emptyEmbedPage(language, theme, read === null ? 'missing' : 'away')
        : embedPage(told(read, language), theme, this.urlOf(read.value.handle));
    send(request, reply, read, { body: html, type: 'text/html; charset=utf-8', language, policy });
  }

  private async read(handle: string, request: FastifyRequest): Promise<Read> {
    await this.charge(request, COST);
    return this.figures.of(handle).catch((error: unknown) => {
      request.log.error({ err: error }, 'figures could not be read');
      return 'away';
    });
  }

  private async charge(request: FastifyRequest, cost: number): Promise<void> {
    await this.budgets.charge({ actor: anonymous, clientAddress: () => this.clientAddress(request) }, cost);
  }

  private urlOf(handle: string): string {
    return `${this.config.publicUrl}/c/${handle}`;
  }
}

/** The one that was chosen, else that of the reader, else that of the campaign. */
function languageOf({ lang }: Asked, { headers }: FastifyRequest, read: Read): PageLanguage {
  const shown = read === null || read === 'away' ? null : read.value.language;
  return pageLanguageOf(lang, headers['accept-language'], shown);
}

function send(request: FastifyRequest, reply: FastifyReply, read: Read, sent: Omit<Sent, 'maxAge'>): void {
  forOtherSites(reply);
  if (read === 'away') void reply.header('retry-after', RETRY);
  const status = statusOf(read);
  sendPage(request, reply, { ...sent, status, maxAge: status === 200 ? KEPT_FOR : null });
}

function statusOf(read: Read): number {
  if (read === null) return 404;
  return read === 'away' ? 503 : 200;
}

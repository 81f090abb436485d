import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../../config.js';
import { anonymous } from '../../platform/access/actor.js';
import { isId } from '../../platform/database/id.js';
import { PublicQueries } from '../../platform/graphql/public-queries.js';
import { clientAddressWith } from '../../platform/http/client-address.js';
import { CONFIG } from '../../platform/http/config.token.js';
import { Budgets } from '../../platform/limits/budgets.js';
import { LastGood } from '../../platform/pages/last-good.js';
import { type PageLanguage, pageLanguageOf } from '../../platform/pages/page-language.js';
import { policyOf } from '../../platform/pages/page.js';
import { sendPage } from '../../platform/pages/send-page.js';
import { qrCode } from '../../platform/pictures/qr-code.js';
import { AskAddresses, pagePath } from './ask-addresses.js';
import { ASK_PAGE, type AskShown } from './ask-page.query.js';
import { ASK_STYLE } from './ask-page.style.js';
import { askPage, nothingPage } from './ask-page.js';

/** In points, as for an operation. */
const COST = 30;
const SECONDS = 30;
const HTML = 'text/html; charset=utf-8';

/** What anyone may know of an ask, on a page that can be sent around, printed and found by a short link. */
@Controller()
export class AskPagesController {
  private readonly kept = new LastGood<AskShown>();
  private readonly clientAddress: (request: FastifyRequest) => string;

  constructor(
    private readonly queries: PublicQueries,
    private readonly addresses: AskAddresses,
    private readonly budgets: Budgets,
    @Inject(CONFIG) config: Pick<Config, 'secret'>,
  ) {
    this.clientAddress = clientAddressWith(config.secret);
  }

  @Get('c/:handle/asks/:id')
  async page(
    @Param() { handle, id }: { handle: string; id: string },
    @Query('lang') chosen: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.charge(request);
    const language = pageLanguageOf(chosen, request.headers['accept-language']);
    const kept = isId(id) ? await this.read(id.toLowerCase(), language) : null;
    if (kept?.value.campaign?.handle !== handle) return this.nothing(request, reply, language);
    const { value: ask, at, isOld } = kept;
    const qr = await qrCode(ask.shortUrl ?? '', 2);
    const body = askPage({ language, ask, qr, oldSince: isOld ? at : null });
    sendPage(request, reply, { body, type: HTML, maxAge: SECONDS, language, policy: policyOf({ style: ASK_STYLE }) });
  }

  @Get('a/:code')
  async short(@Param('code') code: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.charge(request);
    const language = pageLanguageOf(undefined, request.headers['accept-language']);
    const id = await this.addresses.behind(code);
    const kept = id === null ? null : await this.read(id, language);
    const handle = kept?.value.campaign?.handle;
    if (id === null || handle === undefined) return this.nothing(request, reply, language);
    void reply.header('cache-control', 'no-cache').redirect(pagePath(handle, id), 302);
  }

  private read(id: string, language: PageLanguage) {
    return this.kept.get(`${id} ${language}`, async () => {
      const { ask } = await this.queries.ask<{ ask: AskShown | null }>(ASK_PAGE, { id, language }, language);
      return ask;
    });
  }

  private nothing(request: FastifyRequest, reply: FastifyReply, language: PageLanguage): void {
    const body = nothingPage(language);
    sendPage(request, reply, { body, type: HTML, maxAge: null, status: 404, language, policy: policyOf() });
  }

  private async charge(request: FastifyRequest): Promise<void> {
    await this.budgets.charge({ actor: anonymous, clientAddress: () => this.clientAddress(request) }, COST);
  }
}

import { Controller, Get, Header, Inject, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../../config.js';
import { anonymous } from '../../platform/access/actor.js';
import { clientAddressWith } from '../../platform/http/client-address.js';
import { CONFIG } from '../../platform/http/config.token.js';
import { Budgets } from '../../platform/limits/budgets.js';
import { type PageLanguage, pageLanguageOf } from '../../platform/pages/page-language.js';
import { doorPage, otherLinkPage } from './door.page.js';
import type { OtherLink } from './door.texts.js';
import { LINK_CODE_SCRIPT } from './link-code.script.js';
import { pledgeDonePage, sentBeforePage } from './pledge-done.page.js';
import { pledgeFormPage } from './pledge-form.page.js';
import { PledgeForms } from './pledge-forms.js';
import { postedIn } from './posted.js';
import { sendForm } from './send-form.js';

/** In points, as for operations: to look, to read what a link shows, to pledge. */
const COSTS = { look: 5, read: 30, pledge: 100 };

const OTHER_LINK = /(?:^|[#/=])([sirche])_[\w-]{16,120}$/;

/** Where links lead: to what can be read and sent without an account. */
@Controller()
export class LinkPagesController {
  private readonly clientAddress: (request: FastifyRequest) => string;

  constructor(
    private readonly forms: PledgeForms,
    private readonly budgets: Budgets,
    @Inject(CONFIG) config: Pick<Config, 'secret'>,
  ) {
    this.clientAddress = clientAddressWith(config.secret);
  }

  @Get('link-code.js')
  @Header('content-type', 'text/javascript; charset=utf-8')
  @Header('cache-control', 'public, max-age=3600')
  script(): string {
    return LINK_CODE_SCRIPT;
  }

  @Get('join')
  async door(
    @Query('lang') chosen: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.charge(request, COSTS.look);
    const language = pageLanguageOf(chosen, request.headers['accept-language']);
    sendForm(reply, language, doorPage(language));
  }

  /** What has to be read and accepted; and again in another language, with what was typed. */
  @Post('join')
  async read(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.charge(request, COSTS.read);
    const posted = postedIn(request);
    const language = languageOf(posted.get('to') ?? posted.get('lang'), request);
    const link = posted.get('link') ?? '';
    const other = OTHER_LINK.exec(link.trim())?.[1];
    if (other !== undefined) return sendForm(reply, language, otherLinkPage(language, other as OtherLink));
    const invitation = await this.forms.read(link, language);
    if (!invitation) return sendForm(reply, language, doorPage(language, true), 404);
    sendForm(reply, language, pledgeFormPage({ language, invitation, posted, faults: [] }));
  }

  @Post('join/pledge')
  async pledge(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.charge(request, COSTS.pledge);
    const posted = postedIn(request);
    const language = languageOf(posted.get('lang'), request);
    const invitation = await this.forms.read(posted.get('link') ?? '', language);
    if (!invitation) return sendForm(reply, language, doorPage(language, true), 404);
    const outcome = await this.forms.send(posted, invitation, language, this.clientAddress(request));
    switch (outcome.kind) {
      case 'DONE':
        return sendForm(reply, language, pledgeDonePage({ language, invitation, joined: outcome.joined }));
      case 'SENT_BEFORE':
        return sendForm(reply, language, sentBeforePage(language), 409);
      case 'FAULTS': {
        const { faults, status } = outcome;
        return sendForm(reply, language, pledgeFormPage({ language, invitation, posted, faults }), status);
      }
    }
  }

  private async charge(request: FastifyRequest, cost: number): Promise<void> {
    await this.budgets.charge({ actor: anonymous, clientAddress: () => this.clientAddress(request) }, cost);
  }
}

function languageOf(chosen: string | undefined, request: FastifyRequest): PageLanguage {
  return pageLanguageOf(chosen, request.headers['accept-language']);
}

import { Controller, Get, Inject, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../../config.js';
import { anonymous } from '../../platform/access/actor.js';
import { clientAddressWith } from '../../platform/http/client-address.js';
import { CONFIG } from '../../platform/http/config.token.js';
import { Budgets } from '../../platform/limits/budgets.js';
import { pageLanguageOf } from '../../platform/pages/page-language.js';
import { codeTakenPage, mailedCodePage } from './mailed-code.page.js';
import type { MailedCode } from './mailed-code.texts.js';
import { MailedCodes } from './mailed-codes.js';
import { postedIn } from './posted.js';
import { sendForm } from './send-form.js';

/** In points, as for operations. */
const COSTS = { look: 5, take: 50 };

const KINDS: readonly MailedCode[] = ['confirm', 'reset', 'undo'];

/** Where the links in mails about accounts lead. Looking changes nothing, as what looks may be a scanner of mail. */
@Controller(KINDS.slice())
export class MailedCodesController {
  private readonly clientAddress: (request: FastifyRequest) => string;

  constructor(
    private readonly codes: MailedCodes,
    private readonly budgets: Budgets,
    @Inject(CONFIG) config: Pick<Config, 'secret'>,
  ) {
    this.clientAddress = clientAddressWith(config.secret);
  }

  @Get()
  async look(
    @Query('lang') chosen: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.charge(request, COSTS.look);
    const language = pageLanguageOf(chosen, request.headers['accept-language']);
    sendForm(reply, language, mailedCodePage({ language, kind: kindOf(request) }));
  }

  @Post()
  async take(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.charge(request, COSTS.take);
    const posted = postedIn(request);
    const kind = kindOf(request);
    const language = pageLanguageOf(posted.get('lang'), request.headers['accept-language']);
    const taken = await this.codes.take(kind, posted, language, this.clientAddress(request));
    if (taken.kind === 'DONE') return sendForm(reply, language, codeTakenPage({ ...taken, language, kind }));
    const { status, faults } = taken;
    sendForm(reply, language, mailedCodePage({ language, kind, posted, faults }), status);
  }

  private async charge(request: FastifyRequest, cost: number): Promise<void> {
    await this.budgets.charge({ actor: anonymous, clientAddress: () => this.clientAddress(request) }, cost);
  }
}

function kindOf({ routeOptions }: FastifyRequest): MailedCode {
  return KINDS.find((kind) => routeOptions.url === `/${kind}`) ?? 'confirm';
}

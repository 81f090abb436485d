import { Controller, Get, Inject, NotFoundException, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../../config.js';
import { anonymous, system } from '../../platform/access/actor.js';
import { Database } from '../../platform/database/database.js';
import { clientAddressWith } from '../../platform/http/client-address.js';
import { CONFIG } from '../../platform/http/config.token.js';
import { Budgets } from '../../platform/limits/budgets.js';
import { spokenTo } from '../../platform/words/index.js';
import { PAGE_POLICY, unsubscribePage } from './unsubscribe.page.js';
import { type Unsubscribing, UnsubscribeLinks } from './unsubscribe-links.js';

/** In points, as for an operation. */
const COST = 20;

/** Where the links at the end of mails lead. Looking ends nothing, as what looks may be a scanner of mail; posting does. */
@Controller('unsubscribe')
export class UnsubscribeController {
  private readonly clientAddress: (request: FastifyRequest) => string;

  constructor(
    private readonly links: UnsubscribeLinks,
    private readonly db: Database,
    private readonly budgets: Budgets,
    @Inject(CONFIG) config: Pick<Config, 'secret'>,
  ) {
    this.clientAddress = clientAddressWith(config.secret);
  }

  @Get(':code')
  async look(@Param('code') code: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { topics } = await this.opened(code, request);
    this.answer(request, reply, unsubscribePage(languageOf(request), topics, false));
  }

  /** The same answer whether or not there is still someone behind the link, and however often it is used. */
  @Post(':code')
  async end(@Param('code') code: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { personId, topics } = await this.opened(code, request);
    await this.db.write(system, null, (tx) =>
      tx.rows(`SELECT app.stop_telling($1, 'MAIL', topic) FROM unnest($2::text[]) AS topic`, [personId, topics]),
    );
    this.answer(request, reply, unsubscribePage(languageOf(request), topics, true));
  }

  private async opened(code: string, request: FastifyRequest): Promise<Unsubscribing> {
    await this.budgets.charge({ actor: anonymous, clientAddress: () => this.clientAddress(request) }, COST);
    const link = this.links.open(code);
    if (!link) throw new NotFoundException();
    return link;
  }

  private answer(request: FastifyRequest, reply: FastifyReply, page: string): void {
    void reply
      .code(200)
      .header('cache-control', 'no-store')
      .header('x-robots-tag', 'noindex')
      .header('vary', 'accept-language')
      .header('content-language', languageOf(request))
      .header('content-security-policy', PAGE_POLICY)
      .type('text/html; charset=utf-8')
      .send(page);
  }
}

function languageOf(request: FastifyRequest) {
  return spokenTo(null, request.headers['accept-language']);
}

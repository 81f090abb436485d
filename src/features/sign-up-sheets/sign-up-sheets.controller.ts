import { All, Controller, Inject, NotFoundException, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../../config.js';
import { anonymous } from '../../platform/access/actor.js';
import { sendError } from '../../platform/http/answer.js';
import { clientAddressWith } from '../../platform/http/client-address.js';
import { CONFIG } from '../../platform/http/config.token.js';
import { Budgets } from '../../platform/limits/budgets.js';
import { AskLinks } from '../asks/index.js';
import { SheetLinks } from './sheet-links.js';
import { sheetPage } from './sheet-page.js';
import { SignUpSheetsService } from './sign-up-sheets.service.js';

/** In points, as for an operation. */
const COST = 50;

/** Where the links of `printSignUpSheet` lead. Whatever is wrong with one, the answer is the same. */
@Controller('sign-up-sheets')
export class SignUpSheetsController {
  private readonly clientAddress: (request: FastifyRequest) => string;

  constructor(
    private readonly sheets: SignUpSheetsService,
    private readonly links: SheetLinks,
    private readonly askLinks: AskLinks,
    private readonly budgets: Budgets,
    @Inject(CONFIG) config: Pick<Config, 'secret'>,
  ) {
    this.clientAddress = clientAddressWith(config.secret);
  }

  @All(':code')
  async read(@Param('code') code: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    void reply.header('cache-control', 'no-store').header('x-robots-tag', 'noindex');
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      void reply.header('allow', 'GET, HEAD');
      sendError(reply, 405, 'BAD_REQUEST', 'This method is not allowed here.');
      return;
    }
    await this.budgets.charge({ actor: anonymous, clientAddress: () => this.clientAddress(request) }, COST);
    const id = this.links.open(code);
    const sheet = id === null ? null : await this.sheets.inPrint(id);
    if (!sheet) throw new NotFoundException();
    const { html, policy } = await sheetPage(
      sheet,
      this.askLinks.url({ id: sheet.askId, linkVersion: sheet.linkVersion }),
    );
    void reply.type('text/html; charset=utf-8').header('content-security-policy', policy).send(html);
  }
}

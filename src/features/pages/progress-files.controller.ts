import { Controller, Get, Inject, NotFoundException, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../../config.js';
import { anonymous } from '../../platform/access/actor.js';
import { clientAddressWith } from '../../platform/http/client-address.js';
import { CONFIG } from '../../platform/http/config.token.js';
import { Budgets } from '../../platform/limits/budgets.js';
import { sendPage } from '../../platform/pages/send-page.js';
import { forOtherSites, orComeAgain } from './other-sites.js';
import { progressCsv, progressJson } from './progress-files.js';
import { ProgressRows } from './progress-rows.js';

/** In points, as for an operation: every published ask of the campaign is looked at. */
const COST = 500;
/** Seconds. */
const KEPT_FOR = 30;

/** Progress as files, for spreadsheets and programs: what anyone may know, and nothing else. */
@Controller('c')
export class ProgressFilesController {
  private readonly clientAddress: (request: FastifyRequest) => string;

  constructor(
    private readonly rows: ProgressRows,
    private readonly budgets: Budgets,
    @Inject(CONFIG) { secret }: Pick<Config, 'secret'>,
  ) {
    this.clientAddress = clientAddressWith(secret);
  }

  @Get(':handle/progress.csv')
  csv(@Param('handle') handle: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.send(handle, 'csv', request, reply);
  }

  @Get(':handle/progress.json')
  json(@Param('handle') handle: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.send(handle, 'json', request, reply);
  }

  private async send(
    handle: string,
    form: 'csv' | 'json',
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    await this.budgets.charge({ actor: anonymous, clientAddress: () => this.clientAddress(request) }, COST);
    const file = await orComeAgain(this.rows.of(handle), request);
    if (!file) throw new NotFoundException();
    const isCsv = form === 'csv';
    forOtherSites(reply);
    void reply
      .header(
        'content-disposition',
        `${isCsv ? 'attachment' : 'inline'}; filename="${file.value.handle}-progress.${form}"`,
      )
      .header('last-modified', file.at.toUTCString());
    sendPage(request, reply, {
      body: isCsv ? progressCsv(file) : progressJson(file),
      type: isCsv ? 'text/csv; charset=utf-8; header=present' : 'application/json; charset=utf-8',
      maxAge: KEPT_FOR,
    });
  }
}

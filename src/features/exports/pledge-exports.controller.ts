import { Readable } from 'node:stream';
import { Controller, Get, Inject, NotFoundException, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../../config.js';
import { type Actor, anonymous } from '../../platform/access/actor.js';
import { BearerTokens } from '../../platform/access/bearer-tokens.js';
import { AUTHENTICATE, type Authenticate } from '../../platform/graphql/context.js';
import { sendError } from '../../platform/http/answer.js';
import { clientAddressWith } from '../../platform/http/client-address.js';
import { CONFIG } from '../../platform/http/config.token.js';
import { PledgeExportsService } from './pledge-exports.service.js';
import { asPledgesCsv, asPledgesJson } from './pledge-files.js';

const TYPES: Readonly<Record<string, string>> = {
  csv: 'text/csv; charset=utf-8; header=present',
  json: 'application/json; charset=utf-8',
};

/** The pledges of a campaign for those who run its asks, as a stream that holds a page of them at a time. */
@Controller('exports')
export class PledgeExportsController {
  private readonly addressOf: (request: FastifyRequest) => string;

  constructor(
    @Inject(AUTHENTICATE) private readonly authenticate: Authenticate,
    @Inject(CONFIG) { secret }: Pick<Config, 'secret'>,
    private readonly tokens: BearerTokens,
    private readonly exporting: PledgeExportsService,
  ) {
    this.addressOf = clientAddressWith(secret);
  }

  @Get('campaigns/:handle/:file')
  async pledges(
    @Param('handle') handle: string,
    @Param('file') file: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    void reply.header('cache-control', 'no-store').header('x-robots-tag', 'noindex');
    // An export is on the record: whoever only asks what is there does not cause one.
    if (request.method !== 'GET') {
      void reply.header('allow', 'GET');
      return sendError(reply, 405, 'BAD_REQUEST', 'This method is not allowed here.');
    }
    const [, form = ''] = /^pledges\.(csv|json)$/.exec(file) ?? [];
    const type = TYPES[form];
    if (type === undefined) throw new NotFoundException();
    const payer = { actor: await this.actorOf(request), clientAddress: () => this.addressOf(request) };
    const recognise = () => this.authenticate(request.headers.authorization);
    const { campaign, total, until, pages } = await this.exporting.open(payer, handle, recognise);
    const text = form === 'csv' ? asPledgesCsv(pages) : asPledgesJson(campaign, until, pages);
    void reply
      .header('x-total-count', String(total))
      .header('content-disposition', `attachment; filename="${campaign.handle}-pledges.${form}"`)
      .type(type)
      .send(Readable.from(text));
  }

  /** Nobody where a token stands in the address, which logs and histories keep; one that can be ended ends. */
  private async actorOf({ url, headers }: FastifyRequest): Promise<Actor> {
    if (await this.tokens.burn(url)) return anonymous;
    return this.authenticate(headers.authorization);
  }
}

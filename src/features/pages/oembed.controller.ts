import { Controller, Get, Inject, NotFoundException, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../../config.js';
import { anonymous } from '../../platform/access/actor.js';
import { sendError } from '../../platform/http/answer.js';
import { clientAddressWith } from '../../platform/http/client-address.js';
import { CONFIG } from '../../platform/http/config.token.js';
import { Budgets } from '../../platform/limits/budgets.js';
import { sendPage } from '../../platform/pages/send-page.js';
import { asXml, campaignAt, oembedOf, sizeWithin } from './oembed.js';
import { forOtherSites, orComeAgain } from './other-sites.js';
import { PublicFigures } from './public-figures.js';

/** In points, as for an operation. */
const COST = 20;
const KEPT_FOR = 300;

interface Asked {
  url?: unknown;
  format?: unknown;
  maxwidth?: unknown;
  maxheight?: unknown;
}

/** Tells programs that write for people how to show a campaign whose link was pasted: https://oembed.com. */
@Controller('oembed')
export class OembedController {
  private readonly clientAddress: (request: FastifyRequest) => string;

  constructor(
    private readonly figures: PublicFigures,
    private readonly budgets: Budgets,
    @Inject(CONFIG) private readonly config: Pick<Config, 'publicUrl' | 'secret'>,
  ) {
    this.clientAddress = clientAddressWith(config.secret);
  }

  @Get()
  async answer(@Query() asked: Asked, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.budgets.charge({ actor: anonymous, clientAddress: () => this.clientAddress(request) }, COST);
    const { url, format = 'json' } = asked;
    const size = sizeWithin(asked.maxwidth, asked.maxheight);
    if (typeof url !== 'string' || size === null) {
      const what = 'Send the address of a campaign as "url"; "maxwidth" and "maxheight" are whole numbers from 1.';
      return sendError(reply, 400, 'BAD_REQUEST', what);
    }
    if (format !== 'json' && format !== 'xml') {
      return sendError(reply, 501, 'BAD_REQUEST', 'The format is "json" or "xml".');
    }
    const linked = campaignAt(url, this.config.publicUrl);
    const read = linked && (await orComeAgain(this.figures.of(linked.handle), request));
    if (!linked || !read) throw new NotFoundException();
    const told = oembedOf(read.value, { ...linked, ...size }, this.config.publicUrl);
    const [body, type] = format === 'json' ? [JSON.stringify(told), 'application/json'] : [asXml(told), 'text/xml'];
    forOtherSites(reply);
    sendPage(request, reply, { body, type: `${type}; charset=utf-8`, maxAge: KEPT_FOR });
  }
}

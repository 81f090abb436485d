import { createHash } from 'node:crypto';
import { All, Controller, Inject, NotFoundException, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type RateLimiterAbstract, RateLimiterRes } from 'rate-limiter-flexible';
import type { Config } from '../../config.js';
import { BearerTokens } from '../../platform/access/bearer-tokens.js';
import { anonymous } from '../../platform/access/actor.js';
import { RateLimited } from '../../platform/graphql/errors.js';
import { sendError } from '../../platform/http/answer.js';
import { clientAddressWith } from '../../platform/http/client-address.js';
import { CONFIG } from '../../platform/http/config.token.js';
import { keyInAddress } from '../../platform/http/door.js';
import { Budgets } from '../../platform/limits/budgets.js';
import { Limiters } from '../../platform/limits/limiters.js';
import { type CalendarFile, Calendars, type OpenFeed } from './calendars.js';

/** In points, as for an operation. */
const COST = 50;
/** A calendar may hang in many places; each looks every few minutes at most. */
const PER_FEED = { points: 120, duration: 60 };

/** Where the addresses of calendars lead. Whatever is wrong with one, the answer is the same. */
@Controller('calendar')
export class CalendarController {
  private readonly clientAddress: (request: FastifyRequest) => string;
  private readonly perFeed: RateLimiterAbstract;

  constructor(
    private readonly calendars: Calendars,
    private readonly budgets: Budgets,
    private readonly tokens: BearerTokens,
    limiters: Limiters,
    @Inject(CONFIG) config: Pick<Config, 'secret'>,
  ) {
    this.clientAddress = clientAddressWith(config.secret);
    this.perFeed = limiters.limiter('calendar', PER_FEED);
  }

  @All(':file')
  async read(@Param('file') file: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    void reply.header('x-robots-tag', 'noindex').header('cache-control', 'private, no-cache');
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      void reply.header('allow', 'GET, HEAD');
      sendError(reply, 405, 'BAD_REQUEST', 'This method is not allowed here.');
      return;
    }
    await this.budgets.charge({ actor: anonymous, clientAddress: () => this.clientAddress(request) }, COST);
    // A key that someone took for the address of a calendar is in a log by now.
    await keyInAddress(request.url, this.tokens);
    const [, token] = /^([A-Za-z0-9_-]{43})\.ics$/.exec(file) ?? [];
    const feed = token === undefined ? null : await this.calendars.open(token);
    if (feed) await this.count(feed);
    const calendar = feed && (await this.calendars.file(feed));
    if (!calendar) throw new NotFoundException();
    send(calendar, request, reply);
  }

  private async count({ id }: OpenFeed): Promise<void> {
    try {
      await this.perFeed.consume(id);
    } catch (error) {
      if (error instanceof RateLimiterRes) throw new RateLimited(Math.ceil(error.msBeforeNext / 1000));
      throw error;
    }
  }
}

/** Compared by what it says and not by time: an entry that vanishes, because it may not be seen any more, leaves no time behind. */
function send({ text, changedAt }: CalendarFile, request: FastifyRequest, reply: FastifyReply): void {
  const tag = `"${createHash('sha256').update(text).digest('base64url')}"`;
  void reply.header('etag', tag).header('last-modified', changedAt.toUTCString());
  const known = (request.headers['if-none-match'] ?? '').split(',').map((one) => one.trim().replace(/^W\//, ''));
  if (known.includes(tag)) void reply.code(304).send();
  else void reply.type('text/calendar; charset=utf-8').send(text);
}

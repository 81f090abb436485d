import { Readable } from 'node:stream';
import { Controller, Get, HttpException, Inject, NotFoundException, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../../../config.js';
import { type Actor, anonymous } from '../../../platform/access/actor.js';
import { BearerTokens } from '../../../platform/access/bearer-tokens.js';
import { AUTHENTICATE, type Authenticate } from '../../../platform/graphql/context.js';
import { Budgets } from '../../../platform/limits/budgets.js';
import { clientAddressWith } from '../../../platform/http/client-address.js';
import { CONFIG } from '../../../platform/http/config.token.js';
import { asRecountJson } from './recount-json.js';
import { asPabulib } from './recount-pabulib.js';
import { type PublishedRound, RecountQueries } from './recount.queries.js';

/** Ballots a point, so that a hundred thousand cost as much as the costliest operation. */
const BALLOTS_A_POINT = 10;

/** Downloads by which anyone affected counts a round again. Whatever is wrong with a request, the answer is the same. */
@Controller('rounds')
export class RecountController {
  private readonly addressOf: (request: FastifyRequest) => string;

  constructor(
    @Inject(AUTHENTICATE) private readonly authenticate: Authenticate,
    @Inject(CONFIG) { secret }: Config,
    private readonly tokens: BearerTokens,
    private readonly queries: RecountQueries,
    private readonly budgets: Budgets,
  ) {
    this.addressOf = clientAddressWith(secret);
  }

  @Get(':id/:file')
  async read(
    @Param('id') id: string,
    @Param('file') file: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (request.method !== 'GET') throw new HttpException('', 405);
    const [, form] = /^recount\.(json|pb)$/.exec(file) ?? [];
    if (form === undefined) throw new NotFoundException();
    const actor = await this.actorOf(request);
    const payer = { actor, clientAddress: () => this.addressOf(request) };
    await this.budgets.charge(payer, 0);
    const round = await this.roundFor(actor, id);
    if (!round) throw new NotFoundException();
    await this.budgets.charge(payer, costOf(round));
    const pages = this.queries.ballots(actor, round);
    void reply
      .header('cache-control', 'no-store')
      .header('x-robots-tag', 'noindex')
      .header('content-disposition', `attachment; filename="${nameOf(round, form)}"`)
      .type(form === 'json' ? 'application/json; charset=utf-8' : 'text/plain; charset=utf-8')
      .send(Readable.from(form === 'json' ? asRecountJson(round, pages) : asPabulib(round, round.titles, pages)));
  }

  /** Nobody where a token stands in the address, which logs and histories keep; one that can be ended ends. */
  private async actorOf({ url, headers }: FastifyRequest): Promise<Actor> {
    if (await this.tokens.burn(url)) return anonymous;
    return this.authenticate(headers.authorization);
  }

  private async roundFor(actor: Actor, id: string): Promise<PublishedRound | null> {
    // Of the person's own session: ballots are nothing for apps, keys or the host.
    if (actor.kind !== 'person' || actor.rejected !== undefined || actor.scopes !== undefined) return null;
    if (!/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) return null;
    return this.queries.round(actor, id);
  }
}

function costOf({ parts }: PublishedRound): number {
  return parts.reduce((sum, { ballots }) => sum + ballots, 0) / BALLOTS_A_POINT;
}

/** Neither campaign nor community: files lie about on devices that others see. */
function nameOf({ round }: PublishedRound, form: string): string {
  return `recount-${round.closedAt.slice(0, 10)}-${round.id.slice(-8)}.${form}`;
}

import { createHash } from 'node:crypto';
import { Controller, Get, Inject, NotFoundException, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../../config.js';
import { anonymous } from '../../platform/access/actor.js';
import { clientAddressWith } from '../../platform/http/client-address.js';
import { CONFIG } from '../../platform/http/config.token.js';
import { Budgets } from '../../platform/limits/budgets.js';
import { type PublishedHeads, RecordHeadsQueries } from './record-heads.queries.js';

/** In points, as for an operation: every public community is looked at. */
const COST = 500;
/** Short, because a community that hides must be gone from what others keep for us, too. */
const CACHED = 'public, max-age=300';

/** The heads of the records of everyone who has a public page, as plain text that newspapers, allies and archives can keep. */
@Controller()
export class RecordHeadsController {
  private readonly clientAddress: (request: FastifyRequest) => string;

  constructor(
    private readonly heads: RecordHeadsQueries,
    private readonly budgets: Budgets,
    @Inject(CONFIG) private readonly config: Pick<Config, 'secret' | 'publicUrl'>,
  ) {
    this.clientAddress = clientAddressWith(config.secret);
  }

  @Get('record-heads.txt')
  latest(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.answer(null, request, reply);
  }

  @Get('record-heads/:file')
  async ofDay(@Param('file') file: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const [, day] = /^(\d{4}-\d\d-\d\d)\.txt$/.exec(file) ?? [];
    if (day === undefined || !isDay(day)) throw new NotFoundException();
    await this.answer(day, request, reply);
  }

  private async answer(day: string | null, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    await this.budgets.charge({ actor: anonymous, clientAddress: () => this.clientAddress(request) }, COST);
    const heads = await this.heads.published(day);
    if (!heads) throw new NotFoundException();
    const text = this.textOf(heads);
    const tag = `"${createHash('sha256').update(text).digest('base64url')}"`;
    void reply.header('cache-control', CACHED).header('etag', tag);
    if (request.headers['if-none-match'] === tag) {
      void reply.code(304).send();
      return;
    }
    void reply.type('text/plain; charset=utf-8').send(text);
  }

  private textOf({ day, lines }: PublishedHeads): string {
    const about = [
      `# The records of communities on ${this.config.publicUrl}, as they ended on ${day} (UTC) or before.`,
      '# HANDLE=HASH@POSITION. Keep this file: with it anyone can find out later whether the past was changed.',
    ];
    return [...about, ...lines, ''].join('\n');
  }
}

/** JavaScript turns 30 February into 2 March. */
function isDay(text: string): boolean {
  const midnight = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(text);
}

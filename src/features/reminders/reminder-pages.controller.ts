import { Body, Controller, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../../config.js';
import { anonymous } from '../../platform/access/actor.js';
import { clientAddressWith } from '../../platform/http/client-address.js';
import { CONFIG } from '../../platform/http/config.token.js';
import { Budgets } from '../../platform/limits/budgets.js';
import { spokenTo } from '../../platform/words/index.js';
import { deadPage, PAGE_POLICY, reminderPage } from './reminder.page.js';
import { ReminderSteps, type Shown, type StepAnswer } from './reminder-steps.js';

/** In points, as for an operation. */
const COST = 20;

/** Where the links in reminders lead. Looking changes nothing, as what looks may be a scanner of mail; posting does. */
@Controller('reminder')
export class ReminderPagesController {
  private readonly clientAddress: (request: FastifyRequest) => string;

  constructor(
    private readonly steps: ReminderSteps,
    private readonly budgets: Budgets,
    @Inject(CONFIG) config: Pick<Config, 'secret'>,
  ) {
    this.clientAddress = clientAddressWith(config.secret);
  }

  @Get(':code')
  async look(@Param('code') code: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.charge(request);
    answer(request, reply, await this.steps.look(code));
  }

  @Post(':code')
  async take(
    @Param('code') code: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.charge(request);
    answer(request, reply, await this.steps.take(code, sentIn(body)));
  }

  private async charge(request: FastifyRequest): Promise<void> {
    await this.budgets.charge({ actor: anonymous, clientAddress: () => this.clientAddress(request) }, COST);
  }
}

/** Of a form whatever else it holds; a field that came twice, or is no text, is none. */
function sentIn(body: unknown): StepAnswer {
  const fields = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  const { when, reason } = fields;
  return { ...(typeof when === 'string' && { when }), ...(typeof reason === 'string' && { reason }) };
}

function answer(request: FastifyRequest, reply: FastifyReply, shown: Shown | null): void {
  const language = spokenTo(shown?.view.language, request.headers['accept-language']);
  void reply
    .code(statusOf(shown))
    .header('cache-control', 'no-store')
    .header('x-robots-tag', 'noindex')
    .header('vary', 'accept-language')
    .header('content-language', language)
    .header('content-security-policy', PAGE_POLICY)
    .type('text/html; charset=utf-8')
    .send(shown ? reminderPage(language, shown) : deadPage(language));
}

function statusOf(shown: Shown | null): number {
  if (!shown) return 404;
  return shown.fault === undefined ? 200 : 422;
}

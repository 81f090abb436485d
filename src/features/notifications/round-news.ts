import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Tx } from '../../platform/database/tx.js';
import { EventHandlers, type OutboxEvent } from '../../platform/jobs/event-handlers.js';
import type { Notice } from './mails/index.js';
import { type NoticeFacts, Notices } from './notices.js';
import { concernedByEnd, pledgersOfAsk, roll } from './recipients.js';

interface RoundTimes {
  state: string;
  closes_at: Date;
  objections_until: Date | null;
  time_zone: string;
}

const ENDS = ['round.ratified', 'round.inquorate', 'round.objected', 'round.cancelled'];
const ENDED = ['RATIFIED', 'INQUORATE', 'OBJECTED', 'CANCELLED'];

/**
 * Tells people of rounds of ballots, and of asks that stand still without a mandate and go on under another. What a
 * host does in a coalition reaches the others as events about their own parts, which they tell their own people.
 */
@Injectable()
export class RoundNews implements OnModuleInit {
  constructor(
    private readonly handlers: EventHandlers,
    private readonly notices: Notices,
  ) {}

  onModuleInit(): void {
    const on = this.handlers.onEvent.bind(this.handlers);
    on('round.opened', (event) => this.opened(event));
    on('round_part.closes_soon', (event) => this.closesSoon(event));
    on('round.counted', (event) => this.counted(event));
    on('round.counted', (event) => this.notices.forOtherParts(event, 'round_part.counted'));
    on('round_part.counted', (event) => this.counted(event));
    for (const end of ENDS) on(end, (event) => this.endedAtHost(event));
    on('round_part.ended', (event) => this.ended(event));
    on('ask.paused', (event) => this.paused(event));
    for (const kind of ['ask.opened', 'ask.adopted']) on(kind, (event) => this.resumed(event));
  }

  private opened(event: OutboxEvent): Promise<void> {
    return this.notices.telling(event, roll(event), async (tx) => {
      const round = await timesOf(tx, event);
      return round?.state === 'OPEN' ? told('round-opened', round.closes_at, round) : null;
    });
  }

  private closesSoon(event: OutboxEvent): Promise<void> {
    return this.notices.telling(event, roll(event), async (tx) => {
      const round = await timesOf(tx, event);
      return round?.state === 'OPEN' ? told('round-closes-soon', round.closes_at, round) : null;
    });
  }

  /** Where nobody may object, the result is in force already, which is news of its own. */
  private counted(event: OutboxEvent): Promise<void> {
    return this.notices.telling(event, roll(event), async (tx) => {
      const round = await timesOf(tx, event);
      if (round?.state !== 'COUNTED' || !round.objections_until || round.objections_until <= new Date()) return null;
      return told('round-counted', round.objections_until, round);
    });
  }

  private async endedAtHost(event: OutboxEvent): Promise<void> {
    // An objection ends a round only with the last that is needed.
    if (event.kind === 'round.objected' && event.data['state'] !== 'OBJECTED') return;
    await this.ended(event);
    await this.notices.forOtherParts(event, 'round_part.ended');
  }

  private ended(event: OutboxEvent): Promise<void> {
    return this.notices.telling(event, concernedByEnd(event), async (tx) => {
      const round = await timesOf(tx, event);
      if (!round || !ENDED.includes(round.state)) return null;
      return { notice: round.state === 'RATIFIED' ? 'round-ratified' : 'round-without-result' };
    });
  }

  private async paused(event: OutboxEvent): Promise<void> {
    switch (event.data['because']) {
      case 'MANDATE_ENDED':
        return this.notices.atOnce(event, 'mandate-ended', pledgersOfAsk(event));
      case 'LEAD_LEFT':
        return this.notices.atOnce(event, 'lead-left', pledgersOfAsk(event));
    }
  }

  private async resumed(event: OutboxEvent): Promise<void> {
    if (event.data['resumed'] !== true) return;
    await this.notices.atOnce(event, 'work-resumed', pledgersOfAsk(event));
  }
}

function told(notice: Notice, at: Date, { time_zone: zone }: RoundTimes): { notice: Notice; facts: NoticeFacts } {
  return { notice, facts: { until: { at: at.toISOString(), zone } } };
}

function timesOf(tx: Tx, event: OutboxEvent): Promise<RoundTimes | undefined> {
  return tx.row<RoundTimes>('SELECT * FROM app.round_times($1, $2)', [event.communityId, event.subjectId]);
}

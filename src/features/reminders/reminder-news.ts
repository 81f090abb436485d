import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Tx } from '../../platform/database/tx.js';
import { EventHandlers, type OutboxEvent } from '../../platform/jobs/event-handlers.js';
import {
  type NoticeDue,
  NoticeLinks,
  type Notice,
  type NoticeFacts,
  Notices,
  WallClock,
} from '../notifications/index.js';
import { ReminderLinks, type Step } from './reminder-links.js';

interface ToTell {
  person_id: string;
  kind: 'TIME' | 'RECONFIRM' | 'PLACE';
  minutes: number;
  about_at: Date;
  zone: string;
  pledge_id: string;
  occurrence_id: string | null;
  grace_hours: number;
}

const REMINDERS = ['pledge-soon', 'pledge-overdue', 'reconfirm-soon', 'place-waits'] as const satisfies Notice[];

/** Tells people of what they planned. Looked at as it is told and again as it is sent: what is no longer true is not. */
@Injectable()
export class ReminderNews implements OnModuleInit {
  constructor(
    private readonly handlers: EventHandlers,
    private readonly notices: Notices,
    private readonly noticeLinks: NoticeLinks,
    private readonly links: ReminderLinks,
    private readonly time: WallClock,
  ) {}

  onModuleInit(): void {
    this.handlers.onEvent('reminder.due', (event) => this.tell(event));
    for (const notice of REMINDERS) this.noticeLinks.register(notice, (tx, due) => this.linksOf(tx, due));
  }

  private tell(event: OutboxEvent): Promise<void> {
    const found = (tx: Tx) => this.toTell(tx, event.communityId, event.subjectId);
    return this.notices.telling(event, found, async (tx) => {
      const [reminder] = await found(tx);
      return reminder ? told(reminder) : null;
    });
  }

  private async linksOf(tx: Tx, { communityId, subjectId, personId }: NoticeDue) {
    const [reminder] = await this.toTell(tx, communityId, subjectId);
    if (!reminder || reminder.person_id !== personId || communityId === null) return null;
    const { pledge_id: pledgeId, occurrence_id: occurrenceId, about_at: aboutAt, grace_hours: grace } = reminder;
    const expiresAt = new Date(aboutAt.getTime() + grace * 3_600_000);
    const to = (step: Step) => this.links.url({ step, personId, communityId, pledgeId, occurrenceId, expiresAt });
    return { confirm: to('CONFIRM'), reschedule: to('RESCHEDULE'), stepBack: to('STEP_BACK') };
  }

  private toTell(tx: Tx, communityId: string | null, reminderId: string | null): Promise<ToTell[]> {
    const now = this.time.now();
    return tx.rows<ToTell>('SELECT * FROM app.reminder_to_tell($1, $2, $3)', [communityId, reminderId, now]);
  }
}

function told({ kind, minutes, about_at: at, zone }: ToTell): { notice: Notice; facts: NoticeFacts } {
  return { notice: noticeOf(kind, minutes), facts: { until: { at: at.toISOString(), zone } } };
}

function noticeOf(kind: ToTell['kind'], minutes: number): Notice {
  if (kind === 'TIME') return minutes > 0 ? 'pledge-overdue' : 'pledge-soon';
  return kind === 'RECONFIRM' ? 'reconfirm-soon' : 'place-waits';
}

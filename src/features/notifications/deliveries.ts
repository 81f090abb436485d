import { Injectable } from '@nestjs/common';
import { system } from '../../platform/access/actor.js';
import { Database } from '../../platform/database/database.js';
import type { Tx } from '../../platform/database/tx.js';
import { NotYet, type OutboxEvent } from '../../platform/jobs/event-handlers.js';
import { type ChannelName, channelNames, Channels, type Message } from './channels.js';
import { DeliveryMeans } from './delivery-means.js';
import { digestNeeds } from './digest-text.js';
import { timeOf, write } from './mail-text.js';
import { digest } from './mails/digest.js';
import { isNotice, type Notice, type NoticeNeeds, notices } from './mails/index.js';
import { NoticeLinks } from './notice-links.js';
import { DIGEST_DUE, NOTICE_DUE } from './notices.js';
import { type Topic, topicOf } from './topics.js';

/** About three days of attempts. Older news helps nobody. */
const LAST_ATTEMPT = 450;

interface Way {
  choice: 'AT_ONCE' | 'DIGEST' | 'OFF';
  language: string;
  quiet_until: Date | null;
}

/** What is needed to write to someone now. */
interface Due {
  channel: ChannelName;
  cipher: Buffer;
  language: string;
  links: Partial<NoticeNeeds>;
}

/** Sends one message to one person, by the way and at the time of day that they chose. */
@Injectable()
export class Deliveries {
  constructor(
    private readonly db: Database,
    private readonly channels: Channels,
    private readonly links: NoticeLinks,
    private readonly means: DeliveryMeans,
  ) {}

  async notice(event: OutboxEvent, signal: AbortSignal): Promise<void> {
    const { notice } = event.data;
    if (!isNotice(notice) || event.attempt > LAST_ATTEMPT) return;
    const topic = topicOf[notice];
    const due = await this.due(event, NOTICE_DUE, topic, (tx) => this.linksOf(tx, event, notice));
    if (!due) return;
    const { channel, cipher, language, links } = due;
    const unsubscribe = this.means.unsubscribe(event.subjectId, channel, topic);
    const needs = { ...links, link: this.means.publicUrl, until: timeOf(event.data['until'], language) } as NoticeNeeds;
    const written = write(notices[notice], language, needs, unsubscribe);
    await this.send(channel, cipher, { id: event.id, written, ...(unsubscribe && { unsubscribe }) }, signal);
  }

  async digest(event: OutboxEvent, signal: AbortSignal): Promise<void> {
    if (event.attempt > LAST_ATTEMPT) return;
    const due = await this.due(event, DIGEST_DUE, null, () => Promise.resolve({}));
    if (!due) return;
    const { channel, cipher, language } = due;
    const needs = digestNeeds(event.data['notices'], language, this.means.publicUrl);
    if (needs.topics.length === 0) return;
    const unsubscribe = this.means.unsubscribe(event.subjectId, channel, ...needs.topics.map(({ topic }) => topic));
    const written = write(digest, language, needs, unsubscribe);
    await this.send(channel, cipher, { id: event.id, written, ...(unsubscribe && { unsubscribe }) }, signal);
  }

  private send(channel: ChannelName, cipher: Buffer, message: Omit<Message, 'to'>, signal: AbortSignal): Promise<void> {
    return this.channels.send(channel, cipher, message, signal);
  }

  private linksOf(tx: Tx, event: OutboxEvent, notice: Notice): Promise<Partial<NoticeNeeds> | null> {
    const { communityId, subjectId } = event.data as { communityId?: string; subjectId?: string };
    const about = { communityId: communityId ?? null, subjectId: subjectId ?? null };
    return this.links.of(tx, notice, { personId: event.subjectId, ...about });
  }

  /** Null where nothing is to be sent. In the quiet hours of whoever it goes to it throws: not before they end. */
  private due(
    event: OutboxEvent,
    purpose: string,
    topic: Topic | null,
    linksOf: (tx: Tx) => Promise<Partial<NoticeNeeds> | null>,
  ): Promise<Due | null> {
    // Events from before there were several ways say nothing of one.
    const channel = channelNames.find((name) => name === event.data['channel']) ?? 'MAIL';
    return this.db.write(system, null, async (tx) => {
      const way = await tx.row<Way>('SELECT * FROM app.way_to($1, $2, $3, $4)', [
        event.subjectId,
        channel,
        topic,
        this.means.now(),
      ]);
      if (!way || way.choice === 'OFF') return null;
      if (way.quiet_until) throw new NotYet(way.quiet_until);
      const links = await linksOf(tx);
      const cipher = links && (await this.channels.addressOf(channel, tx, event.subjectId, purpose));
      return cipher && links ? { channel, cipher, language: way.language, links } : null;
    });
  }
}

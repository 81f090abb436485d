import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '../../config.js';
import { CONFIG } from '../../platform/http/config.token.js';
import type { ChannelName } from './channels.js';
import type { Topic } from './topics.js';
import { UnsubscribeLinks } from './unsubscribe-links.js';
import { WallClock } from './wall-clock.js';

/** What a delivery needs beside the data: where people go, links to end it, and the time. */
@Injectable()
export class DeliveryMeans {
  constructor(
    private readonly links: UnsubscribeLinks,
    private readonly clock: WallClock,
    @Inject(CONFIG) private readonly config: Pick<Config, 'publicUrl'>,
  ) {}

  get publicUrl(): string {
    return this.config.publicUrl;
  }

  now(): Date {
    return this.clock.now();
  }

  unsubscribe(personId: string, channel: ChannelName, ...topics: Topic[]): string | undefined {
    if (channel !== 'MAIL' || topics.includes('ACCOUNT_SAFETY')) return undefined;
    return this.links.url({ personId, topics });
  }
}

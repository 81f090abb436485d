import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '../../config.js';
import { Keys } from '../../platform/crypto/keys.js';
import { CONFIG } from '../../platform/http/config.token.js';
import { choosableTopics, type Topic } from './topics.js';

export interface Unsubscribing {
  personId: string;
  topics: readonly Topic[];
}

const FORM = /^([0-9a-f-]{36}) ([A-Z_,]+)$/;

/**
 * Links that end mails about a topic, or all that a digest had (RFC 8058). They are not stored: person and topics lie in the link itself, sealed
 * under a key of their own, so that it names nobody, no two are alike, and it opens nothing else.
 */
@Injectable()
export class UnsubscribeLinks {
  constructor(
    private readonly keys: Keys,
    @Inject(CONFIG) private readonly config: Pick<Config, 'publicUrl'>,
  ) {}

  url({ personId, topics }: Unsubscribing): string {
    return `${this.config.publicUrl}/unsubscribe/${this.keys.seal('unsubscribe', `${personId} ${topics.join()}`)}`;
  }

  /** Null for a link that was not given out here. */
  open(code: string): Unsubscribing | null {
    const [, personId, names] = FORM.exec(this.keys.unseal('unsubscribe', code) ?? '') ?? [];
    const named = choosableTopics.filter((topic) => names?.split(',').includes(topic));
    return personId !== undefined && named.length > 0 ? { personId, topics: named } : null;
  }
}

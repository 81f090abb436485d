import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/tx.js';
import type { Notice, OwnLinks } from './mails/index.js';

/** What a message is about, as it is sent. */
export interface NoticeDue {
  personId: string;
  communityId: string | null;
  subjectId: string | null;
}

/** Makes the links of one message as it leaves, so that they are stored nowhere; null when there is nothing to tell any more. */
export type LinksOf = (tx: Tx, due: NoticeDue) => Promise<Partial<OwnLinks> | null>;

/** Links that a notice has of its own, beside the one to sign in by. The feature whose they are says how they are made. */
@Injectable()
export class NoticeLinks {
  private readonly makers = new Map<Notice, LinksOf>();

  register(notice: Notice, make: LinksOf): void {
    if (this.makers.has(notice)) throw new Error(`The links of ${notice} are made by another feature already.`);
    this.makers.set(notice, make);
  }

  async of(tx: Tx, notice: Notice, due: NoticeDue): Promise<Partial<OwnLinks> | null> {
    return (await this.makers.get(notice)?.(tx, due)) ?? (this.makers.has(notice) ? null : {});
  }
}

import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { authorize } from '../../platform/access/rule.js';
import { Database } from '../../platform/database/database.js';
import { refuse } from '../../platform/graphql/errors.js';
import { record } from '../record/index.js';
import { factsOf, seenThread, threadDeed } from './thread-rows.js';
import type { BlockThreadInput, CloseThreadInput, ReopenThreadInput, UnblockThreadInput } from './thread.inputs.js';
import { canBlockThread, canWriteToPledger } from './thread.policy.js';

type Door = 'BLOCKED' | 'CLOSED';

/** Each side may stop being written to. That a pledger does is theirs alone; what the community shuts is on its record. */
@Injectable()
export class ThreadDoorsService {
  constructor(private readonly database: Database) {}

  block(actor: Actor, input: BlockThreadInput): Promise<{ pledgeId: string }> {
    return this.shut(actor, { name: 'blockThread', door: 'BLOCKED', shut: true }, input);
  }

  unblock(actor: Actor, input: UnblockThreadInput): Promise<{ pledgeId: string }> {
    return this.shut(actor, { name: 'unblockThread', door: 'BLOCKED', shut: false }, input);
  }

  close(actor: Actor, input: CloseThreadInput): Promise<{ pledgeId: string }> {
    return this.shut(actor, { name: 'closeThread', door: 'CLOSED', shut: true }, input);
  }

  reopen(actor: Actor, input: ReopenThreadInput): Promise<{ pledgeId: string }> {
    return this.shut(actor, { name: 'reopenThread', door: 'CLOSED', shut: false }, input);
  }

  private shut(
    actor: Actor,
    { name, door, shut }: { name: string; door: Door; shut: boolean },
    input: BlockThreadInput,
  ): Promise<{ pledgeId: string }> {
    return this.database.write(actor, { name, input }, async (tx) => {
      const thread = await seenThread(tx, input.pledgeId);
      authorize(tx.actor, door === 'BLOCKED' ? canBlockThread : canWriteToPledger, factsOf(thread));
      const { communityId, pledgeId } = thread;
      const { done } = await tx.only<{ done: boolean }>('SELECT app.shut_thread($1, $2, $3, $4) AS done', [
        communityId,
        pledgeId,
        door,
        shut,
      ]);
      if (!done) {
        throw shut
          ? refuse('WRONG_STATE', 'This was done before. No messages arrive here.', 'pledgeId')
          : refuse('WRONG_STATE', 'Nothing keeps messages from arriving here.', 'pledgeId');
      }
      if (door === 'CLOSED') {
        const kind = shut ? 'thread.closed' : 'thread.reopened';
        await record(tx, threadDeed(thread, kind, { subjectType: 'Pledge', subjectId: pledgeId, details: {} }));
      }
      return { pledgeId };
    });
  }
}

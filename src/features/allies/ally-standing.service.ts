import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { authorize, type Rule } from '../../platform/access/rule.js';
import { Database } from '../../platform/database/database.js';
import type { Tx } from '../../platform/database/tx.js';
import { NotFound, refuse } from '../../platform/graphql/errors.js';
import type { Words } from '../../platform/words/index.js';
import { record } from '../record/index.js';
import './ally.constraints.js';
import type { EndAllyInput, PauseAllyInput, RenewAllyInput, ResumeAllyInput } from './ally.inputs.js';
import { canEndAllies, canPauseAllies, canRenewAllies } from './ally.policy.js';
import { settlePledges } from './settled-pledges.js';

interface Ally {
  communityId: string;
  membershipId: string;
}

/** What stewards decide about an ally who is there. */
@Injectable()
export class AllyStandingService {
  constructor(private readonly database: Database) {}

  /** They finish what they began and begin nothing; what waits for a place waits no more. */
  pause(actor: Actor, input: PauseAllyInput): Promise<Ally> {
    return this.database.write(actor, { name: 'pauseAlly', input }, async (tx) => {
      const ally = await allyFor(tx, input.membershipId, canPauseAllies);
      const message = 'This ally is paused already, or stands here no more. Read it again.';
      await decide(tx, ally, { sql: 'app.pause_ally($1, $2, $3)', more: [input.reason], message });
      await record(tx, { ...deedOn(ally), kind: 'membership.ally_paused' });
      await settlePledges(tx, ally);
      return ally;
    });
  }

  resume(actor: Actor, input: ResumeAllyInput): Promise<Ally> {
    return this.database.write(actor, { name: 'resumeAlly', input }, async (tx) => {
      const ally = await allyFor(tx, input.membershipId, canPauseAllies);
      const message = 'This ally is not paused. There is nothing to resume.';
      await decide(tx, ally, { sql: 'app.resume_ally($1, $2)', more: [], message });
      await record(tx, { ...deedOn(ally), kind: 'membership.ally_resumed' });
      return ally;
    });
  }

  renew(actor: Actor, input: RenewAllyInput): Promise<Ally> {
    return this.database.write(actor, { name: 'renewAlly', input }, async (tx) => {
      const ally = await allyFor(tx, input.membershipId, canRenewAllies);
      const sql = `app.renew_ally($1, $2, coalesce($3, now() + interval '12 months'))`;
      const message = 'This alliance has ended. They can join again with joinAsAlly.';
      await decide(tx, ally, { sql, more: [input.until ?? null], message });
      await record(tx, { ...deedOn(ally), kind: 'membership.ally_renewed' });
      return ally;
    });
  }

  end(actor: Actor, input: EndAllyInput): Promise<Ally> {
    return this.database.write(actor, { name: 'endAlly', input }, async (tx) => {
      const ally = await allyFor(tx, input.membershipId, canEndAllies);
      const message = 'This alliance has ended already.';
      await decide(tx, ally, { sql: 'app.end_ally($1, $2, $3)', more: [input.reason], message });
      await record(tx, { ...deedOn(ally), kind: 'membership.ally_ended' });
      await settlePledges(tx, ally);
      return ally;
    });
  }
}

/** An ally's membership as the actor may see it; one of the people affected is none. */
async function allyFor(tx: Tx, membershipId: string, required: Rule): Promise<Ally> {
  const found = await tx.row<{ communityId: string; standing: string }>(
    'SELECT community_id AS "communityId", standing FROM membership WHERE id = $1',
    [membershipId],
  );
  if (!found) throw new NotFound();
  const { communityId } = found;
  authorize(tx.actor, required, { communityId });
  if (found.standing !== 'ALLY') {
    throw refuse(
      'WRONG_STATE',
      'This is one of the people affected. Only allies are paused, renewed and ended so.',
      'membershipId',
    );
  }
  return { communityId, membershipId };
}

/** The function has the last word: it locks, checks who asks and in which state the standing is, and says if it did it. */
async function decide(
  tx: Tx,
  { communityId, membershipId }: Ally,
  { sql, more, message }: { sql: string; more: unknown[]; message: Words },
): Promise<void> {
  const row = await tx.row<{ done: boolean }>(`SELECT ${sql} AS done`, [communityId, membershipId, ...more]);
  if (row?.done !== true) throw refuse('WRONG_STATE', message, 'membershipId');
}

export function deedOn({ communityId, membershipId }: Ally) {
  return { communityId, subjectType: 'Membership', subjectId: membershipId };
}

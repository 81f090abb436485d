import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { authorize } from '../../platform/access/rule.js';
import { Database } from '../../platform/database/database.js';
import { newId } from '../../platform/database/id.js';
import type { Tx } from '../../platform/database/tx.js';
import { NotFound, refuse } from '../../platform/graphql/errors.js';
import { record } from '../record/index.js';
import type { GiveDebriefInput, SkipDebriefInput } from './debrief.inputs.js';
import './fulfilment.constraints.js';
import { canAttest, canReport } from './fulfilment.policy.js';

interface Done {
  id: string;
  communityId: string;
  leadId: string | null;
  campaignId: string;
  pledgerId: string;
  pledgerStanding: string;
  state: string;
  isOwn: boolean;
  isOwnWork: boolean;
  givenSides: string[];
}

/** What both sides say when something was done. Each speaks before it reads the other. */
@Injectable()
export class DebriefsService {
  constructor(private readonly database: Database) {}

  give(actor: Actor, input: GiveDebriefInput): Promise<{ pledgeId: string }> {
    return this.database.write(actor, { name: 'giveDebrief', input }, (tx) => speak(tx, input.pledgeId, input));
  }

  skip(actor: Actor, input: SkipDebriefInput): Promise<{ pledgeId: string }> {
    return this.database.write(actor, { name: 'skipDebrief', input }, (tx) => speak(tx, input.pledgeId, null));
  }
}

async function speak(tx: Tx, pledgeId: string, said: GiveDebriefInput | null): Promise<{ pledgeId: string }> {
  const done = await doneBy(tx, pledgeId);
  const side = done.isOwn ? 'PLEDGER' : 'COMMUNITY';
  // The pledger stands with the host, whoever leads the ask.
  if (done.isOwn) authorize(tx.actor, canReport, { communityId: done.communityId, isOwn: true });
  else authorize(tx.actor, canAttest, done);
  refuseUnless(done, side);
  const forLead = side === 'COMMUNITY' ? done.leadId : null;
  const own = side === 'PLEDGER' ? done.pledgerId : null;
  await tx.rows(
    `INSERT INTO debrief (community_id, id, pledge_id, pledger_id, pledger_standing, side, went_well, could_be_better, skipped, given_by, lead_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      done.communityId,
      newId(),
      done.id,
      done.pledgerId,
      done.pledgerStanding,
      side,
      said ? said.wentWell : null,
      said ? (said.couldBeBetter ?? '') : null,
      said === null,
      own ?? (forLead === null ? tx.membershipIn(done.communityId).membershipId : null),
      forLead,
    ],
  );
  await record(tx, {
    communityId: done.communityId,
    leadId: forLead,
    campaignId: done.campaignId,
    kind: said ? 'pledge.debrief_given' : 'pledge.debrief_skipped',
    subjectType: 'Pledge',
    subjectId: done.id,
    details: { side },
    ...(own !== null && { by: own }),
  });
  return { pledgeId: done.id };
}

async function doneBy(tx: Tx, pledgeId: string): Promise<Done> {
  const [lockable] = await tx.rows<{ communityId: string }>(
    'SELECT community_id AS "communityId" FROM pledge WHERE id = $1',
    [pledgeId],
  );
  if (!lockable) throw new NotFound();
  await tx.rows('SELECT app.lock_pledge($1, $2)', [lockable.communityId, pledgeId]);
  const done = await tx.row<Done>(
    `SELECT p.id, p.community_id AS "communityId", a.lead_id AS "leadId", p.campaign_id AS "campaignId", p.pledger_id AS "pledgerId",
            p.pledger_standing AS "pledgerStanding", p.state, p.pledger_id = ANY (app.my_memberships()) AS "isOwn",
            app.stands_behind(p.community_id, p.pledger_id, app.person_id()) AS "isOwnWork",
            ARRAY(SELECT d.side FROM debrief d WHERE d.community_id = p.community_id AND d.pledge_id = p.id) AS "givenSides"
       FROM pledge p LEFT JOIN ask a ON a.community_id = p.community_id AND a.id = p.ask_id WHERE p.id = $1`,
    [pledgeId],
  );
  if (!done) throw new NotFound();
  return done;
}

function refuseUnless(done: Done, side: string): void {
  if (side === 'COMMUNITY' && done.isOwnWork) {
    const message = 'For the community someone looks back whose work it was not. Ask another affected person.';
    throw refuse('OWN_WORK', message, 'pledgeId');
  }
  if (!['FULFILLED', 'PARTLY_FULFILLED'].includes(done.state)) {
    throw refuse('WRONG_STATE', 'Look back once it was done and attested.', 'pledgeId');
  }
  if (done.givenSides.includes(side)) {
    throw refuse('ALREADY_DONE', 'Your side gave its debrief, or left it out. It stands as it is.', 'pledgeId');
  }
}

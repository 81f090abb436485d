import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { authorize } from '../../platform/access/rule.js';
import { Database } from '../../platform/database/database.js';
import { newId } from '../../platform/database/id.js';
import { Refusal } from '../../platform/graphql/errors.js';
import { record } from '../record/index.js';
import { homeOf, locked, sayAll } from './community-word.js';
import './fulfilment.constraints.js';
import { canAttest } from './fulfilment.policy.js';
import { faultAsReason } from './fulfilment.rules.js';
import type { AnswerContestInput, ContestNoShowInput, RecordNoShowInput } from './occurrence.inputs.js';
import { whyNotAnswerContest, whyNotContest, whyNotNoShow } from './occurrence.rules.js';
import { ownWork } from './own-work.js';

/** That nobody came: the community's word, the pledger's answer, and the word of someone else on both. */
@Injectable()
export class NoShowsService {
  constructor(private readonly database: Database) {}

  record(actor: Actor, input: RecordNoShowInput): Promise<{ occurrenceId: string }> {
    return this.database.write(actor, { name: 'recordNoShow', input }, async (tx) => {
      const { occurrenceId, note } = input;
      const home = await homeOf(tx, [occurrenceId]);
      authorize(tx.actor, canAttest, home);
      const work = (await locked(tx, home, [occurrenceId])).get(occurrenceId);
      const against = whyNotNoShow(work, home);
      if (!work || against) throw new Refusal(against ?? faultAsReason('UNKNOWN'));
      await sayAll(tx, home, [{ work, kind: 'NO_SHOW', quantity: null, feedback: note }]);
      return { occurrenceId };
    });
  }

  contest(actor: Actor, input: ContestNoShowInput): Promise<{ occurrenceId: string }> {
    return this.database.write(actor, { name: 'contestNoShow', input }, async (tx) => {
      const { occurrenceId, text } = input;
      const work = await ownWork(tx, occurrenceId);
      const against = whyNotContest(work, work.contestableStill);
      if (against) throw new Refusal(against);
      await tx.rows(
        `INSERT INTO no_show_contest (community_id, id, occurrence_id, attestation_id, pledger_id, pledger_standing, text) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
        [work.communityId, newId(), work.id, work.latestId, work.pledgerId, work.pledgerStanding, text],
      );
      await record(tx, {
        communityId: work.communityId,
        campaignId: work.campaignId,
        kind: 'fulfilment.no_show_contested',
        subjectType: 'Occurrence',
        subjectId: work.id,
        details: { pledgeId: work.pledgeId, attestationId: work.latestId },
        by: work.pledgerId,
      });
      return { occurrenceId };
    });
  }

  answer(actor: Actor, input: AnswerContestInput): Promise<{ occurrenceId: string }> {
    return this.database.write(actor, { name: 'answerContest', input }, async (tx) => {
      const { occurrenceId, accept, feedback } = input;
      const quantity = input.quantity ?? null;
      const home = await homeOf(tx, [occurrenceId]);
      authorize(tx.actor, canAttest, home);
      const work = (await locked(tx, home, [occurrenceId])).get(occurrenceId);
      const against = whyNotAnswerContest(work, home, accept, quantity);
      if (!work || against) throw new Refusal(against ?? faultAsReason('UNKNOWN'));
      const replaced = accept && work.latestId !== null ? { corrects: work.latestId } : {};
      const kind = accept ? 'CONTEST_ACCEPTED' : 'CONTEST_REFUSED';
      await sayAll(tx, home, [{ work, kind, quantity, feedback, ...replaced }]);
      return { occurrenceId };
    });
  }
}

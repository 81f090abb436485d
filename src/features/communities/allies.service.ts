import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { authorize } from '../../platform/access/rule.js';
import { Database } from '../../platform/database/database.js';
import { newId } from '../../platform/database/id.js';
import type { Tx } from '../../platform/database/tx.js';
import { NotFound, refuse } from '../../platform/graphql/errors.js';
import { say } from '../../platform/words/words.js';
import { record } from '../record/index.js';
import type { AnswerInput, JoinAsAllyInput } from './community.inputs.js';
import { canJoinAsAlly } from './community.policy.js';
import type { AgreementQuestion } from './default-agreement.js';
import { newPseudonym } from './pseudonyms.js';

/** What an ally accepts on joining: the agreement at its current version, its questions answered. */
export interface Acceptance {
  agreementVersion: number;
  answers?: AnswerInput[] | null;
  pseudonym?: string | null;
}

/** The agreement as a joiner has to accept it. */
export interface CurrentAgreement {
  communityId: string;
  version: number;
  questions: AgreementQuestion[];
}

interface Standing {
  id: string;
  standing: 'AFFECTED' | 'ALLY';
  agreementVersion: number | null;
  expired: boolean;
}

@Injectable()
export class AlliesService {
  constructor(private readonly database: Database) {}

  join(actor: Actor, input: JoinAsAllyInput): Promise<{ membershipId: string }> {
    return this.database.write(actor, { name: 'joinAsAlly', input }, async (tx) => {
      const agreement = await tx.row<CurrentAgreement>(
        `SELECT c.id AS "communityId", a.version, a.questions FROM community c
           JOIN agreement a ON a.community_id = c.id AND a.version = c.agreement_version WHERE c.handle = $1`,
        [input.communityHandle],
      );
      if (!agreement) throw new NotFound();
      const { membershipId } = await this.accept(tx, agreement, input);
      return { membershipId };
    });
  }

  /** Gives ally standing, or renews its acceptance, within the joiner's transaction; what it returns knows of it. */
  async accept(tx: Tx, agreement: CurrentAgreement, input: Acceptance): Promise<{ membershipId: string; tx: Tx }> {
    authorize(tx.actor, canJoinAsAlly, { communityId: null });
    const { communityId } = agreement;
    const now = await this.standing(tx, communityId);
    if (now?.standing === 'AFFECTED') {
      throw refuse('ALREADY_MEMBER', 'You are here as one of the people affected; nobody is an ally to themselves.');
    }
    refuseStale(agreement, input);
    const answers = checkedAnswers(agreement.questions, input.answers ?? []);
    if (now) {
      if (!now.expired && now.agreementVersion === agreement.version) {
        throw refuse('ALREADY_MEMBER', 'You are an ally of this community already.');
      }
      return { membershipId: now.id, tx: await this.goOn(tx, now, agreement, answers) };
    }
    const membershipId = newId();
    await tx.rows(
      `INSERT INTO membership (community_id, id, person_id, standing, pseudonym, agreement_version, answers, until)
       VALUES ($1, $2, app.person_id(), 'ALLY', $3, $4, $5, now() + interval '12 months')`,
      [communityId, membershipId, input.pseudonym ?? newPseudonym(), agreement.version, answers],
    );
    const inside = await tx.reenter();
    await this.recorded(inside, 'membership.ally_joined', communityId, membershipId, agreement.version);
    return { membershipId, tx: inside };
  }

  /** The same membership goes on, so that pledges stay their pledger's. */
  private async goOn(tx: Tx, now: Standing, { communityId, version }: CurrentAgreement, answers: string): Promise<Tx> {
    if (now.expired) {
      const row = await tx.row<{ id: string | null }>('SELECT app.renew_alliance($1) AS id', [communityId]);
      if (row?.id == null)
        throw refuse('WRONG_STATE', 'The community has paused your standing. Ask it to let you go on.');
    }
    await tx.rows('UPDATE membership SET agreement_version = $3, answers = $4 WHERE community_id = $1 AND id = $2', [
      communityId,
      now.id,
      version,
      answers,
    ]);
    const inside = await tx.reenter();
    await this.recorded(inside, 'membership.agreement_accepted', communityId, now.id, version);
    return inside;
  }

  private async standing(tx: Tx, communityId: string): Promise<Standing | undefined> {
    return tx.row<Standing>(
      `SELECT id, standing, agreement_version AS "agreementVersion", coalesce(until <= now(), false) AS expired
         FROM membership WHERE community_id = $1 AND person_id = app.person_id() AND ended_at IS NULL`,
      [communityId],
    );
  }

  private async recorded(
    tx: Tx,
    kind: 'membership.ally_joined' | 'membership.agreement_accepted',
    communityId: string,
    subjectId: string,
    version: number,
  ) {
    await record(tx, {
      communityId,
      kind,
      subjectType: 'Membership',
      subjectId,
      details: { agreementVersion: version },
    });
  }
}

function refuseStale(agreement: CurrentAgreement, input: Acceptance): void {
  if (input.agreementVersion === agreement.version) return;
  throw refuse(
    'AGREEMENT_STALE',
    say`The agreement is at version ${agreement.version}. Show it to the ally and send that version when they accept it.`,
    'agreementVersion',
  );
}

/** Only answers to questions that were asked are kept. */
function checkedAnswers(questions: AgreementQuestion[], answers: AnswerInput[]): string {
  const given = new Map(answers.map((answer) => [answer.questionId, answer.text]));
  const unanswered = questions.find((question) => question.required && !given.get(question.id));
  if (unanswered) {
    throw refuse(
      'QUESTION_UNANSWERED',
      say`The community asks: “${unanswered.text}” Answer it as questionId "${unanswered.id}".`,
      'answers',
    );
  }
  const stranger = answers.findIndex((answer) => !questions.some((question) => question.id === answer.questionId));
  if (stranger >= 0)
    throw refuse('INVALID', 'The agreement has no question with this id.', 'answers', String(stranger), 'questionId');
  return JSON.stringify(Object.fromEntries(given));
}

import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { authorize } from '../../platform/access/rule.js';
import { Database } from '../../platform/database/database.js';
import { newId } from '../../platform/database/id.js';
import type { Tx } from '../../platform/database/tx.js';
import { NotFound, type Refusal, refuse } from '../../platform/graphql/errors.js';
import { type CurrentAgreement, newPseudonym } from '../communities/index.js';
import { representedOrganization } from '../organizations/index.js';
import { record } from '../record/index.js';
import { checkedAnswers, refuseStale } from './ally.agreement.js';
import './ally.constraints.js';
import type { AnswerInput, JoinAsAllyInput } from './ally.inputs.js';
import { canJoinAsAlly } from './ally.policy.js';

/** What an ally accepts on joining: the agreement at its current version, its questions answered. */
export interface Acceptance {
  agreementVersion: number;
  answers?: AnswerInput[] | null;
  pseudonym?: string | null;
  /** Who becomes the ally, if not the person themselves. */
  organizationId?: string | null;
}

/** A standing, or a request for one that waits: the one or the other. */
export interface Joined {
  membershipId: string | null;
  requestId: string | null;
}

interface Standing {
  standing: 'AFFECTED' | 'ALLY';
  agreementVersion: number | null;
  expired: boolean;
}

interface Answer {
  outcome: 'JOINED' | 'ACCEPTED' | 'WAITING' | 'PAUSED' | 'NOT_TAKEN';
  membershipId: string | null;
  requestId: string | null;
}

@Injectable()
export class AlliesService {
  constructor(private readonly database: Database) {}

  join(actor: Actor, input: JoinAsAllyInput): Promise<Joined> {
    return this.database.write(actor, { name: 'joinAsAlly', input }, async (tx) => {
      const agreement = await tx.row<CurrentAgreement>(
        `SELECT c.id AS "communityId", a.version, a.questions FROM community c
           JOIN agreement a ON a.community_id = c.id AND a.version = c.agreement_version WHERE c.handle = $1`,
        [input.communityHandle],
      );
      if (!agreement) throw new NotFound();
      const { membershipId, requestId } = await this.accept(tx, agreement, input);
      return { membershipId, requestId };
    });
  }

  /**
   * Gives ally standing, renews its acceptance or lets a request wait, within the joiner's transaction; what it returns
   * knows of the standing. Whoever is blocked goes the same way as everyone where no allies are taken, step by step.
   */
  async accept(tx: Tx, agreement: CurrentAgreement, input: Acceptance): Promise<Joined & { tx: Tx }> {
    authorize(tx.actor, canJoinAsAlly, { communityId: null });
    const organization = input.organizationId == null ? null : await representedOrganization(tx, input.organizationId);
    const answers = await checkedAcceptance(tx, agreement, { ...input, organizationId: organization?.id ?? null });
    const { outcome, ...joined } = await tx.only<Answer>(
      `SELECT outcome, membership_id AS "membershipId", request_id AS "requestId" FROM app.join_as_ally($1, $2, $3, $4, $5, $6, $7)`,
      [
        agreement.communityId,
        newId(),
        newId(),
        organization?.id ?? null,
        input.pseudonym ?? (organization ? organization.name.slice(0, 60).trim() : newPseudonym()),
        agreement.version,
        answers,
      ],
    );
    if (outcome === 'PAUSED' || outcome === 'NOT_TAKEN') throw refusals[outcome]();
    const { membershipId } = joined;
    if (membershipId === null) return { ...joined, tx };
    const inside = await tx.reenter();
    await record(inside, {
      communityId: agreement.communityId,
      kind: outcome === 'JOINED' ? 'membership.ally_joined' : 'membership.agreement_accepted',
      subjectType: 'Membership',
      subjectId: membershipId,
      details: { agreementVersion: agreement.version },
      by: membershipId,
    });
    return { ...joined, tx: inside };
  }
}

const refusals: Record<'PAUSED' | 'NOT_TAKEN', () => Refusal> = {
  PAUSED: () => refuse('WRONG_STATE', 'The community has paused your standing. Ask it to let you go on.'),
  NOT_TAKEN: () =>
    refuse('ALLIES_NOT_TAKEN', 'This community takes no allies now. Look for another campaign that asks for help.'),
};

/** What can be wrong with accepting, whoever accepts; else the answers to keep. */
async function checkedAcceptance(tx: Tx, agreement: CurrentAgreement, input: Acceptance): Promise<string> {
  const organizationId = input.organizationId ?? null;
  const now = await standingIn(tx, agreement.communityId, organizationId);
  if (now?.standing === 'AFFECTED') {
    throw refuse('ALREADY_MEMBER', 'You are here as one of the people affected; nobody is an ally to themselves.');
  }
  refuseStale(agreement, input.agreementVersion);
  const answers = checkedAnswers(agreement.questions, input.answers ?? []);
  if (now && !now.expired && now.agreementVersion === agreement.version) throw alreadyAlly(organizationId !== null);
  return answers;
}

function alreadyAlly(isOrganization: boolean): Refusal {
  return isOrganization
    ? refuse('ALREADY_MEMBER', 'Your organization is an ally of this community already.', 'organizationId')
    : refuse('ALREADY_MEMBER', 'You are an ally of this community already.');
}

function standingIn(tx: Tx, communityId: string, organizationId: string | null): Promise<Standing | undefined> {
  return tx.row<Standing>(
    `SELECT standing, agreement_version AS "agreementVersion", coalesce(until <= now(), false) AS expired FROM membership
      WHERE community_id = $1 AND ended_at IS NULL AND CASE WHEN $2::uuid IS NULL THEN person_id = app.person_id() ELSE organization_id = $2 END`,
    [communityId, organizationId],
  );
}

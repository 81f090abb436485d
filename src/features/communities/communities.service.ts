import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { authorize } from '../../platform/access/rule.js';
import { Database } from '../../platform/database/database.js';
import { newId } from '../../platform/database/id.js';
import type { Tx } from '../../platform/database/tx.js';
import { NotFound, refuse } from '../../platform/graphql/errors.js';
import { say } from '../../platform/words/words.js';
import { record } from '../record/index.js';
import './community.constraints.js';
import type {
  CreateCommunityInput,
  DelegateOrganizerInput,
  EndDelegationInput,
  PublishAgreementInput,
} from './community.inputs.js';
import { canDelegateOrganizer, canFoundCommunity, canPublishAgreement } from './community.policy.js';
import { defaultAgreement } from './default-agreement.js';
import { newPseudonym } from './pseudonyms.js';

export type FoundingInput = Pick<
  CreateCommunityInput,
  'handle' | 'name' | 'about' | 'language' | 'timeZone' | 'pseudonym'
>;

@Injectable()
export class CommunitiesService {
  constructor(private readonly database: Database) {}

  create(actor: Actor, input: CreateCommunityInput): Promise<{ communityId: string }> {
    return this.database.write(actor, { name: 'createCommunity', input }, async (tx) => {
      const { communityId } = await this.found(tx, input);
      return { communityId };
    });
  }

  /** Within a transaction of the founder's; what it returns knows of the new standing. */
  async found(tx: Tx, input: FoundingInput): Promise<{ communityId: string; tx: Tx }> {
    authorize(tx.actor, canFoundCommunity, { communityId: null });
    const communityId = newId();
    const language = input.language ?? 'en';
    const agreement = defaultAgreement(language);
    await tx.rows('SELECT app.found_community($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)', [
      communityId,
      newId(),
      input.handle,
      input.name,
      input.about ?? '',
      language,
      input.timeZone ?? 'UTC',
      input.pseudonym ?? newPseudonym(),
      agreement.text,
      JSON.stringify(agreement.questions),
    ]);
    const inside = await tx.reenter();
    await record(inside, { communityId, kind: 'community.founded', subjectType: 'Community', subjectId: communityId });
    return { communityId, tx: inside };
  }

  publishAgreement(actor: Actor, input: PublishAgreementInput): Promise<{ communityId: string }> {
    return this.database.write(actor, { name: 'publishAgreement', input }, async (tx) => {
      const { communityId } = input;
      const community = await this.visible(tx, communityId);
      authorize(tx.actor, canPublishAgreement, { communityId });
      const ids = input.questions.map((question) => question.id);
      if (new Set(ids).size < ids.length) throw refuse('INVALID', 'Give every question an id of its own.', 'questions');
      const [row] = await tx.rows<{ version: number }>(
        'UPDATE community SET agreement_version = agreement_version + 1 WHERE id = $1 AND agreement_version = $2 RETURNING agreement_version AS version',
        [communityId, input.replacesVersion],
      );
      if (!row) {
        throw refuse(
          'STALE_VERSION',
          say`The agreement is at version ${community.agreementVersion} now. Read it, then publish yours over that one.`,
          'replacesVersion',
        );
      }
      await tx.rows(
        'INSERT INTO agreement (community_id, version, text, questions, published_by) VALUES ($1, $2, $3, $4, $5)',
        [
          communityId,
          row.version,
          input.text,
          JSON.stringify(input.questions.map(({ id, text, required }) => ({ id, text, required: required ?? true }))),
          tx.membershipIn(communityId).membershipId,
        ],
      );
      await record(tx, {
        communityId,
        kind: 'community.agreement_published',
        subjectType: 'Community',
        subjectId: communityId,
        details: { version: row.version },
      });
      return { communityId };
    });
  }

  delegateOrganizer(actor: Actor, input: DelegateOrganizerInput): Promise<{ membershipId: string }> {
    return this.setOrganizer(actor, 'delegateOrganizer', input, input.until);
  }

  endDelegation(actor: Actor, input: EndDelegationInput): Promise<{ membershipId: string }> {
    return this.setOrganizer(actor, 'endDelegation', input, null);
  }

  private setOrganizer(
    actor: Actor,
    name: string,
    input: EndDelegationInput,
    until: Date | null,
  ): Promise<{ membershipId: string }> {
    return this.database.write(actor, { name, input }, async (tx) => {
      const { membershipId } = input;
      const member = await tx.row<{ communityId: string }>(
        'SELECT community_id AS "communityId" FROM membership WHERE id = $1 AND ended_at IS NULL',
        [membershipId],
      );
      if (!member) throw new NotFound();
      authorize(tx.actor, canDelegateOrganizer, member);
      const row = await tx.row<{ done: boolean }>('SELECT app.delegate_organizer($1, $2, $3) AS done', [
        member.communityId,
        membershipId,
        until,
      ]);
      if (row?.done !== true)
        throw refuse('WRONG_STATE', 'This standing has ended, so it can carry no duty.', 'membershipId');
      await record(tx, {
        ...member,
        kind: until ? 'membership.organizer_delegated' : 'membership.delegation_ended',
        subjectType: 'Membership',
        subjectId: membershipId,
        details: until ? { until: until.toISOString() } : {},
      });
      return { membershipId };
    });
  }

  private async visible(tx: Tx, communityId: string): Promise<{ agreementVersion: number }> {
    const row = await tx.row<{ agreementVersion: number }>(
      'SELECT agreement_version AS "agreementVersion" FROM community WHERE id = $1',
      [communityId],
    );
    if (!row) throw new NotFound();
    return row;
  }
}

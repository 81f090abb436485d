import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '../../config.js';
import type { Actor } from '../../platform/access/actor.js';
import { authorize } from '../../platform/access/rule.js';
import { hashToken } from '../../platform/crypto/keys.js';
import { Database } from '../../platform/database/database.js';
import { newId } from '../../platform/database/id.js';
import type { Tx } from '../../platform/database/tx.js';
import { NotFound, refuse, Refusal } from '../../platform/graphql/errors.js';
import { CONFIG } from '../../platform/http/config.token.js';
import { newPseudonym } from '../communities/index.js';
import { grouped, invalidLink, Links, newPaperCode, parseLink, SignInLimits } from '../people/index.js';
import { record } from '../record/index.js';
import './admission.constraints.js';
import { canInvite, canRevokeInvitation } from './admission.policy.js';
import type { AcceptInvitationInput, InviteToCommunityInput, RevokeInvitationInput } from './invitation.graphql.js';
import { printed, type PrintedInvitation } from './printed-invitation.js';

export interface NewInvitation extends PrintedInvitation {
  invitationId: string;
  link: string;
  code: string;
  expiresAt: Date;
}

@Injectable()
export class InvitationsService {
  constructor(
    private readonly database: Database,
    private readonly limits: SignInLimits,
    @Inject(CONFIG) private readonly config: Config,
    links: Links,
  ) {
    links.register('invitation', async (tx, link) => {
      const row = await tx.row<{ live: boolean }>('SELECT app.invitation_is_live($1) AS live', [hashToken(link.token)]);
      return row?.live === true;
    });
  }

  /** The code is returned once; the database keeps its digest. */
  async invite(actor: Actor, input: InviteToCommunityInput): Promise<NewInvitation> {
    const code = newPaperCode();
    const token = `i_${code}`;
    const command = { name: 'inviteToCommunity', input, issuesSecrets: true };
    const { id, expiresAt, ...home } = await this.database.write(actor, command, (tx) =>
      this.issue(tx, input.communityId, token),
    );
    const { publicUrl } = this.config;
    const link = `${publicUrl}/#${token}`;
    const shown = { link, code: grouped(code), expiresAt };
    return { invitationId: id, ...shown, ...(await printed({ ...shown, ...home, address: publicUrl })) };
  }

  revoke(actor: Actor, input: RevokeInvitationInput): Promise<{ invitationId: string }> {
    return this.database.write(actor, { name: 'revokeInvitation', input }, async (tx) => {
      const { invitationId } = input;
      const invitation = await tx.row<{ communityId: string }>(
        'SELECT community_id AS "communityId" FROM invitation WHERE id = $1',
        [invitationId],
      );
      if (!invitation) throw new NotFound();
      authorize(tx.actor, canRevokeInvitation, invitation);
      const revoked = await tx.rows(
        `UPDATE invitation SET revoked_at = now()
          WHERE id = $1 AND used_at IS NULL AND revoked_at IS NULL AND expires_at > now() RETURNING id`,
        [invitationId],
      );
      if (revoked.length === 0) {
        throw refuse('WRONG_STATE', 'This invitation was used, taken back or has run out already.', 'invitationId');
      }
      await record(tx, {
        ...invitation,
        kind: 'membership.invitation_revoked',
        subjectType: 'Invitation',
        subjectId: invitationId,
      });
      return { invitationId };
    });
  }

  /** Counted before it is looked at, so that guesses at once are counted all; what works is given back. */
  async accept(actor: Actor, input: AcceptInvitationInput, address: string): Promise<{ communityId: string }> {
    await this.limits.count('invitationFromAddress', address);
    const outcome = await this.admit(actor, input).catch((error: unknown) => error as Error);
    if (!isGuess(outcome)) await this.limits.giveBack('invitationFromAddress', address);
    if (outcome instanceof Error) throw outcome;
    return outcome;
  }

  private admit(actor: Actor, input: AcceptInvitationInput): Promise<{ communityId: string }> {
    return this.database.write(actor, { name: 'acceptInvitation', input }, async (tx) => {
      const link = parseLink(input.link);
      if (link?.kind !== 'invitation') throw invalidLink();
      const membershipId = newId();
      const row = await tx.row<{ communityId: string | null }>(
        'SELECT app.accept_invitation($1, $2, $3, $4) AS "communityId"',
        [hashToken(link.token), membershipId, input.pseudonym ?? newPseudonym(), input.declinesStewardship ?? false],
      );
      const communityId = row?.communityId;
      if (communityId == null) throw invalidLink();
      await record(await tx.reenter(), {
        communityId,
        kind: 'membership.admitted',
        subjectType: 'Membership',
        subjectId: membershipId,
      });
      return { communityId };
    });
  }

  private async issue(tx: Tx, communityId: string, token: string) {
    const home = await tx.row<{ language: string; timeZone: string; invites: boolean }>(
      `SELECT language, time_zone AS "timeZone", app.admits_by_invitation(id) AS invites FROM community WHERE id = $1`,
      [communityId],
    );
    if (!home) throw new NotFound();
    authorize(tx.actor, canInvite, { communityId });
    if (!home.invites) {
      throw refuse(
        'NOT_ADMITTING',
        'Your community admits people by vouches only. Stewards can change that with changeCommunitySettings.',
        'communityId',
      );
    }
    const id = newId();
    const { expiresAt } = await tx.only<{ expiresAt: Date }>(
      `INSERT INTO invitation (community_id, id, token_hash, invited_by, expires_at)
       VALUES ($1, $2, $3, $4, now() + interval '7 days') RETURNING expires_at AS "expiresAt"`,
      [communityId, id, hashToken(token), tx.membershipIn(communityId).membershipId],
    );
    await record(tx, { communityId, kind: 'membership.invited', subjectType: 'Invitation', subjectId: id });
    return { id, expiresAt, language: home.language, timeZone: home.timeZone };
  }
}

function isGuess(outcome: unknown): boolean {
  return outcome instanceof Refusal && outcome.errors.some(({ code }) => code === 'LINK_INVALID');
}

import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { authorize } from '../../platform/access/rule.js';
import { hashToken, newToken } from '../../platform/crypto/keys.js';
import { Database } from '../../platform/database/database.js';
import { newId } from '../../platform/database/id.js';
import type { Tx } from '../../platform/database/tx.js';
import { NotFound } from '../../platform/graphql/errors.js';
import { newPseudonym } from '../communities/index.js';
import { invalidLink, Links, parseLink } from '../people/index.js';
import './organization.constraints.js';
import type {
  AcceptRepresentationInput,
  InviteRepresentativeInput,
  LeaveOrganizationInput,
  RemoveRepresentativeInput,
} from './organization.inputs.js';
import {
  canAcceptRepresentation,
  canInviteRepresentative,
  canLeaveOrganization,
  canRemoveRepresentative,
} from './organization.policy.js';
import { representedOrganization } from './organizations.service.js';

/** Who comes to act for an organization, and how that ends. None of it touches what the organization has pledged. */
@Injectable()
export class RepresentativesService {
  constructor(
    private readonly database: Database,
    links: Links,
  ) {
    links.register('representation', async (tx, link) => {
      const row = await tx.row<{ live: boolean }>('SELECT app.representation_is_live($1) AS live', [
        hashToken(link.token),
      ]);
      return row?.live === true;
    });
  }

  /** The link is returned once; the database keeps its digest. */
  async invite(actor: Actor, input: InviteRepresentativeInput): Promise<{ code: string; expiresAt: Date }> {
    const code = `r_${newToken(16)}`;
    const command = { name: 'inviteRepresentative', input, issuesSecrets: true };
    const expiresAt = await this.database.write(actor, command, async (tx) => {
      const organization = await representedOrganization(tx, input.organizationId);
      authorize(tx.actor, canInviteRepresentative, organization);
      const row = await tx.row<{ until: Date | null }>('SELECT app.invite_representative($1, $2, $3) AS until', [
        newId(),
        organization.id,
        hashToken(code),
      ]);
      if (!row?.until) throw new NotFound();
      return row.until;
    });
    return { code, expiresAt };
  }

  accept(actor: Actor, input: AcceptRepresentationInput): Promise<{ organizationId: string }> {
    return this.database.write(actor, { name: 'acceptRepresentation', input }, async (tx) => {
      authorize(tx.actor, canAcceptRepresentation, { communityId: null });
      const link = parseLink(input.link);
      if (link?.kind !== 'representation') throw invalidLink();
      const row = await tx.row<{ organizationId: string | null }>(
        'SELECT app.accept_representation($1, $2, $3) AS "organizationId"',
        [hashToken(link.token), newId(), input.pseudonym ?? newPseudonym()],
      );
      if (row?.organizationId == null) throw invalidLink();
      return { organizationId: row.organizationId };
    });
  }

  leave(actor: Actor, input: LeaveOrganizationInput): Promise<{ organizationId: string }> {
    return this.database.write(actor, { name: 'leaveOrganization', input }, async (tx) => {
      const organization = await representedOrganization(tx, input.organizationId);
      authorize(tx.actor, canLeaveOrganization, organization);
      const own = await tx.row<{ id: string }>(
        'SELECT id FROM representative WHERE organization_id = $1 AND id = ANY (app.my_representations())',
        [organization.id],
      );
      await end(tx, organization.id, own?.id);
      return { organizationId: organization.id };
    });
  }

  remove(actor: Actor, input: RemoveRepresentativeInput): Promise<{ organizationId: string }> {
    return this.database.write(actor, { name: 'removeRepresentative', input }, async (tx) => {
      const found = await tx.row<{ organizationId: string }>(
        'SELECT organization_id AS "organizationId" FROM representative WHERE id = $1 AND ended_at IS NULL',
        [input.representativeId],
      );
      if (!found) throw new NotFound();
      const organization = await representedOrganization(tx, found.organizationId);
      authorize(tx.actor, canRemoveRepresentative, organization);
      await end(tx, organization.id, input.representativeId);
      return { organizationId: organization.id };
    });
  }
}

async function end(tx: Tx, organizationId: string, representativeId: string | undefined): Promise<void> {
  const row = await tx.row<{ done: boolean }>('SELECT app.end_representation($1, $2) AS done', [
    organizationId,
    representativeId,
  ]);
  if (row?.done !== true) throw new NotFound();
}

import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { authorize } from '../../platform/access/rule.js';
import { Database } from '../../platform/database/database.js';
import { newId } from '../../platform/database/id.js';
import type { Tx } from '../../platform/database/tx.js';
import { NotFound } from '../../platform/graphql/errors.js';
import { newPseudonym } from '../communities/index.js';
import { type Deed, record } from '../record/index.js';
import './organization.constraints.js';
import type {
  CloseOrganizationInput,
  CreateOrganizationInput,
  ReviseOrganizationInput,
} from './organization.inputs.js';
import { canCloseOrganization, canCreateOrganization, canReviseOrganization } from './organization.policy.js';

interface Represented {
  id: string;
  name: string;
  communityId: null;
  isYours: boolean;
}

@Injectable()
export class OrganizationsService {
  constructor(private readonly database: Database) {}

  create(actor: Actor, input: CreateOrganizationInput): Promise<{ organizationId: string }> {
    return this.database.write(actor, { name: 'createOrganization', input }, async (tx) => {
      authorize(tx.actor, canCreateOrganization, { communityId: null });
      const organizationId = newId();
      await tx.rows('SELECT app.found_organization($1, $2, $3, $4, $5)', [
        organizationId,
        newId(),
        input.name,
        input.about ?? '',
        input.pseudonym ?? newPseudonym(),
      ]);
      return { organizationId };
    });
  }

  revise(actor: Actor, input: ReviseOrganizationInput): Promise<{ organizationId: string }> {
    return this.database.write(actor, { name: 'reviseOrganization', input }, async (tx) => {
      const organization = await representedOrganization(tx, input.organizationId);
      authorize(tx.actor, canReviseOrganization, organization);
      await tx.rows('UPDATE organization SET name = coalesce($2, name), about = coalesce($3, about) WHERE id = $1', [
        organization.id,
        input.name ?? null,
        input.about ?? null,
      ]);
      return { organizationId: organization.id };
    });
  }

  close(actor: Actor, input: CloseOrganizationInput): Promise<{ organizationId: string }> {
    return this.database.write(actor, { name: 'closeOrganization', input }, async (tx) => {
      const organization = await representedOrganization(tx, input.organizationId);
      authorize(tx.actor, canCloseOrganization, organization);
      // On the record while the standings are still there to be signed with.
      await record(tx, ...(await departures(tx, organization.id)));
      const row = await tx.row<{ closed: boolean }>('SELECT app.close_organization($1) AS closed', [organization.id]);
      if (row?.closed !== true) throw new NotFound();
      return { organizationId: organization.id };
    });
  }
}

/** For whatever is done in its name: what is closed, foreign or not there at all is answered alike. */
export async function representedOrganization(tx: Tx, id: string): Promise<Represented> {
  const organization = await tx.row<Represented>(
    `SELECT o.id, o.name, NULL AS "communityId", true AS "isYours" FROM organization o WHERE o.id = $1 AND o.id = ANY (app.my_organizations())`,
    [id],
  );
  if (!organization) throw new NotFound();
  return organization;
}

async function departures(tx: Tx, organizationId: string): Promise<Deed[]> {
  const standings = await tx.rows<{ id: string; communityId: string }>(
    'SELECT id, community_id AS "communityId" FROM membership WHERE organization_id = $1 AND ended_at IS NULL ORDER BY community_id',
    [organizationId],
  );
  return standings.map(({ id, communityId }) => ({
    communityId,
    kind: 'membership.ended',
    subjectType: 'Membership',
    subjectId: id,
    by: id,
  }));
}

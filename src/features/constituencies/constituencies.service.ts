import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { authorize, type Rule } from '../../platform/access/rule.js';
import { Database } from '../../platform/database/database.js';
import { newId } from '../../platform/database/id.js';
import type { Tx } from '../../platform/database/tx.js';
import { NotFound, refuse } from '../../platform/graphql/errors.js';
import { type Deed, record } from '../record/index.js';
import './constituency.constraints.js';
import type {
  ChooseConstituenciesInput,
  DeclareConstituencyInput,
  RetireConstituencyInput,
} from './constituency.inputs.js';
import { canChooseConstituencies, canDeclareConstituency, canRetireConstituency } from './constituency.policy.js';

@Injectable()
export class ConstituenciesService {
  constructor(private readonly database: Database) {}

  declare(actor: Actor, input: DeclareConstituencyInput): Promise<{ constituencyId: string }> {
    return this.database.write(actor, { name: 'declareConstituency', input }, async (tx) => {
      const { communityId, name, about } = input;
      await authorizeIn(tx, canDeclareConstituency, communityId);
      const constituencyId = newId();
      await tx.rows(
        'INSERT INTO constituency (community_id, id, name, about, declared_by) VALUES ($1, $2, $3, $4, $5)',
        [communityId, constituencyId, name, about ?? '', tx.membershipIn(communityId).membershipId],
      );
      await record(tx, deed('constituency.declared', communityId, constituencyId));
      return { constituencyId };
    });
  }

  /** Nobody belongs to it from then on. Rounds under way go on by what was frozen when they opened. */
  retire(actor: Actor, input: RetireConstituencyInput): Promise<{ constituencyId: string }> {
    return this.database.write(actor, { name: 'retireConstituency', input }, async (tx) => {
      const { constituencyId } = input;
      const seen = await tx.row<{ communityId: string }>(
        'SELECT community_id AS "communityId" FROM constituency WHERE id = $1',
        [constituencyId],
      );
      if (!seen) throw new NotFound();
      authorize(tx.actor, canRetireConstituency, seen);
      const retired = await tx.rows(
        'UPDATE constituency SET retired_at = now() WHERE community_id = $1 AND id = $2 AND retired_at IS NULL RETURNING id',
        [seen.communityId, constituencyId],
      );
      if (retired.length === 0) throw refuse('ALREADY_DONE', 'This constituency was retired before.', 'constituencyId');
      await record(tx, deed('constituency.retired', seen.communityId, constituencyId));
      return { constituencyId };
    });
  }

  /** Leaves nothing on any record and tells nobody: what someone says here of themselves is theirs. */
  choose(actor: Actor, input: ChooseConstituenciesInput): Promise<{ communityId: string }> {
    return this.database.write(actor, { name: 'chooseConstituencies', input }, async (tx) => {
      const { communityId, constituencyIds } = input;
      await authorizeIn(tx, canChooseConstituencies, communityId);
      const { chosen } = await tx.only<{ chosen: boolean }>('SELECT app.choose_constituencies($1, $2) AS chosen', [
        communityId,
        constituencyIds,
      ]);
      if (!chosen) throw new NotFound();
      return { communityId };
    });
  }
}

async function authorizeIn(tx: Tx, required: Rule, communityId: string): Promise<void> {
  const community = await tx.row('SELECT id FROM community WHERE id = $1', [communityId]);
  if (!community) throw new NotFound();
  authorize(tx.actor, required, { communityId });
}

function deed(kind: Deed['kind'], communityId: string, subjectId: string): Deed {
  return { communityId, kind, subjectType: 'Constituency', subjectId };
}

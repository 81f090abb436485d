import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { authorize } from '../../platform/access/rule.js';
import { Keys } from '../../platform/crypto/keys.js';
import { Database } from '../../platform/database/database.js';
import { refuse } from '../../platform/graphql/errors.js';
import type { Reader } from '../../platform/graphql/reader.js';
import { canBeMatched } from './matching.policy.js';
import type { SetMyBuffersInput, SetMyCapacitiesInput } from './matching-profile.graphql.js';
import {
  changedBy,
  distinct,
  type MatchingProfile,
  namedTwice,
  NOTHING_SAID,
  readBack,
  saysNothing,
  written,
} from './matching-profile.rules.js';

interface Sealed {
  capacities_cipher: Buffer;
  buffers_cipher: Buffer;
}

/** Read in clear only while a request of its owner is answered. Nothing here goes on record: it is no community's business. */
@Injectable()
export class MatchingProfilesService {
  constructor(
    private readonly database: Database,
    private readonly keys: Keys,
  ) {}

  async own(reader: Reader): Promise<MatchingProfile> {
    return this.opened(await reader.rows<Sealed>('SELECT * FROM vault.own_matching()'));
  }

  setCapacities(actor: Actor, input: SetMyCapacitiesInput): Promise<null> {
    return this.change(actor, { name: 'setMyCapacities', input }, (before) => {
      if (namedTwice(input.capacities) !== null) {
        throw refuse('INVALID', 'Name each capacity once, with all that belongs to it in its detail.', 'capacities');
      }
      return { ...changedBy(input, before), buffers: before.buffers };
    });
  }

  setBuffers(actor: Actor, input: SetMyBuffersInput): Promise<null> {
    return this.change(actor, { name: 'setMyBuffers', input }, (before) => {
      if (input.buffers === undefined) {
        throw refuse('INVALID', 'Send the buffers that you have, or null to have them forgotten.', 'buffers');
      }
      return { ...before, buffers: distinct(input.buffers ?? []) };
    });
  }

  private change(
    actor: Actor,
    command: { name: string; input: SetMyBuffersInput | SetMyCapacitiesInput },
    changed: (before: MatchingProfile) => MatchingProfile,
  ): Promise<null> {
    return this.database.write(actor, command, async (tx) => {
      authorize(tx.actor, canBeMatched, { communityId: null });
      const profile = changed(this.opened(await tx.rows<Sealed>('SELECT * FROM vault.hold_matching()')));
      const { capacities, buffers } = written(profile);
      const sealed = saysNothing(profile) ? [null, null] : [capacities, buffers].map((text) => this.keys.encrypt(text));
      await tx.rows('SELECT vault.keep_matching($1, $2)', sealed);
      return null;
    });
  }

  private opened([row]: readonly Sealed[]): MatchingProfile {
    if (!row) return NOTHING_SAID;
    return readBack(this.keys.decrypt(row.capacities_cipher), this.keys.decrypt(row.buffers_cipher));
  }
}

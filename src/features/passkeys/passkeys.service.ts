import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '../../config.js';
import { authorize } from '../../platform/access/rule.js';
import type { Actor } from '../../platform/access/actor.js';
import { Keys } from '../../platform/crypto/keys.js';
import { Database } from '../../platform/database/database.js';
import { newTimelessId } from '../../platform/database/id.js';
import type { Tx } from '../../platform/database/tx.js';
import { NotFound } from '../../platform/graphql/errors.js';
import { CONFIG } from '../../platform/http/config.token.js';
import { announce } from '../record/index.js';
import { Ceremonies } from './ceremonies.js';
import { challengeHash, notAccepted, startChallenge } from './challenges.js';
import './passkey.constraints.js';
import { readRegistration } from './passkey-answers.js';
import type { RegisterPasskeyInput, RemovePasskeyInput, RenamePasskeyInput } from './passkey.graphql.js';
import { canAddPasskey, canRemovePasskey, canRenamePasskey } from './passkey.policy.js';
import { PasskeyQueries } from './passkeys.queries.js';

const NO_COMMUNITY = { communityId: null };

/** A person's own passkeys: added, named and taken away. */
@Injectable()
export class PasskeysService {
  constructor(
    private readonly database: Database,
    private readonly keys: Keys,
    private readonly ceremonies: Ceremonies,
    private readonly queries: PasskeyQueries,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Without an idempotency key: nothing is done yet, and a repeat may as well get a challenge of its own. */
  async startRegistration(actor: Actor): Promise<string> {
    const { challenge, holder, known } = await this.database.write(actor, null, async (tx) => {
      authorize(tx.actor, canAddPasskey, NO_COMMUNITY);
      return {
        challenge: await startChallenge(tx, 'REGISTER'),
        holder: await this.holder(tx),
        known: await this.queries.known(tx),
      };
    });
    return this.ceremonies.creationOptions(challenge, holder, known);
  }

  /** What the device made is looked at before the transaction; in it, the challenge is used up and the key kept. */
  async register(actor: Actor, input: RegisterPasskeyInput): Promise<{ id: string }> {
    const answer = readRegistration(input.response);
    const made = answer && (await this.ceremonies.verifyRegistration(answer));
    return this.database.write(actor, { name: 'registerPasskey', input }, async (tx) => {
      authorize(tx.actor, canAddPasskey, NO_COMMUNITY);
      if (!answer || !made) throw notAccepted();
      const id = newTimelessId();
      const row = await tx.row<{ added: boolean }>(
        'SELECT vault.add_passkey($1, $2, $3, $4, $5, $6, $7, $8, $9) AS added',
        [
          challengeHash(answer.challenge),
          tx.actor.sessionId,
          id,
          this.queries.lookup(made.id),
          this.keys.encrypt(made.id),
          this.keys.encrypt(Buffer.from(made.publicKey).toString('base64url')),
          answer.transports,
          input.name ?? null,
          made.count,
        ],
      );
      if (row?.added !== true) throw notAccepted();
      await this.tell(tx);
      return { id };
    });
  }

  async rename(actor: Actor, input: RenamePasskeyInput): Promise<{ id: string }> {
    return this.database.write(actor, { name: 'renamePasskey', input }, async (tx) => {
      authorize(tx.actor, canRenamePasskey, NO_COMMUNITY);
      const row = await tx.row<{ renamed: boolean }>('SELECT vault.rename_passkey($1, $2) AS renamed', [
        input.passkeyId,
        input.name,
      ]);
      if (row?.renamed !== true) throw new NotFound();
      return { id: input.passkeyId };
    });
  }

  async remove(actor: Actor, input: RemovePasskeyInput): Promise<null> {
    return this.database.write(actor, { name: 'removePasskey', input }, async (tx) => {
      authorize(tx.actor, canRemovePasskey, NO_COMMUNITY);
      const row = await tx.row<{ removed: boolean }>('SELECT vault.remove_passkey($1, $2, $3) AS removed', [
        input.passkeyId,
        tx.actor.sessionId,
        this.config.singleSignOn !== undefined,
      ]);
      if (row?.removed !== true) throw new NotFound();
      await this.tell(tx);
      return null;
    });
  }

  private async holder(tx: Tx): Promise<{ handle: Buffer; name: string }> {
    const { handle, name } = await tx.only<{ handle: Buffer; name: Buffer }>(
      'SELECT vault.own_passkey_handle($1) AS handle, a.sign_in_name_cipher AS name FROM vault.own_account() a',
      [randomBytes(32)],
    );
    return { handle, name: this.keys.decrypt(name) };
  }

  /** By mail, as far as there is an address: whoever did not do this themselves must hear of it. */
  private async tell(tx: Tx): Promise<void> {
    if (tx.actor.personId !== null) await announce(tx, 'person.way_in_changed', tx.actor.personId);
  }
}

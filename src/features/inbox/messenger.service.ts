import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { authorize } from '../../platform/access/rule.js';
import { Keys } from '../../platform/crypto/keys.js';
import { Database } from '../../platform/database/database.js';
import { newTimelessId } from '../../platform/database/id.js';
import { MessageGateway } from '../../platform/gateway/message-gateway.js';
import { refuse } from '../../platform/graphql/errors.js';
import { messengerCodeDigest } from '../notifications/index.js';
import { SignInLimits } from '../people/index.js';
import { announce } from '../record/index.js';
import { canGiveMessengerAddress, canRemoveMessengerAddress } from './inbox.policy.js';
import type {
  ConfirmMessengerAddressInput,
  RemoveMessengerAddressInput,
  SetMessengerAddressInput,
} from './messenger.graphql.js';

const OWN = { communityId: null };

/** An address counts once the code sent to it came back, and its owner hears of it by every way they had before. */
@Injectable()
export class MessengerService {
  constructor(
    private readonly database: Database,
    private readonly keys: Keys,
    private readonly limits: SignInLimits,
    private readonly gateway: MessageGateway,
  ) {}

  async give(actor: Actor, input: SetMessengerAddressInput): Promise<void> {
    if (!this.gateway.isOn) {
      throw refuse(
        'WRONG_STATE',
        'This server sends no messages beside mail. Ask whoever runs it to set up a gateway for them, or choose mail.',
        'address',
      );
    }
    // Before anything is sent: nobody fills a stranger's telephone, nor tries numbers in turn.
    await this.limits.count('messageOfPerson', actor.personId as string);
    await this.limits.count('messageToAddress', this.keys.digest('lookup', input.address).toString('base64url'));
    await this.database.write(actor, { name: 'setMessengerAddress', input }, async (tx) => {
      authorize(tx.actor, canGiveMessengerAddress, OWN);
      const pending = newTimelessId();
      await tx.rows('SELECT vault.request_messenger($1, $2)', [pending, this.keys.encrypt(input.address)]);
      await announce(tx, 'person.messenger_given', pending);
      return null;
    });
  }

  async confirm(actor: Actor, input: ConfirmMessengerAddressInput): Promise<void> {
    // Six digits are a million values: ten tries an hour find none of them before the code has ended.
    await this.limits.count('messengerCodeOfPerson', actor.personId as string);
    await this.database.write(actor, { name: 'confirmMessengerAddress', input }, async (tx) => {
      authorize(tx.actor, canGiveMessengerAddress, OWN);
      const { done } = await tx.only<{ done: boolean }>('SELECT vault.confirm_messenger($1) AS done', [
        messengerCodeDigest(this.keys, input.code.replaceAll(/\s/g, '')),
      ]);
      if (!done) {
        throw refuse(
          'PROOF_WRONG',
          'This code is not right, or its time is over. Look at the latest message, or ask for another code with setMessengerAddress.',
          'code',
        );
      }
      await announce(tx, 'person.messenger_changed', actor.personId as string);
      return null;
    });
  }

  remove(actor: Actor, input: RemoveMessengerAddressInput): Promise<{ removed: true }> {
    return this.database.write(actor, { name: 'removeMessengerAddress', input }, async (tx) => {
      authorize(tx.actor, canRemoveMessengerAddress, OWN);
      const { had } = await tx.only<{ had: boolean }>('SELECT vault.remove_messenger() AS had');
      if (!had) throw refuse('WRONG_STATE', 'Your account has no address for messages, so there is none to remove.');
      await announce(tx, 'person.messenger_changed', actor.personId as string);
      return { removed: true as const };
    });
  }
}

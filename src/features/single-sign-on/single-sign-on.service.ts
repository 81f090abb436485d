import { Injectable } from '@nestjs/common';
import { randomNonce, randomPKCECodeVerifier, randomState } from 'openid-client';
import { type Actor, anonymous } from '../../platform/access/actor.js';
import { authorize } from '../../platform/access/rule.js';
import { hashToken } from '../../platform/crypto/keys.js';
import { type Command, Database } from '../../platform/database/database.js';
import type { Tx } from '../../platform/database/tx.js';
import { refuse } from '../../platform/graphql/errors.js';
import { AccountsService, invalidLink, Links, type NewAccount, openSession, parseLink } from '../people/index.js';
import { announce } from '../record/index.js';
import { type Arrival, Attempts, notSignedOn } from './attempts.js';
import { Provider } from './provider.js';
import './single-sign-on.constraints.js';
import type {
  FinishSingleSignOnInput,
  LinkSingleSignOnInput,
  StartSingleSignOnInput,
  UnlinkSingleSignOnInput,
} from './single-sign-on.graphql.js';
import { canLinkProvider, canUnlinkProvider } from './single-sign-on.policy.js';

const NO_COMMUNITY = { communityId: null };
const TEN_MINUTES = 600_000;

export interface Departure {
  authorizationUrl: string;
  secret: string;
  expiresAt: Date;
}

/**
 * Signs in at a provider. An account is found by who the person is there and by nothing else: an e-mail address that the
 * provider tells opens nothing, or whoever sets one up there first would own the account of its owner here.
 */
@Injectable()
export class SingleSignOnService {
  constructor(
    private readonly database: Database,
    private readonly provider: Provider,
    private readonly attempts: Attempts,
    private readonly accounts: AccountsService,
    private readonly links: Links,
  ) {}

  /** What people call the provider; null without one. */
  name(): string | null {
    return this.provider.settings?.name ?? null;
  }

  /** Without an idempotency key: nothing is done yet, and a repeat may as well set out anew. */
  async start(actor: Actor, input: StartSingleSignOnInput, address: string): Promise<Departure> {
    const purpose = input.purpose ?? 'SIGN_IN';
    if (purpose === 'LINK') authorize(actor, canLinkProvider, NO_COMMUNITY);
    await this.attempts.count(address);
    const { settings } = this.provider;
    if (!settings) throw refuse('WRONG_STATE', 'This server has no provider to sign in at. Sign in another way.');
    if (input.link != null && !parseLink(input.link)) throw invalidLink();
    const trip = { state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier() };
    const authorizationUrl = await this.provider.authorizationUrl(settings, trip);
    const { link = null, language, timeZone } = input;
    const secret = await this.attempts.start(purpose === 'LINK' ? actor : anonymous, purpose, {
      ...trip,
      link,
      language: language ?? null,
      timeZone: timeZone ?? null,
    });
    return { authorizationUrl, secret, expiresAt: new Date(Date.now() + TEN_MINUTES) };
  }

  /** With a new account comes what to sign in with should the provider be gone. */
  async finish(
    input: FinishSingleSignOnInput,
    address: string,
  ): Promise<Pick<NewAccount, 'session'> & Partial<NewAccount>> {
    await this.attempts.count(address);
    const arrival = await this.attempts.arrive(anonymous, 'SIGN_IN', input);
    const scope = `single-sign-on:${hashToken(input.secret).toString('hex')}`;
    const command: Command = { name: 'finishSingleSignOn', input, issuesSecrets: true, scope };
    return this.database.write(anonymous, command, async (tx) => {
      if (!arrival) throw notSignedOn();
      const { outcome, person } = await tx.only<{ outcome: string; person: string | null }>(
        'SELECT * FROM vault.use_single_sign_on($1, $2, $3)',
        [arrival.state, arrival.secret, arrival.subject],
      );
      if (outcome === 'NEW') return this.makeAccount(tx, arrival);
      if (person === null) throw notSignedOn();
      return { session: await openSession(tx, person, arrival.vouched.secondFactor) };
    });
  }

  async link(actor: Actor, input: LinkSingleSignOnInput, address: string): Promise<null> {
    await this.attempts.count(address);
    const arrival = await this.attempts.arrive(actor, 'LINK', input);
    return this.database.write(actor, { name: 'linkSingleSignOn', input }, async (tx) => {
      authorize(tx.actor, canLinkProvider, NO_COMMUNITY);
      if (!arrival) throw notSignedOn();
      const row = await tx.row<{ linked: boolean }>('SELECT vault.link_single_sign_on($1, $2, $3, $4) AS linked', [
        arrival.state,
        arrival.secret,
        tx.actor.sessionId,
        arrival.subject,
      ]);
      if (row?.linked !== true) throw notSignedOn();
      await this.tell(tx);
      return null;
    });
  }

  async unlink(actor: Actor, input: UnlinkSingleSignOnInput): Promise<null> {
    return this.database.write(actor, { name: 'unlinkSingleSignOn', input }, async (tx) => {
      authorize(tx.actor, canUnlinkProvider, NO_COMMUNITY);
      const row = await tx.row<{ unlinked: boolean }>('SELECT vault.unlink_single_sign_on($1) AS unlinked', [
        tx.actor.sessionId,
      ]);
      if (row?.unlinked !== true)
        throw refuse('WRONG_STATE', 'No provider opens your account. There is nothing to undo.');
      await this.tell(tx);
      return null;
    });
  }

  private async makeAccount(tx: Tx, { luggage, subject }: Arrival): Promise<NewAccount> {
    if (luggage.link !== null) await this.links.check(tx, luggage.link, 'callbackUrl');
    const account = await this.accounts.create(tx, luggage, null);
    await tx.rows('SELECT vault.link_new_account($1, $2)', [account.personId, subject]);
    return account;
  }

  /** By mail, as far as there is an address: whoever did not do this themselves must hear of it. */
  private async tell(tx: Tx): Promise<void> {
    if (tx.actor.personId !== null) await announce(tx, 'person.way_in_changed', tx.actor.personId);
  }
}

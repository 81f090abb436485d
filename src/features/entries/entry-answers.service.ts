import { Injectable } from '@nestjs/common';
import { type Actor, anonymous } from '../../platform/access/actor.js';
import { authorize } from '../../platform/access/rule.js';
import { hashToken } from '../../platform/crypto/keys.js';
import { Database } from '../../platform/database/database.js';
import type { Tx } from '../../platform/database/tx.js';
import { NotFound, refuse, Unauthenticated } from '../../platform/graphql/errors.js';
import { AccountsService, invalidLink, type NewAccount } from '../people/index.js';
import { record } from '../record/index.js';
import { waiting } from './entries.service.js';
import './entry.constraints.js';
import type { ConfirmEntryInput, NoteCallBackInput } from './entry.inputs.js';
import { canCallBack } from './entry.policy.js';
import { entryDeed, storedColumns, type StoredEntry } from './entry.rows.js';
import { codeIn } from './entry-links.js';
import { type Followed, FollowingUp } from './following-up.js';

export interface Confirmed extends Followed {
  account: NewAccount | null;
}

/** What makes an entry count: the word of whoever said it, or of a second person who called back. */
@Injectable()
export class EntryAnswersService {
  constructor(
    private readonly database: Database,
    private readonly accounts: AccountsService,
    private readonly following: FollowingUp,
  ) {}

  async confirm(actor: Actor, input: ConfirmEntryInput, address: string): Promise<Confirmed> {
    if (input.link != null && input.entryId != null) {
      throw refuse('INVALID', 'Send the link that was given to you, or the entry: one of them.', 'entryId');
    }
    if (actor.kind === 'person') return this.asPerson(actor, input);
    if (input.link == null) throw new Unauthenticated();
    await this.accounts.countSignUp(address);
    await this.accounts.countMail(input.account?.email);
    return this.asNewcomer(input, hashToken(codeIn(input.link)));
  }

  noteCallBack(actor: Actor, input: NoteCallBackInput): Promise<{ entryId: string; pledgeId: string | null }> {
    return this.database.write(actor, { name: 'noteCallBack', input }, async (tx) => {
      const entry = await waiting(tx, input.entryId);
      authorize(tx.actor, canCallBack, entry);
      const was = await settle(tx, entry, null, 'CALLED_BACK');
      await record(tx, entryDeed(entry, 'entry.called_back', { kind: entry.kind }));
      const personId = await this.personBehind(tx, was);
      // From here on as the ally, whose pledge or report it is: under their rights, and on the record as theirs.
      const ally = await tx.reenter({ ...anonymous, kind: 'person', personId });
      const followed = await this.following.up(ally, was, input);
      await tie(ally, was, personId, followed.pledgeId, was.membershipId === null);
      await tx.reenter();
      return { entryId: entry.id, pledgeId: followed.pledgeId };
    });
  }

  private asPerson(actor: Actor, input: ConfirmEntryInput): Promise<Confirmed> {
    return this.database.write(actor, { name: 'confirmEntry', input }, async (tx) => {
      const code = input.link == null ? null : hashToken(codeIn(input.link));
      const entry = code === null ? await ownWord(tx, input.entryId) : await byCode(tx, code);
      if (entry.state !== 'WAITING') {
        throw refuse('WRONG_STATE', 'An account was made for this. Sign out, then take it over by the link.', 'link');
      }
      const was = await settle(tx, entry, code, 'CONFIRMED');
      const followed = await this.following.up(tx, was, input);
      await tie(tx, was, actor.personId, followed.pledgeId, false);
      await this.recordConfirmed(followed, was, tx);
      return { ...followed, account: null };
    });
  }

  private async asNewcomer(input: ConfirmEntryInput, code: Buffer): Promise<Confirmed> {
    const passwordHash = await this.accounts.checkedPassword(input.account?.password);
    const command = { name: 'confirmEntry', input, issuesSecrets: true, scope: `link:${code.toString('hex')}` };
    return this.database.write(anonymous, command, async (tx) => {
      const entry = await byCode(tx, code);
      if (entry.state === 'CALLED_BACK') {
        const account = await this.accounts.takeOver(tx, code);
        return { pledgeId: entry.pledgeId, requestId: null, account };
      }
      const account = await this.accounts.create(tx, input.account ?? {}, passwordHash);
      const newcomer = await tx.reenter({ ...anonymous, kind: 'person', personId: account.personId });
      const was = await settle(newcomer, entry, code, 'CONFIRMED');
      const followed = await this.following.up(newcomer, was, input);
      await tie(newcomer, was, account.personId, followed.pledgeId, false);
      await this.recordConfirmed(followed, was, newcomer);
      return { ...followed, account };
    });
  }

  /** By the ally, as far as they have a standing yet; whoever waits to be admitted has none to sign with. */
  private async recordConfirmed({ pledgeId }: Followed, was: StoredEntry, tx: Tx): Promise<void> {
    if (pledgeId === null) return;
    const inside = await tx.reenter();
    await record(inside, entryDeed(was, 'entry.confirmed', { kind: was.kind }));
  }

  private async personBehind(tx: Tx, was: StoredEntry): Promise<string> {
    if (was.membershipId === null) return this.accounts.createUnclaimed(tx);
    const row = await tx.row<{ id: string | null }>('SELECT app.person_called_back($1, $2) AS id', [
      was.communityId,
      was.id,
    ]);
    if (row?.id == null) throw new NotFound();
    return row.id;
  }
}

async function settle(
  tx: Tx,
  { communityId, id }: StoredEntry,
  code: Buffer | null,
  outcome: string,
): Promise<StoredEntry> {
  return tx.only<StoredEntry>(`SELECT ${storedColumns} FROM app.settle_entry($1, $2, $3, $4) e`, [
    communityId,
    id,
    code,
    outcome,
  ]);
}

async function tie(
  tx: Tx,
  was: StoredEntry,
  personId: string | null,
  pledgeId: string | null,
  isNew: boolean,
): Promise<void> {
  await tx.rows('SELECT app.tie_entry($1, $2, $3, $4, $5)', [was.communityId, was.id, personId, pledgeId, isNew]);
}

async function byCode(tx: Tx, code: Buffer): Promise<StoredEntry> {
  const entry = await tx.row<StoredEntry>(`SELECT ${storedColumns} FROM vault.entry_by_code($1) e`, [code]);
  if (!entry) throw invalidLink();
  return entry;
}

async function ownWord(tx: Tx, entryId: string | null | undefined): Promise<StoredEntry> {
  if (entryId == null) throw refuse('INVALID', 'Send the link that was given to you, or the entry.', 'link');
  const entry = await waiting(tx, entryId);
  if (!entry.isOwnWord) throw new NotFound();
  return entry;
}

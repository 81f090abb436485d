import { randomInt } from 'node:crypto';
import type { NewAccount } from '../features/people/index.js';
import { type Actor, anonymous } from '../platform/access/actor.js';
import type { Tx } from '../platform/database/tx.js';
import type { DemoServices } from './services.js';
import { community, type PersonText } from './texts/index.js';

/** Someone in the demo, who acts under their own session. */
export interface Person extends PersonText {
  actor: Actor;
  signInName: string;
  /** For those whom the reader may become; the others have recovery codes that nobody wrote down. */
  password: string | null;
  /** In the union, for allies. */
  membershipId: string;
}

type Newcomer = Omit<Person, 'membershipId'>;

/** Makes accounts as links do, but without counting them against the limits of an address. */
export class Casting {
  constructor(private readonly services: Pick<DemoServices, 'accounts' | 'database' | 'sessions'>) {}

  /** With what else `also` does in the same transaction, as the person: whatever it refuses leaves no account behind. */
  async newcomer(
    text: PersonText,
    canSignIn: boolean,
    also: (tx: Tx) => Promise<void> = async () => undefined,
  ): Promise<Newcomer> {
    const { accounts, database, sessions } = this.services;
    const password = canSignIn ? newPassword() : null;
    const hash = await accounts.checkedPassword(password);
    const account = await database.write(anonymous, null, async (tx): Promise<NewAccount> => {
      const created = await accounts.create(tx, { language: text.language, timeZone: community.timeZone }, hash);
      await also(await tx.reenter({ ...anonymous, kind: 'person', personId: created.personId }));
      return created;
    });
    const actor = await sessions.authenticate(`Bearer ${account.session.accessToken}`);
    return { ...text, actor, signInName: account.signInName, password };
  }
}

const LETTERS = '23456789abcdefghjkmnpqrstuvwxyz';

/** Random at every run, whatever the seed: who reads the source must not know the way in. */
function newPassword(): string {
  const group = () => Array.from({ length: 4 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  return `${group()}-${group()}-${group()}`;
}

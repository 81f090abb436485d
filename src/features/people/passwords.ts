import { hash, verify } from '@node-rs/argon2';
import { refuse, RetryLater } from '../../platform/graphql/errors.js';
import { commonPasswords } from './common-passwords.js';

/** OWASP's first choice: argon2id (algorithm 2), 19 MiB, 2 passes, 1 lane; 44 ms on one core. */
const SETTINGS = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const AT_ONCE = 2;
const MOST_WAITING = 100;

/** Without a gate of its own, signing in is the cheapest way to bring the server down. */
class Gate {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  async pass<T>(work: () => Promise<T>): Promise<T> {
    if (this.waiting.length >= MOST_WAITING) throw new RetryLater(2);
    if (this.running >= AT_ONCE)
      await new Promise<void>((resolve) => {
        this.waiting.push(resolve);
      });
    else this.running += 1;
    try {
      return await work();
    } finally {
      // The place goes straight to the next in line, so that nobody new slips in between.
      const next = this.waiting.shift();
      if (next) next();
      else this.running -= 1;
    }
  }
}

const gate = new Gate();

/** Of a random text that nobody kept: verified against when there is no such account, so that a guess costs the same time. */
const NOBODYS_HASH =
  '$argon2id$v=19$m=19456,t=2,p=1$8x0Dg166PU66wsJ8gT2tAw$i1nXw1Psr/aHWiBtFb9fhPVZtxl/aHE+dkv7F3/XzOo';

export async function hashPassword(password: string): Promise<string> {
  return gate.pass(() => hash(password.normalize('NFKC'), SETTINGS));
}

export async function passwordMatches(stored: string | null | undefined, password: string): Promise<boolean> {
  const against = stored ?? NOBODYS_HASH;
  const matches = await gate.pass(() => verify(against, password.normalize('NFKC')).catch(() => false));
  return matches && stored != null;
}

/** 8 to 200 characters, not among the commonest; no rules on which characters. */
export function refuseWeakPassword(password: string, field = 'password'): void {
  const length = [...password].length;
  if (length < 8)
    throw refuse(
      'WEAK_PASSWORD',
      'Choose a password of at least 8 characters. A few random words make a good one.',
      field,
    );
  if (length > 200) throw refuse('TOO_LONG', 'Choose a password of at most 200 characters.', field);
  const bare = password.toLowerCase().replaceAll(/[^a-z]/g, '');
  if (
    commonPasswords.has(password.toLowerCase()) ||
    (bare.length >= 6 && commonPasswords.has(bare)) ||
    /^(.)\1*$/.test(password)
  ) {
    throw refuse(
      'WEAK_PASSWORD',
      'This password is among the first that anyone would try. Choose another; a few random words make a good one.',
      field,
    );
  }
}

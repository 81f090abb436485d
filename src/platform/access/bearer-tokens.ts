import { Injectable } from '@nestjs/common';
import { type Actor, anonymous } from './actor.js';

/** What is told of a token that does not work: nothing but of what kind it looks to be. */
type Rejected = NonNullable<Actor['rejected']>;

export interface TokenKind {
  /** Null where the token is unknown, ended or withdrawn: all of them one answer. */
  authenticate(token: string): Promise<Actor | null>;
  rejected: Rejected;
  /**
   * A function of the database that recognises the token's digest, so that a read can do it in its own statement: a row
   * of `person_id`, `memberships`, `is_operator` and `second_factor`, or none. One kind of token has it.
   */
  recogniser?: string;
  /** Ends a token that was found where others read it. */
  burn?(token: string): Promise<void>;
}

const HEADER = /^Bearer (([a-z]{3}_)[A-Za-z0-9_-]{43})$/;
/** Looks ahead only, so that what stands before a token cannot swallow its beginning. */
const ANYWHERE = /(?=(([a-z]{3}_)[A-Za-z0-9_-]{43}))/g;

/** Every kind of token that opens the API, by its prefix. Features register theirs. */
@Injectable()
export class BearerTokens {
  private readonly kinds = new Map<string, TokenKind>();

  register(prefix: string, kind: TokenKind): void {
    if (!/^[a-z]{3}_$/.test(prefix)) throw new Error(`${prefix} is no prefix of a token.`);
    this.kinds.set(prefix, kind);
  }

  get recogniser(): string {
    return [...this.kinds.values()].find((kind) => kind.recogniser !== undefined)?.recogniser ?? '';
  }

  /** The token of a header that a statement can recognise by itself; undefined for all others. */
  recognisable(header: string): string | undefined {
    const [, token, prefix] = HEADER.exec(header) ?? [];
    return this.kinds.get(prefix ?? '')?.recogniser === undefined ? undefined : token;
  }

  /** The actor behind an Authorization header; `rejected` when it holds a token that is not valid (any more). */
  async authenticate(header: string | undefined): Promise<Actor> {
    if (header === undefined || header === '') return anonymous;
    const [, token, prefix] = HEADER.exec(header) ?? [];
    const kind = this.kinds.get(prefix ?? '');
    if (!kind || token === undefined) return { ...anonymous, rejected: true };
    return (await kind.authenticate(token)) ?? { ...anonymous, rejected: kind.rejected };
  }

  /** Whether the text holds what looks like a token of ours. Those that can be ended from here, it ends. */
  async burn(text: string): Promise<boolean> {
    const found = [...text.matchAll(ANYWHERE)].flatMap(([, token = '', prefix = '']) => {
      const kind = this.kinds.get(prefix);
      return kind ? [{ token, kind }] : [];
    });
    for (const { token, kind } of found.slice(0, MOST_BURNT)) await kind.burn?.(token);
    return found.length > 0;
  }
}

/** An address of a few thousand letters holds more than anyone sends by mistake. */
const MOST_BURNT = 4;

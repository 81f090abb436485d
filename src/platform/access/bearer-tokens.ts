import { Injectable } from '@nestjs/common';
import type { Reader } from '../graphql/reader.js';
import { type Actor, anonymous } from './actor.js';

/** What is told of a token that does not work: nothing but of what kind it looks to be. */
type Rejected = NonNullable<Actor['rejected']>;

export interface TokenKind {
  /** Null where the token is unknown, ended or withdrawn: all of them one answer. */
  authenticate(token: string): Promise<Actor | null>;
  /** The same of many tokens in one statement, for those who stay connected; in their order. */
  authenticateAll(tokens: readonly string[]): Promise<(Actor | null)[]>;
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

  /** The actors behind headers that were each good once, by header. One statement for each kind of token. */
  async authenticateAll(headers: readonly string[]): Promise<Map<string, Actor>> {
    const byKind = new Map<TokenKind, Map<string, string>>();
    for (const header of headers) {
      const [, token = '', prefix = ''] = HEADER.exec(header) ?? [];
      const kind = this.kinds.get(prefix);
      if (kind) byKind.set(kind, (byKind.get(kind) ?? new Map<string, string>()).set(header, token));
    }
    const found = await Promise.all(
      [...byKind].map(async ([kind, tokens]) => {
        const actors = await kind.authenticateAll([...tokens.values()]);
        return [...tokens.keys()].map((header, place): [string, Actor] => [
          header,
          actors[place] ?? { ...anonymous, rejected: kind.rejected },
        ]);
      }),
    );
    return new Map(found.flat());
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

/** What a function of the database that knows one kind of token answers for each of these, or null; in their order. */
export async function manyByDigest<Row extends object>(
  reader: Reader,
  lookup: 'vault.authenticate' | 'vault.authenticate_app' | 'vault.authenticate_key',
  digests: readonly Buffer[],
): Promise<(Row | null)[]> {
  const rows = await reader.rows<Row & { place: number }>(
    `SELECT sent.place::int AS place, found.* FROM unnest($1::bytea[]) WITH ORDINALITY AS sent (digest, place)
      CROSS JOIN LATERAL ${lookup}(sent.digest) AS found`,
    [digests],
  );
  const byPlace = new Map(rows.map((row) => [row.place, row]));
  return digests.map((_, index) => byPlace.get(index + 1) ?? null);
}

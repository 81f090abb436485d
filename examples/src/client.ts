import { setTimeout as sleep } from 'node:timers/promises';
import { type AnyVariables, Client, type DocumentInput, fetchExchange } from '@urql/core';
import { Kind, OperationTypeNode } from 'graphql';

/** A server, and the token of whoever talks to it: a session, an app token, a dashboard key, or nobody. */
export interface Connection {
  server: string;
  token?: string | undefined;
}

/** Codes of errors after which the same request may be sent again. */
const PASSING = new Set(['RATE_LIMITED', 'RETRY_LATER']);
const ATTEMPTS = 5;

export class Accompany {
  private readonly client: Client;

  constructor({ server, token }: Connection) {
    this.client = new Client({
      url: `${server}/graphql`,
      exchanges: [fetchExchange],
      requestPolicy: 'network-only',
      preferGetMethod: false,
      // Never in the address, where logs keep it: a key that appears there is withdrawn at once.
      fetchOptions: token ? { headers: { authorization: `Bearer ${token}` } } : {},
    });
  }

  /** Answers the data. Sends again what was only turned away for now: with an idempotencyKey that is safe for mutations, too. */
  async send<Data, Variables extends AnyVariables>(
    document: DocumentInput<Data, Variables>,
    variables: Variables,
  ): Promise<Data> {
    for (let attempt = 1; ; attempt += 1) {
      const { data, error } = await (isMutation(document)
        ? this.client.mutation(document, variables)
        : this.client.query(document, variables));
      if (!error && data) return data;
      const [refusal] = error?.graphQLErrors ?? [];
      const code = (refusal?.extensions['code'] as string | undefined) ?? 'NO_ANSWER';
      if (attempt === ATTEMPTS || (refusal && !PASSING.has(code))) {
        throw new Error(`${code}: ${refusal?.message ?? error?.message ?? 'no data'}`);
      }
      await sleep(Number(refusal?.extensions['retryAfterSeconds'] ?? attempt) * 1000);
    }
  }
}

function isMutation(document: DocumentInput<unknown, never>): boolean {
  return (
    typeof document === 'object' &&
    document.definitions.some(
      (one) => one.kind === Kind.OPERATION_DEFINITION && one.operation === OperationTypeNode.MUTATION,
    )
  );
}

interface Payload {
  userErrors: readonly { code: string; message: string; path?: readonly string[] | null }[];
}

/** What a person can mend comes back in userErrors, each with the path of the field it is about. */
export function done<P extends Payload>(payload: P): P {
  if (payload.userErrors.length > 0) {
    throw new Error(
      payload.userErrors.map(({ code, message, path }) => `${code} at ${path?.join('.')}: ${message}`).join('\n'),
    );
  }
  return payload;
}

/** What was asked for and must be there after `done`. */
export function given<T>(value: T | null | undefined): T {
  if (value == null) throw new Error('The server answered without what was asked for.');
  return value;
}

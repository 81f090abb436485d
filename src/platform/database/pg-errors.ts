import { Conflict, Failure, Refusal, RetryLater, type UserError } from '../graphql/errors.js';
import { isStalePlan } from './statements.js';

interface PostgresError extends Error {
  code?: string;
  constraint?: string;
}

/** What a violated constraint means to the sender, by the constraint's name. */
const translations = new Map<string, UserError>();

/** Features say here what their constraints mean: `{ campaign_handle_uq: { code: 'HANDLE_TAKEN', message: '…', path: ['handle'] } }`. */
export function translateConstraints(meanings: Record<string, UserError>): void {
  for (const [name, meaning] of Object.entries(meanings)) translations.set(name, meaning);
}

/** After these the same transaction may succeed: serialization, deadlock, the server going away, a migration. */
export function isPassing(error: unknown): boolean {
  const code = (error as PostgresError).code ?? '';
  return (
    ['40001', '40P01', '57P01', '57P02', '57P03', 'ECONNREFUSED', 'ECONNRESET'].includes(code) ||
    code.startsWith('08') ||
    isLostConnection(error) ||
    isStalePlan(error)
  );
}

function isLostConnection(error: unknown): boolean {
  return (
    error instanceof Error && /Connection terminated|Client has encountered a connection error/.test(error.message)
  );
}

/** What a violated constraint refuses, where its name has a meaning. */
export function refusalOf(error: unknown): Refusal | undefined {
  const { constraint } = error as PostgresError;
  const meaning = constraint === undefined ? undefined : translations.get(constraint);
  return meaning && new Refusal(meaning);
}

/** A driver's error as the sender may read it; what has no meaning here passes unchanged and is masked further out. */
export function translated(error: unknown): unknown {
  if (error instanceof Refusal || error instanceof Failure) return error;
  const meaning = refusalOf(error);
  if (meaning) return meaning;
  const { code, message } = error as PostgresError;
  // 22003: a total grew beyond what its column can hold.
  if (code === '22003')
    return new Refusal({
      code: 'OUT_OF_RANGE',
      message: 'With this the total is more than can be counted. Send less.',
      path: ['quantity'],
    });
  // 55P03: waited 500 ms for a lock; 57014: ran into the statement timeout.
  if (code === '55P03' || code === '57014' || isPassing(error)) return new RetryLater();
  if (message?.includes('timeout exceeded when trying to connect')) return new RetryLater();
  if (code === '23505') return new Conflict('Someone changed this at the same time. Read it again, then decide.');
  return error;
}

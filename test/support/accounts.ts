import { setTimeout as sleep } from 'node:timers/promises';
import request from 'supertest';
import { generateSync } from 'otplib/functional';
import { hashPassword } from '../../src/features/people/passwords.js';
import { AccountsService } from '../../src/features/people/index.js';
import { anonymous } from '../../src/platform/access/actor.js';
import { withClient } from '../../src/platform/database/connect.js';
import { Database } from '../../src/platform/database/database.js';
import { Relay } from '../../src/platform/jobs/relay.js';
import type { Mailbox } from '../../src/platform/mail/mailbox.js';
import { Mailer } from '../../src/platform/mail/mailer.js';
import type { As, Outcome, Person, TestApp } from './client.js';
import { sql } from './database.js';
import { testKeys } from './stored-world.js';
import type { World } from './world.js';

export const PASSWORD = 'a few random words';

export interface Account extends Person {
  id: string;
  email: string;
}

/** Someone with an address and a password, signed in. */
export async function account(world: World, how: { password?: string | null; email?: string | null } = {}) {
  const { password = PASSWORD, email = `${world.unique('person')}@people.example` } = how;
  const [accounts, database] = [AccountsService, Database].map((type) =>
    world.on.app.get(type as never, { strict: false }),
  ) as unknown as [AccountsService, Database];
  const hash = password === null ? null : await hashPassword(password);
  const made = await database.write(anonymous, null, (tx) => accounts.create(tx, {}, hash));
  if (email !== null) await giveAddress(world.on, made.personId, email);
  const { session, signInName, recoveryCodes, personId } = made;
  const { accessToken, refreshToken } = session;
  return { accessToken, refreshToken, signInName, recoveryCodes, id: personId, email: email ?? '' } satisfies Account;
}

/** As if its mail had been read. */
export async function giveAddress(on: TestApp, personId: string, email: string): Promise<void> {
  await sql(on.urls.owner)('UPDATE vault.account SET email_lookup = $2, email_cipher = $3 WHERE person_id = $1', [
    personId,
    testKeys.digest('lookup', email.toLowerCase()),
    testKeys.encrypt(email),
  ]);
}

/** Sets up an app that shows codes, for a session that was proved lately. Answers its secret. */
export async function withTotp(world: World, person: Person): Promise<string> {
  const { secret } = await world.done(person, 'startTotp', {}, 'secret');
  await world.done(person, 'confirmTotp', { code: generateSync({ secret }) });
  return secret;
}

/** What the app shows now, made to count even if it was used: half a minute passes. */
export async function nextCode(on: TestApp, secret: string, personId: string): Promise<string> {
  await sql(on.urls.owner)('UPDATE vault.totp SET last_step = last_step - 10 WHERE person_id = $1', [personId]);
  return generateSync({ secret });
}

/** The session was proved an hour ago. */
export async function stale(on: TestApp, personId: string): Promise<void> {
  await sql(on.urls.owner)(`UPDATE vault.session SET proved_at = now() - interval '1 hour' WHERE person_id = $1`, [
    personId,
  ]);
}

type Statement = [sql: string, params: unknown[]];

/**
 * Starts `work`, and runs `change` in the moment between what it checked beforehand and what it does under the lock on
 * the person's proofs: the race that is lost without that lock.
 */
export function meanwhile<T>(on: TestApp, personId: string, change: Statement, work: () => Promise<T>): Promise<T> {
  return whileWaiting(on, [['SELECT vault.lock_sessions($1)', [personId]]], [change], work);
}

/** Starts `work` in the middle of a transaction, and ends that only when `work` waits for it. */
export async function whileWaiting<T>(
  on: TestApp,
  first: Statement[],
  then: Statement[],
  work: () => Promise<T>,
): Promise<T> {
  return withClient(on.urls.owner, async (client) => {
    await client.query('BEGIN');
    for (const statement of first) await client.query(...statement);
    const progress = { settled: false };
    const working = work().finally(() => {
      progress.settled = true;
    });
    working.catch(() => undefined);
    const waiting = () =>
      client.query('SELECT FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))');
    while (!progress.settled && (await waiting()).rowCount === 0) await sleep(5);
    if (progress.settled) throw new Error('It did not wait for the lock that decides the race.');
    for (const statement of then) await client.query(...statement);
    await client.query('COMMIT');
    return working;
  });
}

/** Sends from a network of one's own choice; the server trusts its proxy. */
export async function sendFrom(
  on: TestApp,
  ip: string,
  as: As,
  query: string,
  variables?: Record<string, unknown>,
): Promise<Outcome & { text: string }> {
  const call = request(on.app.getHttpServer()).post('/graphql').set('content-type', 'application/json');
  call.set('x-forwarded-for', ip);
  if (as) call.set('authorization', 'accessToken' in as ? `Bearer ${as.accessToken}` : as.authorization);
  const { status, body, text } = await call.send({ query, variables });
  return { status, data: body.data ?? null, errors: body.errors ?? [], text };
}

/** Delivers every event; answers the mails that this sent, oldest first. */
export async function mails(on: TestApp) {
  const mailbox = on.app.get(Mailer, { strict: false }) as Mailbox;
  mailbox.clear();
  await on.app.get(Relay, { strict: false }).drain();
  return [...mailbox.list()].reverse();
}

export function codeIn(mail: { text: string } | undefined): string {
  const code = /#([\w-]{43})\n/.exec(mail?.text ?? '')?.[1];
  if (!code) throw new Error(`There is no code in ${mail?.text}`);
  return code;
}

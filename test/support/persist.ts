import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { As, TestApp } from './client.js';

/** Sends until the server is not too busy to answer, under one key, and says what came of it: DONE, or the code of the first refusal. */
export async function persist(on: TestApp, as: As, field: string, input: Record<string, unknown>): Promise<string> {
  const name = `${field[0]?.toUpperCase()}${field.slice(1)}Input`;
  const more = field === 'declineAllies' ? 'results { userErrors { code } }' : '';
  const document = `mutation ($input: ${name}!) { ${field}(input: $input) { ${more} userErrors { code } } }`;
  const variables = { input: { idempotencyKey: randomUUID(), ...input } };
  for (;;) {
    const { data, errors } = await on.send(as, document, variables);
    const payload = data?.[field];
    if (errors.length === 0) return payload.userErrors[0]?.code ?? payload.results?.[0].userErrors[0]?.code ?? 'DONE';
    if (errors[0]?.extensions.code !== 'RETRY_LATER') return errors[0]?.extensions.code ?? '';
    await sleep(20 + Math.random() * 100);
  }
}

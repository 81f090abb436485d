import request from 'supertest';
import type { As, TestApp } from '../../../support/client.js';

/** What came back, to the byte. */
export interface Bytes {
  status: number;
  text: string;
  type: string | undefined;
  cache: string | undefined;
}

export interface Sent {
  query: unknown;
  variables?: unknown;
  operationName?: unknown;
}

/** Not one of the spellings that are read without Apollo: what accepts this goes the ordinary way. */
const ORDINARY = 'application/json;q=0.9';

export async function send(on: TestApp, as: As, sent: Sent, accept = 'application/json'): Promise<Bytes> {
  const call = request(on.app.getHttpServer())
    .post('/graphql')
    .set('content-type', 'application/json')
    .set('accept', accept);
  if (as) call.set('authorization', 'accessToken' in as ? `Bearer ${as.accessToken}` : as.authorization);
  const { status, text: sentBack, headers } = await call.send(sent);
  // The moment of the answer, which no two share.
  const text = sentBack.replaceAll(/("(?:again_)?asOf":)"[^"]*"/g, '$1"now"');
  return { status, text, type: headers['content-type'], cache: headers['cache-control'] };
}

export const ordinarily = (on: TestApp, as: As, sent: Sent): Promise<Bytes> => send(on, as, sent, ORDINARY);

/** Once to be seen, and again to be planned. */
export async function planned(on: TestApp, as: As, sent: Sent): Promise<Bytes> {
  await send(on, as, sent);
  return send(on, as, sent);
}

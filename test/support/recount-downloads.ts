import request from 'supertest';
import type { As, TestApp } from './client.js';

export interface Got {
  status: number;
  headers: Record<string, string>;
  text: string;
}

/** As anyone may ask for it. */
export async function downloaded(on: TestApp, as: As, path: string): Promise<Got> {
  const call = request(on.app.getHttpServer()).get(path).buffer(true);
  if (as) call.set('authorization', 'accessToken' in as ? `Bearer ${as.accessToken}` : as.authorization);
  const { status, headers, text } = await call;
  return { status, headers, text };
}

export const paths = (one: { id: string }) => ['json', 'pb'].map((form) => `/rounds/${one.id}/recount.${form}`);

import request, { type Response } from 'supertest';
import { plant } from '../../support/canaries.mjs';
import type { TestApp } from '../../support/client.js';

/** The fields of a form as a browser would send them, from the page that it stands on. */
export function fieldsIn(html: string): Record<string, string> {
  const inputs = Array.from(html.matchAll(/<input ([^>]*)>/g), ([, attributes = '']) => attributes);
  const areas = Array.from(html.matchAll(/<textarea ([^>]*)>([^<]*)</g));
  const attribute = (of: string, name: string) => new RegExp(`(?:^| )${name}="([^"]*)"`).exec(of)?.[1];
  const plain = inputs
    .filter((one) => !/type="(?:checkbox|radio)"/.test(one) || / checked(?:[ =/]|$)/.test(one))
    .map((one) => [attribute(one, 'name') ?? '', attribute(one, 'value') ?? '']);
  const long = areas.map(([, attributes = '', text = '']) => [attribute(attributes, 'name') ?? '', text]);
  return Object.fromEntries([...plain, ...long]);
}

export const READ_ALL = { acceptTerms: 'yes', acceptBrief: 'yes', acceptAgreement: 'yes' };
export const ANSWER = { 'answer.position': 'I rent, with a secure lease.' };

/** Posts as a form does; what identifies people is looked for in all logs and tables when the suite is over. */
export async function post(on: TestApp, path: string, fields: Record<string, string>): Promise<Response> {
  plant(fields['link'], fields['code'], fields['password'], fields['email']);
  const response = await request(on.app.getHttpServer())
    .post(path)
    .type('form')
    .send(new URLSearchParams(fields).toString());
  plant(...codesIn(response.text), signInNameIn(response.text));
  return response;
}

export const codesIn = (html: string): string[] => {
  const list = /<ol class="codes"[^>]*>(.*?)<\/ol>/s.exec(html)?.[1] ?? '';
  return Array.from(list.matchAll(/<li>([^<]+)</g), ([, code = '']) => code);
};

export const signInNameIn = (html: string): string | undefined => /<bdi class="secret"[^>]*>([^<]+)</.exec(html)?.[1];

/** The fields to which the summary of what is wrong leads. */
export const faultyIn = (html: string): string[] => {
  const summary = /<div role="alert".*?<\/div>/s.exec(html)?.[0] ?? '';
  return Array.from(summary.matchAll(/href="#([^"]+)"/g), ([, field = '']) => field);
};

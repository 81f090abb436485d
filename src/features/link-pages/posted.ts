import { UnsupportedMediaTypeException } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

/** The texts of a form, by the names of their fields. */
export type Posted = ReadonlyMap<string, string>;

const FORM = /^application\/x-www-form-urlencoded\s*(?:;|$)/i;

/**
 * What a form of ours sent. A field that came twice, or is no text, is none: no form of ours sends such. Who posts here is
 * nobody in particular, since no cookie or header of a browser says who they are: a page elsewhere that makes its visitor
 * post gains nothing that it could not post itself.
 */
export function postedIn({ headers, body }: Pick<FastifyRequest, 'headers' | 'body'>): Posted {
  if (!FORM.test(headers['content-type'] ?? '')) throw new UnsupportedMediaTypeException();
  const fields = Object.entries(typeof body === 'object' && body !== null ? body : {});
  return new Map(fields.filter((field): field is [string, string] => typeof field[1] === 'string'));
}

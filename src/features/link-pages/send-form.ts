import type { FastifyReply } from 'fastify';
import type { PageLanguage } from '../../platform/pages/page-language.js';
import { policyOf } from '../../platform/pages/page.js';
import { FORM_STYLE } from './form.style.js';

const POLICY = policyOf({ style: FORM_STYLE });

/** Nobody keeps it, lists it, or is told by a browser where it was. */
export function sendForm(reply: FastifyReply, language: PageLanguage, html: string, status = 200): void {
  void reply
    .code(status)
    .header('cache-control', 'no-store')
    .header('x-robots-tag', 'noindex')
    .header('referrer-policy', 'no-referrer')
    .header('vary', 'accept-language')
    .header('content-language', language)
    .header('content-security-policy', POLICY)
    .type('text/html; charset=utf-8')
    .send(html);
}

import { Injectable } from '@nestjs/common';
import { Conflict, RateLimited, RetryLater } from '../../platform/graphql/errors.js';
import { PublicQueries } from '../../platform/graphql/public-queries.js';
import type { PageLanguage } from '../../platform/pages/page-language.js';
import type { Fault } from './form-parts.js';
import { type MailedCode, mailedCodeTexts } from './mailed-code.texts.js';
import { keyIn } from './pledge-form.fields.js';
import type { UserErrorShown } from './pledge-form.query.js';
import type { Posted } from './posted.js';

interface Answer {
  signInName?: string | null;
  recoveryCodes?: string[] | null;
  userErrors: UserErrorShown[];
}

export type Taken =
  | { kind: 'DONE'; signInName: string | null; recoveryCodes: string[] | null }
  | { kind: 'FAULTS'; status: number; faults: Fault[] };

/** The sessions that they open are for programs; a page has no use for one, and asks for none. */
const MUTATIONS: Record<MailedCode, string> = {
  confirm:
    'mutation ConfirmByForm($input: ConfirmEmailInput!) { done: confirmEmail(input: $input) { signInName recoveryCodes userErrors { code message path } } }',
  reset:
    'mutation ResetByForm($input: ResetPasswordInput!) { done: resetPassword(input: $input) { userErrors { code message path } } }',
  undo: 'mutation UndoByForm($input: UndoEmailChangeInput!) { done: undoEmailChange(input: $input) { userErrors { code message path } } }',
};

const FIELDS = new Set(['code', 'password']);

/** The way of a form to the mutation that takes a code from a mail. */
@Injectable()
export class MailedCodes {
  constructor(private readonly queries: PublicQueries) {}

  async take(kind: MailedCode, posted: Posted, language: PageLanguage, clientAddress: string): Promise<Taken> {
    const say = mailedCodeTexts[language];
    const password = posted.get('password') ?? '';
    if (kind !== 'undo' && password === '') {
      return { kind: 'FAULTS', status: 422, faults: [{ field: 'password', message: say.passwordMissing }] };
    }
    const code = (posted.get('code') ?? '').trim().replace(/^.*#/s, '');
    const input = { code, idempotencyKey: keyIn(posted), ...(kind !== 'undo' && { password }) };
    try {
      const { done } = await this.queries.act<{ done: Answer }>(MUTATIONS[kind], input, { language, clientAddress });
      const { userErrors, signInName = null, recoveryCodes = null } = done;
      // Of a double press the browser shows the second answer, and what was done is done.
      const isDone = userErrors.every((error) => error.code === 'ALREADY_DONE');
      if (isDone) return { kind: 'DONE', signInName, recoveryCodes };
      return { kind: 'FAULTS', status: 422, faults: userErrors.map((error) => faultFrom(error, language)) };
    } catch (error) {
      if (error instanceof Conflict) return refused(409, say.doneBefore);
      if (error instanceof RateLimited) return refused(429, say.tooMany);
      if (error instanceof RetryLater) return refused(503, say.busy);
      throw error;
    }
  }
}

function faultFrom({ code, message, path }: UserErrorShown, language: PageLanguage): Fault {
  const own = mailedCodeTexts[language].refused[code];
  const last = path.at(-1) ?? '';
  const field = FIELDS.has(last) ? last : null;
  if (own !== undefined) return { field, message: own };
  return { field, message, ...(language === 'ar' && { language: 'en' }) };
}

function refused(status: number, message: string): Taken {
  return { kind: 'FAULTS', status, faults: [{ field: null, message }] };
}

import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Conflict, RateLimited, RetryLater } from '../../platform/graphql/errors.js';
import { PublicQueries } from '../../platform/graphql/public-queries.js';
import type { PageLanguage } from '../../platform/pages/page-language.js';
import type { Fault } from './form-parts.js';
import { faultFrom, faultsIn, inputFrom } from './pledge-form.fields.js';
import { ASK_BY_LINK, type Invitation, JOIN_AND_PLEDGE, type Joined } from './pledge-form.query.js';
import { pledgeTexts } from './pledge-form.texts.js';
import type { Posted } from './posted.js';

export type Outcome =
  | { kind: 'DONE'; joined: Joined }
  | { kind: 'FAULTS'; status: number; faults: Fault[] }
  | { kind: 'SENT_BEFORE' };

const LONGEST_LINK = 500;
/** For how long a form that is sent twice in a row gets the same answer twice, in milliseconds. */
const TWICE_IN_A_ROW = 60_000;

/** The way of a form to `joinAndPledge`. */
@Injectable()
export class PledgeForms {
  /**
   * Of a double press of a button the browser shows the second answer: without these the codes, which are issued once,
   * would be lost with the first. In memory only, and found by nobody but who sends every field of the form again.
   */
  private readonly answers = new LRUCache<string, Promise<Outcome>>({ max: 1_000, ttl: TWICE_IN_A_ROW });

  constructor(private readonly queries: PublicQueries) {}

  /** What has to be read and accepted; null for a link that is unknown or over. */
  async read(link: string, language: PageLanguage): Promise<Invitation | null> {
    if (link.length > LONGEST_LINK) return null;
    const { askByLink } = await this.queries.ask<{ askByLink: Invitation | null }>(ASK_BY_LINK, { link }, language);
    return askByLink;
  }

  send(posted: Posted, invitation: Invitation, language: PageLanguage, clientAddress: string): Promise<Outcome> {
    const faults = faultsIn(posted, invitation, language);
    if (faults.length > 0) return Promise.resolve({ kind: 'FAULTS', status: 422, faults });
    const whole = createHash('sha256')
      .update(JSON.stringify([...posted]))
      .digest('base64');
    const known = this.answers.get(whole);
    if (known) return known;
    const answer = this.pledge(posted, invitation, language, clientAddress);
    this.answers.set(whole, answer);
    const forget = (): boolean => this.answers.delete(whole);
    answer.then(({ kind }) => kind === 'DONE' || forget(), forget);
    return answer;
  }

  private async pledge(
    posted: Posted,
    invitation: Invitation,
    language: PageLanguage,
    clientAddress: string,
  ): Promise<Outcome> {
    const input = inputFrom(posted, invitation, language);
    try {
      const sender = { language, clientAddress };
      const { joinAndPledge } = await this.queries.act<{ joinAndPledge: Joined }>(JOIN_AND_PLEDGE, input, sender);
      const { userErrors } = joinAndPledge;
      if (userErrors.length === 0) return { kind: 'DONE', joined: joinAndPledge };
      if (userErrors.some(({ code }) => code === 'ALREADY_DONE')) return { kind: 'SENT_BEFORE' };
      const faults = userErrors.map((error) => faultFrom(error, posted, invitation, language));
      return { kind: 'FAULTS', status: 422, faults };
    } catch (error) {
      const say = pledgeTexts[language].faults;
      if (error instanceof Conflict) return { kind: 'SENT_BEFORE' };
      if (error instanceof RateLimited) return refused(429, say.tooMany);
      if (error instanceof RetryLater) return refused(503, say.busy);
      throw error;
    }
  }
}

function refused(status: number, message: string): Outcome {
  return { kind: 'FAULTS', status, faults: [{ field: null, message }] };
}

import { Injectable } from '@nestjs/common';
import { refuse, type Refusal } from '../../platform/graphql/errors.js';
import type { Tx } from '../../platform/database/tx.js';
import { canonicalPaperCode } from './paper-codes.js';

/** A link's token tells by its first letter what it opens. */
export type LinkKind = 'start' | 'invitation' | 'ask' | 'representation' | 'coalition' | 'hand-over';

const PREFIXES: Record<string, LinkKind> = {
  s: 'start',
  i: 'invitation',
  a: 'ask',
  r: 'representation',
  c: 'coalition',
  h: 'hand-over',
};

export interface Link {
  kind: LinkKind;
  token: string;
}

/** Whether the link is live; a single-use one may be used up by asking. */
type Check = (tx: Tx, link: Link) => Promise<boolean>;

/** Links by which someone without an e-mail address gets an account; each feature checks its own kind. */
@Injectable()
export class Links {
  private readonly checks = new Map<LinkKind, Check>();

  register(kind: LinkKind, check: Check): void {
    this.checks.set(kind, check);
  }

  async check(tx: Tx, text: string, field?: string): Promise<Link> {
    const link = parseLink(text);
    const check = link && this.checks.get(link.kind);
    if (!link || !check || !(await check(tx, link))) throw invalidLink(field);
    return link;
  }
}

/** Takes the whole address or the bare code, as people paste it; the code of an invitation also as they read it from paper. */
export function parseLink(text: string): Link | null {
  const typed = canonicalPaperCode(text.replace(/^.*[#/=]/, '').replace(/^\s*i_/i, ''));
  if (typed) return { kind: 'invitation', token: `i_${typed}` };
  const token = /(?:^|[#/=])([siarch]_[A-Za-z0-9_-]{16,120})$/.exec(text.trim())?.[1];
  const kind = token && PREFIXES[token[0] ?? ''];
  return token && kind ? { kind, token } : null;
}

/** One answer for unknown, used, withdrawn and expired links: it teaches a guesser nothing. */
export function invalidLink(field = 'link'): Refusal {
  return refuse(
    'LINK_INVALID',
    'This link or code does not work (any more). Ask whoever gave it to you for a new one.',
    field,
  );
}

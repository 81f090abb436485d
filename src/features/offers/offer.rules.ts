import type { Words } from '../../platform/words/words.js';

/** What an ally offers, in their words. */
export interface OfferContent {
  kind: string;
  text: string;
  quantity: number;
  unit: string;
  when: string;
  where: string;
  language: string;
}

/** An offer as sent: what is undefined or null stays as it is. */
export type OfferChanges = { [Field in keyof OfferContent]?: OfferContent[Field] | null | undefined };

export function revised(before: OfferContent, changes: OfferChanges): OfferContent {
  const after: OfferContent = { ...before };
  for (const field of Object.keys(before) as (keyof OfferContent)[]) {
    const value = changes[field];
    if (value !== undefined && value !== null) Object.assign(after, { [field]: value });
  }
  return after;
}

const LONGEST_TITLE = 140;

/** What an ask made of it says where its adopter says nothing else. */
export function askContentOf({ kind, text, quantity, unit, when, where, language }: OfferContent) {
  const [first = ''] = text.split('\n');
  const title = [...first.trim()].slice(0, LONGEST_TITLE).join('').trim();
  const description = [text, when].filter((part) => part !== '').join('\n\n');
  return { title, description, kind, quantityWanted: quantity, unit, place: where, language };
}

const THANKS =
  'Thank you for offering this. We cannot take it up now. Other asks of ours may fit you: we would be glad to have you there.';

/** With what words it was declined: those of the community, or these. */
export function thanksFor({ state, thanks }: { state: string; thanks: string | null }): Words | null {
  if (state !== 'DECLINED') return null;
  // What someone wrote is shown as it is, and looked up in no catalogue.
  return thanks === null || thanks === '' ? THANKS : { template: '{0}', values: [thanks] };
}

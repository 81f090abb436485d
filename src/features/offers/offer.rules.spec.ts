import { describe, expect, it } from '@jest/globals';
import { askContentOf, type OfferContent, revised, thanksFor } from './offer.rules.js';

const offer: OfferContent = {
  kind: 'TRANSPORT',
  text: 'I can drive.\nMy van takes eight people.',
  quantity: 8,
  unit: 'seats',
  when: 'Tuesdays after six',
  where: 'Anywhere in town',
  language: 'en',
};

describe('the ask that an offer would become', () => {
  it('is called by the first line, and says when in the words of the ally', () => {
    expect(askContentOf(offer)).toEqual({
      title: 'I can drive.',
      description: 'I can drive.\nMy van takes eight people.\n\nTuesdays after six',
      kind: 'TRANSPORT',
      quantityWanted: 8,
      unit: 'seats',
      place: 'Anywhere in town',
      language: 'en',
    });
  });

  it('cuts a long first line between characters, never within one', () => {
    const { title } = askContentOf({ ...offer, text: '🚌'.repeat(200), when: '' });
    expect([...title]).toEqual(Array.from({ length: 140 }, () => '🚌'));
  });
});

describe('a revision of an offer', () => {
  it('keeps what it does not name', () => {
    expect(revised(offer, { quantity: 4, where: null, text: undefined })).toEqual({ ...offer, quantity: 4 });
  });
});

describe('the thanks for an offer', () => {
  it('are those of the community, left as they are', () => {
    expect(thanksFor({ state: 'DECLINED', thanks: 'Not {0} now' })).toEqual({
      template: '{0}',
      values: ['Not {0} now'],
    });
  });

  it('are kind by themselves when nobody wrote any', () => {
    expect(thanksFor({ state: 'DECLINED', thanks: null })).toMatch(/^Thank you/);
  });

  it.each(['OFFERED', 'ADOPTED', 'WITHDRAWN', 'EXPIRED'])('are not said of one that is %s', (state) => {
    expect(thanksFor({ state, thanks: null })).toBeNull();
  });
});

import { describe, expect, it } from '@jest/globals';
import { textFault } from '../../platform/validation/text.js';
import { AskKind } from './ask-enums.graphql.js';
import { askTemplate, askTemplates } from './ask-templates.js';

describe('ask templates', () => {
  it.each(['en', 'es'])('fit into an ask, in %s', (language) => {
    for (const one of askTemplates(language)) {
      expect(one.language).toBe(language);
      expect(textFault(one.title, { max: 140 })).toBeNull();
      expect(textFault(one.unit, { max: 40 })).toBeNull();
      for (const text of [one.description, one.dos, one.donts])
        expect(textFault(text, { max: 1000, multiline: true })).toBeNull();
    }
  });

  it('are there for every kind of ask', () => {
    const kinds = new Set(askTemplates('en').map(({ kind }) => kind));
    expect([...kinds].toSorted()).toEqual(Object.values(AskKind).toSorted());
  });

  it('speak Spanish of any country, and English to everyone else', () => {
    expect(askTemplate('lend-a-room', 'es-MX')?.title).toBe('Préstanos una sala');
    expect(askTemplate('lend-a-room', 'fr')?.title).toBe('Lend us a room');
    expect(askTemplate('lend-a-room', 'est')?.language).toBe('en');
    expect(askTemplate('nothing', 'en')).toBeNull();
  });
});

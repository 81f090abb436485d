import { describe, expect, it } from '@jest/globals';
import { translate } from './translate.js';
import { english, put, say } from './words.js';

describe('what is said', () => {
  it('keeps its values apart, by place', () => {
    expect(say`From ${1} to ${'nine'}.`).toEqual({ template: 'From {0} to {1}.', values: [1, 'nine'] });
    expect(say`As it is.`).toEqual({ template: 'As it is.', values: [] });
  });

  it('reads in English as it is written', () => {
    expect(english('Sign in first.')).toBe('Sign in first.');
    expect(english(say`From ${1} to ${'nine'}.`)).toBe('From 1 to nine.');
  });

  it('is put into the language, its values where that language has them', () => {
    const toward = (template: string) => (template === 'From {0} to {1}.' ? '{1} ← {0}' : template);
    expect(put(say`From ${1} to ${2}.`, toward)).toBe('2 ← 1');
  });

  it('puts what stands inside it into the language as well', () => {
    const state = say`paused`;
    expect(translate(say`Only an open ask is paused. This one is ${state}.`, 'es')).toBe(
      'Solo se pone en pausa una petición abierta. Esta está en pausa.',
    );
  });

  it('leaves alone what a person wrote, also where it looks like a text or a placeholder', () => {
    expect(translate(say`The community asks: “${'paused {1}'}” Answer it as questionId "${'$&'}".`, 'es')).toBe(
      'La comunidad pregunta: «paused {1}» Responde con questionId "$&".',
    );
  });

  it('is read in English where the language lacks it', () => {
    expect(translate('Nobody has put this into another language.', 'es')).toBe(
      'Nobody has put this into another language.',
    );
    expect(translate('constructor', 'es')).toBe('constructor');
  });

  it('says the same after it was kept as JSON', () => {
    const kept = JSON.parse(JSON.stringify(say`Write at most ${5} characters.`));
    expect(translate(kept, 'es')).toBe('Escribe como máximo 5 caracteres.');
  });
});

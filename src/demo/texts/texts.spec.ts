import { describe, expect, it } from '@jest/globals';
import { textFault, type TextLimits } from '../../platform/validation/text.js';
import * as texts from './index.js';

const line = (max: number): TextLimits => ({ min: 1, max, multiline: false });
const lines = (max: number, min = 1): TextLimits => ({ min, max, multiline: true });

/** As the inputs of the API have them: the services, which the demo calls, leave that to the door. */
const limits: Record<string, TextLimits> = {
  name: line(120),
  title: line(140),
  unit: line(40),
  place: line(300),
  statement: line(300),
  decisionMaker: line(200),
  pseudonym: line(60),
  description: lines(8000),
  suits: lines(1000),
  access: lines(2000),
  question: line(500),
  text: lines(20_000),
};

describe('the texts of the demo', () => {
  it('would all pass the door of the API', () => {
    const written = [...leaves('texts', { ...texts })];
    expect(written.length).toBeGreaterThan(400);
    for (const { key, value } of written) {
      expect({ value, fault: textFault(value, limits[key] ?? lines(4000, 0)) }).toEqual({ value, fault: null });
    }
  });

  it('say each thing once: no priority, ask or pseudonym has the name of another', () => {
    for (const names of [
      texts.priorities.map(({ statement }) => statement),
      texts.asks.map(({ title }) => title),
      [...texts.affected, ...texts.allies].map(({ pseudonym }) => pseudonym),
    ]) {
      expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length);
    }
  });

  it('explain every risk, and keep the founding mandate to five asks without any', () => {
    for (const { riskTier = 0, riskNotes = '' } of texts.asks) expect(riskNotes !== '').toBe(riskTier > 0);
    const founding = texts.asks.filter(({ priority, fate }) => priority === 'heat' && fate !== 'draft');
    expect(founding.map(({ riskTier = 0 }) => riskTier)).toEqual([0, 0, 0, 0, 0]);
  });

  it('are in English and Spanish, and ask people to speak sparingly', () => {
    const spanish = texts.asks.filter(({ language }) => language === 'es');
    expect(spanish.length).toBeGreaterThanOrEqual(12);
    expect(texts.asks.length - spanish.length).toBeGreaterThanOrEqual(12);
    expect(texts.asks.filter(({ kind }) => kind === 'SPEAK')).toHaveLength(1);
    expect(new Set(texts.asks.map(({ kind }) => kind)).size).toBe(12);
  });
});

function* leaves(key: string, value: unknown): Generator<{ key: string; value: string }> {
  if (typeof value === 'string') yield { key, value };
  else if (Array.isArray(value)) for (const one of value) yield* leaves(key, one);
  else if (typeof value === 'object' && value !== null) {
    for (const [name, one] of Object.entries(value)) yield* leaves(name, one);
  }
}

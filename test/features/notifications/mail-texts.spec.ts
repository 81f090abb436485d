import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type MailTemplate, newsOf, write, type WrittenMail } from '../../../src/features/notifications/mail-text.js';
import { notices } from '../../../src/features/notifications/mails/index.js';
import { languages } from '../../../src/platform/words/languages.js';

const FOLDER = 'src/features/notifications/mails';

/**
 * Every subject there is. Whoever glances at a screen learns from it that there is mail of Accompany's, and nothing of a
 * cause, a community, a role or a person. Add to it only what would be as dull on a stranger's telephone.
 */
const SUBJECTS: Readonly<Record<string, ReadonlySet<string>>> = {
  en: new Set([
    'Accompany: about your account',
    'Accompany: about your address',
    'Accompany: please confirm your address',
    'Accompany: please look at this',
    'Accompany: please read this today',
    'Accompany: something waits for your answer',
    'Accompany: there is news for you',
  ]),
  es: new Set([
    'Accompany: sobre tu cuenta',
    'Accompany: sobre tu dirección',
    'Accompany: confirma tu dirección',
    'Accompany: por favor, mira esto',
    'Accompany: por favor, lee esto hoy',
    'Accompany: algo espera tu respuesta',
    'Accompany: hay novedades para ti',
  ]),
};

type Needs = Record<string, never>;
type Template = MailTemplate<Needs>;

/** Answers any need with a text that would show if it were not escaped, and where it went. */
const hostile = (mark: string): Needs => {
  const text = (name: string | symbol) => `https://${mark}.example/?a=1&b="<script>'${String(name)}`;
  const topics = [{ name: text('topic'), times: 2, lines: [text('line')] }];
  return new Proxy<Needs>({}, { get: (_, name) => (name === 'topics' ? topics : text(name)) });
};

const isTemplate = (value: unknown): value is Template =>
  typeof value === 'object' && value !== null && typeof (value as Partial<Template>).en === 'function';

async function templates(): Promise<Map<string, Template>> {
  const found = new Map<string, Template>();
  for (const file of readdirSync(FOLDER).filter((name) => name.endsWith('.ts'))) {
    const module = (await import(join(process.cwd(), FOLDER, file))) as Record<string, unknown>;
    for (const [name, value] of Object.entries(module)) if (isTemplate(value)) found.set(name, value);
  }
  return found;
}

/** The paragraphs of a page as a reader sees them. */
function readOff({ html }: WrittenMail): string[] {
  const unescaped = (text: string) =>
    text
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll(/&#0?39;/g, "'")
      .replaceAll('&amp;', '&');
  return [...html.matchAll(/<p>(.*?)<\/p>/g)].map(([, inside = '']) => unescaped(inside.replaceAll(/<[^>]*>/g, '')));
}

describe('the mails', () => {
  let all: Map<string, Template>;

  const each = function* (): Generator<[string, WrittenMail, WrittenMail]> {
    for (const [name, template] of all) {
      for (const language of languages) {
        const [one, other] = ['one', 'other'].map((mark) => write(template, language, hostile(mark))) as [
          WrittenMail,
          WrittenMail,
        ];
        yield [`${name} in ${language}`, one, other];
      }
    }
  };
  const faultyOf = (isFaulty: (one: WrittenMail, other: WrittenMail) => boolean) =>
    [...each()].filter(([, one, other]) => isFaulty(one, other)).map(([name]) => name);

  beforeAll(async () => {
    all = await templates();
  });

  it('are there, each in every language and in no other', () => {
    expect(all.size).toBeGreaterThanOrEqual(7);
    for (const template of all.values()) expect(Object.keys(template).toSorted()).toEqual([...languages].toSorted());
  });

  it('have one of the subjects that tell nothing, whatever they are about', () => {
    expect(Object.keys(SUBJECTS).toSorted()).toEqual([...languages].toSorted());
    const known = new Set(Object.values(SUBJECTS).flatMap((subjects) => [...subjects]));
    expect(
      [...each()].filter(([, { subject }]) => !known.has(subject)).map(([name, one]) => [name, one.subject]),
    ).toEqual([]);
    expect(faultyOf((one, other) => one.subject !== other.subject)).toEqual([]);
  });

  it('have a subject of their own language, and no subject is kept that none has', () => {
    for (const language of languages) {
      const used = new Set([...all.values()].map((template) => write(template, language, hostile('one')).subject));
      expect([...used].toSorted()).toEqual([...(SUBJECTS[language] ?? [])].toSorted());
    }
  });

  it('name no role and no work in their subjects', () => {
    const telling =
      /campaign|pledge|\bask\b|mandate|communit|ally|allies|steward|report|concern|campaña|compromiso|petición|mandato|comunidad|aliad|responsable|informe/i;
    expect(faultyOf(({ subject }) => telling.test(subject))).toEqual([]);
  });

  it('say the same in text as on the page, in one language as in the other', () => {
    expect(faultyOf((one) => readOff(one).join('\n\n') !== one.text.trimEnd())).toEqual([]);
    for (const template of all.values()) {
      const forms = languages.map((language) =>
        template[language](hostile('one')).parts.map((part) =>
          typeof part === 'string' ? 'words' : JSON.stringify({ ...part, label: undefined }),
        ),
      );
      expect(forms.every((form) => form.join() === forms[0]?.join())).toBe(true);
    }
  });

  it('say in words first what happened, which is what a notification says', () => {
    const news = Object.values(notices as unknown as Record<string, Template>).flatMap((template) =>
      languages.map((language) => newsOf(template, language, hostile('one'))),
    );
    expect(news.filter((text) => text.length < 20 || !text.endsWith('.'))).toEqual([]);
  });

  it('name what a link is for where there are several, and on a telephone say no more than subject, links and codes', () => {
    const template: MailTemplate<{ one: string; two: string }> = {
      en: ({ one, two }) => ({
        subject: 'Accompany: please read this today',
        parts: ['You said that you would come.', { link: one, label: 'I will' }, { link: two, label: 'I cannot' }],
      }),
      es: () => ({ subject: 'Accompany: por favor, lee esto hoy', parts: ['Dijiste que vendrías.'] }),
    };
    const written = write(
      template,
      'en',
      { one: 'https://a.example/1', two: 'https://a.example/2' },
      'https://a.example/3',
    );
    expect(written.short).toBe(
      'Accompany: please read this today\nI will: https://a.example/1\nI cannot: https://a.example/2',
    );
    expect(readOff(written).join('\n\n')).toBe(written.text.trimEnd());
    expect(written.text).toContain('To get no more mails of this kind: https://a.example/3');
  });

  it('escape what they are given', () => {
    expect(faultyOf(({ html }) => html.includes('<script'))).toEqual([]);
    expect(faultyOf(({ html }) => /href="[^"]*"[^>]/.test(html))).toEqual([]);
  });

  it('load nothing and link nowhere but to what they were given', () => {
    expect(
      faultyOf(({ html }) =>
        /<(?:img|link|script|style|iframe|object|video|audio|form|base)\b|\bsrc=|url\(|@import/i.test(html),
      ),
    ).toEqual([]);
    const given = /^https:\/\/one\.example\//;
    expect(
      faultyOf(({ html }) => [...html.matchAll(/https?:[^"<\s]*/g)].some(([address]) => !given.test(address))),
    ).toEqual([]);
  });

  it('say on the page which language they are in', () => {
    for (const [name, { html }] of each()) expect(html).toContain(`<html lang="${name.split(' in ')[1]}">`);
  });

  it.each([
    ['es-MX', 'es'],
    ['es', 'es'],
    ['ES-419', 'es'],
    ['en-GB', 'en'],
    ['nah', 'en'],
    ['est', 'en'],
  ])('for a reader of %s are in %s', (tag, language) => {
    for (const template of all.values()) {
      expect(write(template, tag, hostile('one'))).toEqual(write(template, language, hostile('one')));
    }
  });
});

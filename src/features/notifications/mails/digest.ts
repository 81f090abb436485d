import type { MailTemplate, Part } from '../mail-text.js';

/** What one digest says: for each topic how much, and in a line each what. */
export interface DigestNeeds {
  link: string;
  topics: readonly { name: string; times: number; lines: readonly string[] }[];
}

const parts = ({ topics }: DigestNeeds): Part[] =>
  topics.flatMap(({ name, times, lines }) => [`${name}: ${times}`, ...lines.map((line) => `· ${line}`)]);

export const digest: MailTemplate<DigestNeeds> = {
  en: (needs) => ({
    subject: 'Accompany: there is news for you',
    parts: [
      'This is what happened since your last summary.',
      ...parts(needs),
      'Sign in to see it:',
      { link: needs.link },
    ],
  }),
  es: (needs) => ({
    subject: 'Accompany: hay novedades para ti',
    parts: [
      'Esto es lo que pasó desde tu último resumen.',
      ...parts(needs),
      'Inicia sesión para verlo:',
      { link: needs.link },
    ],
  }),
};

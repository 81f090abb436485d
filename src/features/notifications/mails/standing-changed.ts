import type { MailTemplate } from '../mail-text.js';

export const standingChanged: MailTemplate<{ link: string }> = {
  en: ({ link }) => ({
    subject: 'Accompany: there is news for you',
    parts: [
      'What you may do in a place where you take part has changed.',
      'Sign in to see what it is, and why:',
      { link },
    ],
  }),
  es: ({ link }) => ({
    subject: 'Accompany: hay novedades para ti',
    parts: [
      'Cambió lo que puedes hacer en un lugar donde participas.',
      'Inicia sesión para ver qué es y por qué:',
      { link },
    ],
  }),
};

import type { MailTemplate } from '../mail-text.js';

export const offerOver: MailTemplate<{ link: string }> = {
  en: ({ link }) => ({
    subject: 'Accompany: there is news for you',
    parts: [
      'A place that was kept for you has gone to the next person. You wait as before, and can still take a place that is free.',
      'Sign in to see it:',
      { link },
    ],
  }),
  es: ({ link }) => ({
    subject: 'Accompany: hay novedades para ti',
    parts: [
      'Un lugar que se te guardaba pasó a la siguiente persona. Sigues en espera como antes, y todavía puedes ocupar un lugar que esté libre.',
      'Inicia sesión para verlo:',
      { link },
    ],
  }),
};

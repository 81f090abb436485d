import type { MailTemplate } from '../mail-text.js';

export const neverStarted: MailTemplate<{ link: string }> = {
  en: ({ link }) => ({
    subject: 'Accompany: there is news for you',
    parts: [
      'What you waited for did not come in time, so what you had pledged does not start. You need not do anything.',
      'Sign in to see it:',
      { link },
    ],
  }),
  es: ({ link }) => ({
    subject: 'Accompany: hay novedades para ti',
    parts: [
      'Lo que esperabas no llegó a tiempo, así que no empieza aquello a lo que te comprometiste. No tienes que hacer nada.',
      'Inicia sesión para verlo:',
      { link },
    ],
  }),
};

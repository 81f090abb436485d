import type { MailTemplate } from '../mail-text.js';

export const workSentBack: MailTemplate<{ link: string }> = {
  en: ({ link }) => ({
    subject: 'Accompany: there is news for you',
    parts: [
      'What you reported came back to you with a note. Read it, and report again when it is done.',
      'Sign in to see it:',
      { link },
    ],
  }),
  es: ({ link }) => ({
    subject: 'Accompany: hay novedades para ti',
    parts: [
      'Lo que informaste volvió a ti con una nota. Léela e informa de nuevo cuando esté hecho.',
      'Inicia sesión para verlo:',
      { link },
    ],
  }),
};

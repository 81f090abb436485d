import type { MailTemplate } from '../mail-text.js';

export const roundRatified: MailTemplate<{ link: string }> = {
  en: ({ link }) => ({
    subject: 'Accompany: there is news for you',
    parts: [
      'The result of a vote is in force: what matters most comes first from now on, and the work goes by it.',
      'Sign in to see it:',
      { link },
    ],
  }),
  es: ({ link }) => ({
    subject: 'Accompany: hay novedades para ti',
    parts: [
      'El resultado de una votación está en vigor: desde ahora lo que más importa va primero, y el trabajo lo sigue.',
      'Inicia sesión para verlo:',
      { link },
    ],
  }),
};

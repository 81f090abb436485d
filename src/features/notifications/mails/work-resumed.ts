import type { MailTemplate } from '../mail-text.js';

export const workResumed: MailTemplate<{ link: string }> = {
  en: ({ link }) => ({
    subject: 'Accompany: there is news for you',
    parts: [
      'Something that you promised and that stood still goes on: the people it is for have agreed to it again. What you promised is as it was. Please look whether the time still suits you, and step back if it does not.',
      'Sign in to see it:',
      { link },
    ],
  }),
  es: ({ link }) => ({
    subject: 'Accompany: hay novedades para ti',
    parts: [
      'Algo que prometiste y que estaba en pausa continúa: las personas para quienes es lo acordaron de nuevo. Lo que prometiste sigue como estaba. Por favor, mira si el momento todavía te conviene, y retírate si no.',
      'Inicia sesión para verlo:',
      { link },
    ],
  }),
};

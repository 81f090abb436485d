import type { MailTemplate } from '../mail-text.js';

export const requestDeclined: MailTemplate<{ link: string }> = {
  en: ({ link }) => ({
    subject: 'Accompany: there is news for you',
    parts: [
      'A request that you made was declined. You can make another one thirty days after you made it.',
      'Sign in to see it:',
      { link },
    ],
  }),
  es: ({ link }) => ({
    subject: 'Accompany: hay novedades para ti',
    parts: [
      'Una solicitud que hiciste no fue aceptada. Puedes hacer otra treinta días después de haberla hecho.',
      'Inicia sesión para verla:',
      { link },
    ],
  }),
};

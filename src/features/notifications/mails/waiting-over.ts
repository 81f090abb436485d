import type { MailTemplate } from '../mail-text.js';

export const waitingOver: MailTemplate<{ link: string }> = {
  en: ({ link }) => ({
    subject: 'Accompany: there is news for you',
    parts: [
      'Something that you waited to help with does not wait for you any more. You need not do anything.',
      'Sign in to see it:',
      { link },
    ],
  }),
  es: ({ link }) => ({
    subject: 'Accompany: hay novedades para ti',
    parts: [
      'Algo en lo que esperabas ayudar ya no te espera. No tienes que hacer nada.',
      'Inicia sesión para verlo:',
      { link },
    ],
  }),
};

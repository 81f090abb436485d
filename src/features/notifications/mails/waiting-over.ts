import type { MailTemplate } from '../mail-text.js';

export const waitingOver: MailTemplate<{ link: string }> = {
  en: ({ link }) => ({
    subject: 'Accompany: one thing less to wait for',
    parts: [
      'Something that you waited to help with does not wait for you any more. You need not do anything.',
      'Sign in to see it:',
      { link },
    ],
  }),
  es: ({ link }) => ({
    subject: 'Accompany: una cosa menos que esperar',
    parts: [
      'Algo en lo que esperabas ayudar ya no te espera. No tienes que hacer nada.',
      'Inicia sesión para verlo:',
      { link },
    ],
  }),
};

import type { MailTemplate } from '../mail-text.js';

export const reportWaits: MailTemplate<{ link: string }> = {
  en: ({ link }) => ({
    subject: 'Accompany: something waits for your answer',
    parts: [
      'Someone reported what they did, and waits for an answer: confirm it, or send it back with a word of what is missing.',
      'Sign in to see it:',
      { link },
    ],
  }),
  es: ({ link }) => ({
    subject: 'Accompany: algo espera tu respuesta',
    parts: [
      'Alguien informó de lo que hizo y espera una respuesta: confírmalo, o devuélvelo diciendo qué falta.',
      'Inicia sesión para verlo:',
      { link },
    ],
  }),
};

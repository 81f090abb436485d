import type { MailTemplate } from '../mail-text.js';

export const offerWaits: MailTemplate<{ link: string }> = {
  en: ({ link }) => ({
    subject: 'Accompany: something waits for your answer',
    parts: ['Someone offered something and waits for an answer.', 'Sign in to read what it is:', { link }],
  }),
  es: ({ link }) => ({
    subject: 'Accompany: algo espera tu respuesta',
    parts: ['Alguien ofreció algo y espera una respuesta.', 'Inicia sesión para leer de qué se trata:', { link }],
  }),
};

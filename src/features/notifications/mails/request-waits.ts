import type { MailTemplate } from '../mail-text.js';

export const requestWaits: MailTemplate<{ link: string }> = {
  en: ({ link }) => ({
    subject: 'Accompany: something waits for your answer',
    parts: [
      'Someone asked to join and waits for your answer.',
      'Sign in to read what they say, and admit or decline them:',
      { link },
    ],
  }),
  es: ({ link }) => ({
    subject: 'Accompany: algo espera tu respuesta',
    parts: [
      'Alguien pidió participar y espera tu respuesta.',
      'Inicia sesión para leer lo que dice y admitirlo o no:',
      { link },
    ],
  }),
};

import type { MailTemplate } from '../mail-text.js';

export const admissionWaits: MailTemplate<{ link: string }> = {
  en: ({ link }) => ({
    subject: 'Accompany: something waits for your answer',
    parts: [
      'Someone asks to be admitted. If you know them, you can vouch for them; if you do not, leave it to others.',
      'Sign in to see who it is:',
      { link },
    ],
  }),
  es: ({ link }) => ({
    subject: 'Accompany: algo espera tu respuesta',
    parts: [
      'Alguien pide entrar. Si la conoces, puedes responder por esa persona; si no, déjalo a otras.',
      'Inicia sesión para ver quién es:',
      { link },
    ],
  }),
};

import type { MailTemplate } from '../mail-text.js';

export const removalWaits: MailTemplate<{ link: string }> = {
  en: ({ link }) => ({
    subject: 'Accompany: something waits for your answer',
    parts: [
      'A serious decision waits for a second person to confirm it, and you are one of those who can.',
      'Take your time. Sign in to see it:',
      { link },
    ],
  }),
  es: ({ link }) => ({
    subject: 'Accompany: algo espera tu respuesta',
    parts: [
      'Una decisión seria espera a que una segunda persona la confirme, y tú eres una de quienes pueden.',
      'Tómate tu tiempo. Inicia sesión para verla:',
      { link },
    ],
  }),
};

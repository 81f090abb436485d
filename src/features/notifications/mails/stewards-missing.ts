import type { MailTemplate } from '../mail-text.js';

export const stewardsMissing: MailTemplate<{ link: string }> = {
  en: ({ link }) => ({
    subject: 'Accompany: something waits for your answer',
    parts: [
      'Too few people are left who carry a duty that others rely on. Any two of you can confirm someone new.',
      'Talk to each other, then sign in:',
      { link },
    ],
  }),
  es: ({ link }) => ({
    subject: 'Accompany: algo espera tu respuesta',
    parts: [
      'Quedan muy pocas personas con una tarea de la que dependen las demás. Dos de ustedes pueden confirmar a alguien más.',
      'Hablen entre ustedes, y luego inicien sesión:',
      { link },
    ],
  }),
};

import type { MailTemplate } from '../mail-text.js';

export const dutyOffered: MailTemplate<{ link: string }> = {
  en: ({ link }) => ({
    subject: 'Accompany: something waits for your answer',
    parts: [
      'You are asked to take on a duty. You can accept or decline; nothing happens before you do.',
      'Sign in to see it:',
      { link },
    ],
  }),
  es: ({ link }) => ({
    subject: 'Accompany: algo espera tu respuesta',
    parts: [
      'Te piden asumir una tarea. Puedes aceptarla o no; nada ocurre antes de tu respuesta.',
      'Inicia sesión para verla:',
      { link },
    ],
  }),
};

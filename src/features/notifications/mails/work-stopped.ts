import type { MailTemplate } from '../mail-text.js';

export const workStopped: MailTemplate<{ link: string }> = {
  en: ({ link }) => ({
    subject: 'Accompany: please read this today',
    parts: [
      'Please pause what you promised to do, and do not go there until you read that it goes on. You may step back without giving a reason.',
      'Sign in to see it:',
      { link },
    ],
  }),
  es: ({ link }) => ({
    subject: 'Accompany: por favor, lee esto hoy',
    parts: [
      'Por favor, detén lo que prometiste hacer y no vayas hasta leer que continúa. Puedes retirarte sin dar ningún motivo.',
      'Inicia sesión para verlo:',
      { link },
    ],
  }),
};

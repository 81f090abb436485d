import type { MailTemplate } from '../mail-text.js';

export const removalProposed: MailTemplate<{ link: string }> = {
  en: ({ link }) => ({
    subject: 'Accompany: please read this today',
    parts: [
      'Two people decided something that takes effect in 72 hours unless someone whom it concerns objects.',
      'Sign in to see what it is and whom it is about:',
      { link },
    ],
  }),
  es: ({ link }) => ({
    subject: 'Accompany: por favor, lee esto hoy',
    parts: [
      'Dos personas decidieron algo que tendrá efecto en 72 horas si ninguna persona afectada se opone.',
      'Inicia sesión para ver qué es y a quién afecta:',
      { link },
    ],
  }),
};

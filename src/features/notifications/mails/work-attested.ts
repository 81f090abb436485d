import type { MailTemplate } from '../mail-text.js';

export const workAttested: MailTemplate<{ link: string }> = {
  en: ({ link }) => ({
    subject: 'Accompany: there is news for you',
    parts: ['What you reported was confirmed. Thank you for following through.', 'Sign in to see it:', { link }],
  }),
  es: ({ link }) => ({
    subject: 'Accompany: hay novedades para ti',
    parts: ['Lo que informaste fue confirmado. Gracias por cumplir.', 'Inicia sesión para verlo:', { link }],
  }),
};

import type { MailTemplate } from '../mail-text.js';

export const requestAnswered: MailTemplate<{ link: string }> = {
  en: ({ link }) => ({
    subject: 'Accompany: there is news for you',
    parts: ['What you asked for has been answered.', 'Sign in to see it:', { link }],
  }),
  es: ({ link }) => ({
    subject: 'Accompany: hay novedades para ti',
    parts: ['Tu solicitud recibió una respuesta.', 'Inicia sesión para verla:', { link }],
  }),
};

import type { MailTemplate } from '../mail-text.js';

export const messageWaits: MailTemplate<{ link: string }> = {
  en: ({ link }) => ({
    subject: 'Accompany: there is news for you',
    parts: ['Someone wrote to you about a pledge.', 'Sign in to read it:', { link }],
  }),
  es: ({ link }) => ({
    subject: 'Accompany: hay novedades para ti',
    parts: ['Alguien te escribió sobre un compromiso.', 'Inicia sesión para leerlo:', { link }],
  }),
};

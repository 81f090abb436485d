import type { MailTemplate } from '../mail-text.js';

export const questionAnswered: MailTemplate<{ link: string }> = {
  en: ({ link }) => ({
    subject: 'Accompany: there is news for you',
    parts: ['A question that was asked about a pledge has its answer.', 'Sign in to read it:', { link }],
  }),
  es: ({ link }) => ({
    subject: 'Accompany: hay novedades para ti',
    parts: ['Una pregunta sobre un compromiso ya tiene respuesta.', 'Inicia sesión para leerla:', { link }],
  }),
};

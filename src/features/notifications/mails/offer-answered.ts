import type { MailTemplate } from '../mail-text.js';

export const offerAnswered: MailTemplate<{ link: string }> = {
  en: ({ link }) => ({
    subject: 'Accompany: there is news for you',
    parts: ['There is news of what you offered.', 'Sign in to see it:', { link }],
  }),
  es: ({ link }) => ({
    subject: 'Accompany: hay novedades para ti',
    parts: ['Hay novedades sobre lo que ofreciste.', 'Inicia sesión para verlas:', { link }],
  }),
};

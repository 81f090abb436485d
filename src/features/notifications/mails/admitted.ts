import type { MailTemplate } from '../mail-text.js';

export const admitted: MailTemplate<{ link: string }> = {
  en: ({ link }) => ({
    subject: 'Accompany: there is news for you',
    parts: ['Two people vouched for you: you have been admitted.', 'Sign in to begin:', { link }],
  }),
  es: ({ link }) => ({
    subject: 'Accompany: hay novedades para ti',
    parts: ['Dos personas respondieron por ti: te han admitido.', 'Inicia sesión para empezar:', { link }],
  }),
};

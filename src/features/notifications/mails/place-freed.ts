import type { MailTemplate } from '../mail-text.js';

export const placeFreed: MailTemplate<{ link: string }> = {
  en: ({ link }) => ({
    subject: 'Accompany: there is news for you',
    parts: [
      'A place has become free, and it is yours: you are no longer waiting. If you cannot take it any more, step back, so that the next person can.',
      'Sign in to see it:',
      { link },
    ],
  }),
  es: ({ link }) => ({
    subject: 'Accompany: hay novedades para ti',
    parts: [
      'Quedó un lugar libre y es tuyo: ya no estás en espera. Si ya no puedes ocuparlo, retírate para que pueda entrar la siguiente persona.',
      'Inicia sesión para verlo:',
      { link },
    ],
  }),
};

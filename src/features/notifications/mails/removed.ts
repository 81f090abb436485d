import type { MailTemplate } from '../mail-text.js';

export const removed: MailTemplate<{ link: string }> = {
  en: ({ link }) => ({
    subject: 'Accompany: there is news for you',
    parts: [
      'Something changed about where you belong: you are no longer part of a community. The reason that was given is there for you to read.',
      'Sign in to see it:',
      { link },
    ],
  }),
  es: ({ link }) => ({
    subject: 'Accompany: hay novedades para ti',
    parts: [
      'Algo cambió en los lugares a los que perteneces: ya no formas parte de una comunidad. Puedes leer el motivo que se dio.',
      'Inicia sesión para verlo:',
      { link },
    ],
  }),
};

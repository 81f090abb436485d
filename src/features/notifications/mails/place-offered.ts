import type { MailTemplate } from '../mail-text.js';

export const placeOffered: MailTemplate<{ link: string }> = {
  en: ({ link }) => ({
    subject: 'Accompany: there is news for you',
    parts: [
      'A place has become free at short notice. It is kept for you for 12 hours: accept it if you can come. After that it goes to the next person.',
      'Sign in to see it:',
      { link },
    ],
  }),
  es: ({ link }) => ({
    subject: 'Accompany: hay novedades para ti',
    parts: [
      'Quedó un lugar libre con poca antelación. Se te guarda durante 12 horas: acéptalo si puedes venir. Después pasa a la siguiente persona.',
      'Inicia sesión para verlo:',
      { link },
    ],
  }),
};

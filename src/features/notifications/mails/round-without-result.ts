import type { MailTemplate } from '../mail-text.js';

export const roundWithoutResult: MailTemplate<{ link: string }> = {
  en: ({ link }) => ({
    subject: 'Accompany: there is news for you',
    parts: [
      'A vote ended without a result that stands, so what was decided before stays as it is. You can read why, and what may come next.',
      'Sign in to see it:',
      { link },
    ],
  }),
  es: ({ link }) => ({
    subject: 'Accompany: hay novedades para ti',
    parts: [
      'Una votación terminó sin un resultado que valga, así que lo decidido antes se queda como está. Puedes leer por qué y qué puede venir después.',
      'Inicia sesión para verlo:',
      { link },
    ],
  }),
};

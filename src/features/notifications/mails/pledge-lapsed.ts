import type { MailTemplate } from '../mail-text.js';

export const pledgeLapsed: MailTemplate<{ link: string }> = {
  en: ({ link }) => ({
    subject: 'Accompany: there is news for you',
    parts: [
      'Nothing was heard from you in time, and your place has gone to others. If you did it all the same, say so: it can still be attested.',
      'Sign in to see it:',
      { link },
    ],
  }),
  es: ({ link }) => ({
    subject: 'Accompany: hay novedades para ti',
    parts: [
      'No se supo de ti a tiempo, y tu lugar pasó a otras personas. Si lo hiciste de todos modos, dilo: aún se puede dar fe de ello.',
      'Inicia sesión para verlo:',
      { link },
    ],
  }),
};

import type { MailTemplate } from '../mail-text.js';

export const enoughPledged: MailTemplate<{ link: string }> = {
  en: ({ link }) => ({
    subject: 'Accompany: there is news for you',
    parts: [
      'Something that the community asks for has found as many people as it needs: it starts now.',
      'Sign in to see it:',
      { link },
    ],
  }),
  es: ({ link }) => ({
    subject: 'Accompany: hay novedades para ti',
    parts: [
      'Algo que pide la comunidad reunió a tantas personas como necesita: empieza ahora.',
      'Inicia sesión para verlo:',
      { link },
    ],
  }),
};

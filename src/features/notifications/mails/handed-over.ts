import type { MailTemplate } from '../mail-text.js';

export const handedOver: MailTemplate<{ link: string }> = {
  en: ({ link }) => ({
    subject: 'Accompany: there is news for you',
    parts: [
      'Someone has taken over what you had pledged, by the code that you gave away. You are not counted on any more.',
      'Sign in to see it:',
      { link },
    ],
  }),
  es: ({ link }) => ({
    subject: 'Accompany: hay novedades para ti',
    parts: [
      'Alguien asumió tu compromiso con el código que diste. Ya no se cuenta contigo.',
      'Inicia sesión para verlo:',
      { link },
    ],
  }),
};

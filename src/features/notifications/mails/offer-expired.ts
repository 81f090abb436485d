import type { MailTemplate } from '../mail-text.js';

export const offerExpired: MailTemplate<{ link: string }> = {
  en: ({ link }) => ({
    subject: 'Accompany: there is news for you',
    parts: [
      'What you offered was not taken up in its time, and waits no longer. That says nothing about you: people had other things on their hands.',
      'Thank you. You can offer it again, or look for something that is asked for now:',
      { link },
    ],
  }),
  es: ({ link }) => ({
    subject: 'Accompany: hay novedades para ti',
    parts: [
      'Lo que ofreciste no se pudo aprovechar a tiempo y ya no está en espera. Eso no dice nada de ti: había otras cosas que atender.',
      'Gracias. Puedes ofrecerlo de nuevo, o buscar algo que haga falta ahora:',
      { link },
    ],
  }),
};

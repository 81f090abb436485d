import type { MailTemplate } from '../mail-text.js';

export const operatorActed: MailTemplate<{ link: string }> = {
  en: ({ link }) => ({
    subject: 'Accompany: please look at this',
    parts: [
      'Whoever runs this server did something that concerns you: an account was suspended or reinstated, or a public page was taken down or put back. They read nothing that is not public. What was done, and the reason they gave, is on your record.',
      'Sign in to read it. If you think that it is wrong, write to them:',
      { link },
    ],
  }),
  es: ({ link }) => ({
    subject: 'Accompany: por favor, mira esto',
    parts: [
      'Quien administra este servidor hizo algo que te concierne: se suspendió o restableció una cuenta, o se retiró o repuso una página pública. No leyó nada que no sea público. Lo que se hizo y el motivo que dio están en tu registro.',
      'Inicia sesión para leerlo. Si crees que es un error, escríbele:',
      { link },
    ],
  }),
};

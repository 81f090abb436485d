import type { MailTemplate } from '../mail-text.js';

export const messageReported: MailTemplate<{ link: string }> = {
  en: ({ link }) => ({
    subject: 'Accompany: please look at this',
    parts: ['A message was reported as harmful. Read it, and decide whether it stays.', 'Sign in to see it:', { link }],
  }),
  es: ({ link }) => ({
    subject: 'Accompany: por favor, mira esto',
    parts: ['Se denunció un mensaje como dañino. Léelo y decide si se queda.', 'Inicia sesión para verlo:', { link }],
  }),
};

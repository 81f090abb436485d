import type { MailTemplate } from '../mail-text.js';

export const answerOverdue: MailTemplate<{ link: string }> = {
  en: ({ link }) => ({
    subject: 'Accompany: please look at this',
    parts: [
      'An answer to a question that was asked about a pledge is overdue. You can give it more time, take the question back, or wait.',
      'Sign in to see it:',
      { link },
    ],
  }),
  es: ({ link }) => ({
    subject: 'Accompany: por favor, mira esto',
    parts: [
      'Una respuesta a una pregunta sobre un compromiso está atrasada. Puedes darle más tiempo, retirar la pregunta o esperar.',
      'Inicia sesión para verla:',
      { link },
    ],
  }),
};

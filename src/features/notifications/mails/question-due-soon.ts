import type { MailTemplate } from '../mail-text.js';

export const questionDueSoon: MailTemplate<{ link: string }> = {
  en: ({ link }) => ({
    subject: 'Accompany: something waits for your answer',
    parts: [
      'A question about what you pledged waits for your answer, and its time is over within a day.',
      'Sign in to answer:',
      { link },
    ],
  }),
  es: ({ link }) => ({
    subject: 'Accompany: algo espera tu respuesta',
    parts: [
      'Una pregunta sobre lo que te comprometiste a hacer espera tu respuesta, y su plazo termina en menos de un día.',
      'Inicia sesión para responder:',
      { link },
    ],
  }),
};

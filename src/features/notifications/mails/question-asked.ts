import type { MailTemplate } from '../mail-text.js';

export const questionAsked: MailTemplate<{ link: string }> = {
  en: ({ link }) => ({
    subject: 'Accompany: something waits for your answer',
    parts: [
      'Something about what you pledged was asked, and waits for your answer by a time. While an answer is overdue you can pledge nothing new there.',
      'Sign in to answer:',
      { link },
    ],
  }),
  es: ({ link }) => ({
    subject: 'Accompany: algo espera tu respuesta',
    parts: [
      'Hay una pregunta sobre lo que te comprometiste a hacer, y espera tu respuesta dentro de un plazo. Mientras una respuesta esté atrasada, no puedes asumir compromisos nuevos allí.',
      'Inicia sesión para responder:',
      { link },
    ],
  }),
};

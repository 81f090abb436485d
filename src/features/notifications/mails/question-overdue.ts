import type { MailTemplate } from '../mail-text.js';

export const questionOverdue: MailTemplate<{ link: string }> = {
  en: ({ link }) => ({
    subject: 'Accompany: something waits for your answer',
    parts: [
      'The time to answer a question about what you pledged is over. You can still answer; until you do, you can pledge nothing new there. If you need more time, say so.',
      'Sign in to answer:',
      { link },
    ],
  }),
  es: ({ link }) => ({
    subject: 'Accompany: algo espera tu respuesta',
    parts: [
      'Terminó el plazo para responder a una pregunta sobre lo que te comprometiste a hacer. Todavía puedes responder; hasta entonces no puedes asumir compromisos nuevos allí. Si necesitas más tiempo, dilo.',
      'Inicia sesión para responder:',
      { link },
    ],
  }),
};

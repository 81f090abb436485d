import type { MailTemplate } from '../mail-text.js';

export const pledgeStarted: MailTemplate<{ link: string }> = {
  en: ({ link }) => ({
    subject: 'Accompany: there is news for you',
    parts: [
      'What you waited for is there: it starts, and you are counted on. If you cannot come any more, step back, so that others know.',
      'Sign in to see it:',
      { link },
    ],
  }),
  es: ({ link }) => ({
    subject: 'Accompany: hay novedades para ti',
    parts: [
      'Ya está lo que esperabas: empieza, y se cuenta contigo. Si ya no puedes venir, retírate para que las demás personas lo sepan.',
      'Inicia sesión para verlo:',
      { link },
    ],
  }),
};

import type { MailTemplate } from '../mail-text.js';

export const confirmAgain: MailTemplate<{ link: string }> = {
  en: ({ link }) => ({
    subject: 'Accompany: there is news for you',
    parts: [
      'What you said yes to has changed. Read what is new and say whether you still come: your place is kept for 72 hours, or until it begins. If you do not want to any more, step back; nobody will hold it against you.',
      'Sign in to see it:',
      { link },
    ],
  }),
  es: ({ link }) => ({
    subject: 'Accompany: hay novedades para ti',
    parts: [
      'Aquello a lo que dijiste que sí ha cambiado. Lee lo nuevo y di si aún vienes: tu lugar se guarda durante 72 horas, o hasta que empiece. Si ya no quieres, retírate; nadie te lo reprochará.',
      'Inicia sesión para verlo:',
      { link },
    ],
  }),
};

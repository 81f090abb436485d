import type { MailTemplate } from '../mail-text.js';

export const planAgain: MailTemplate<{ link: string }> = {
  en: ({ link }) => ({
    subject: 'Accompany: there is news for you',
    parts: [
      'The work goes on after a stop that lasted over the time that you had planned. Say within 72 hours whether you still come, and when. If you cannot any more, step back; nobody will hold it against you.',
      'Sign in to see it:',
      { link },
    ],
  }),
  es: ({ link }) => ({
    subject: 'Accompany: hay novedades para ti',
    parts: [
      'El trabajo continúa tras una detención que abarcó el momento que habías planeado. Di en un plazo de 72 horas si aún vienes y cuándo. Si ya no puedes, retírate; nadie te lo reprochará.',
      'Inicia sesión para verlo:',
      { link },
    ],
  }),
};

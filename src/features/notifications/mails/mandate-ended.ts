import type { MailTemplate } from '../mail-text.js';

export const mandateEnded: MailTemplate<{ link: string }> = {
  en: ({ link }) => ({
    subject: 'Accompany: please look at this',
    parts: [
      'Something that you promised stands still, because the time for which the people it is for had agreed to it is over. What you promised is kept. What you have done already you can still report, and you may step back without giving a reason. You will read when it goes on.',
      'Sign in to see it:',
      { link },
    ],
  }),
  es: ({ link }) => ({
    subject: 'Accompany: por favor, mira esto',
    parts: [
      'Algo que prometiste está en pausa, porque se acabó el tiempo por el que lo habían acordado las personas para quienes es. Lo que prometiste se conserva. Todavía puedes informar lo que ya hiciste, y puedes retirarte sin dar ningún motivo. Te avisaremos cuando continúe.',
      'Inicia sesión para verlo:',
      { link },
    ],
  }),
};

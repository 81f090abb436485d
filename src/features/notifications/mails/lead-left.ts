import type { MailTemplate } from '../mail-text.js';

export const leadLeft: MailTemplate<{ link: string }> = {
  en: ({ link }) => ({
    subject: 'Accompany: please look at this',
    parts: [
      'Something that you promised stands still, because those who led it do not take part in this work any more. What you promised is kept. What you have done already you can still report to them, and you may step back without giving a reason.',
      'Sign in to see it:',
      { link },
    ],
  }),
  es: ({ link }) => ({
    subject: 'Accompany: por favor, mira esto',
    parts: [
      'Algo que prometiste está en pausa, porque quienes lo dirigían ya no participan en este trabajo. Lo que prometiste se conserva. Todavía puedes informarles lo que ya hiciste, y puedes retirarte sin dar ningún motivo.',
      'Inicia sesión para verlo:',
      { link },
    ],
  }),
};

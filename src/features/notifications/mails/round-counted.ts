import type { MailTemplate } from '../mail-text.js';

export const roundCounted: MailTemplate<{ link: string; until: string }> = {
  en: ({ link, until }) => ({
    subject: 'Accompany: please look at this',
    parts: [
      `The vote in which you could take part has been counted. The result is not in force yet: if you think that it should not stand, say so and why until ${until}.`,
      'Sign in to see it:',
      { link },
    ],
  }),
  es: ({ link, until }) => ({
    subject: 'Accompany: por favor, mira esto',
    parts: [
      `Ya se contó la votación en la que podías participar. El resultado todavía no está en vigor: si piensas que no debe quedar así, dilo y explica por qué hasta el ${until}.`,
      'Inicia sesión para verlo:',
      { link },
    ],
  }),
};

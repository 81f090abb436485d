import type { MailTemplate } from '../mail-text.js';

export const roundClosesSoon: MailTemplate<{ link: string; until: string }> = {
  en: ({ link, until }) => ({
    subject: 'Accompany: something waits for your answer',
    parts: [
      `A vote in which you can take part closes soon: on ${until}. If you have voted, you can still change it. Everyone who can vote gets this reminder, since nobody knows who has.`,
      'Sign in to vote:',
      { link },
    ],
  }),
  es: ({ link, until }) => ({
    subject: 'Accompany: algo espera tu respuesta',
    parts: [
      `Pronto cierra una votación en la que puedes participar: el ${until}. Si ya votaste, todavía puedes cambiar tu voto. Este recordatorio llega a todas las personas que pueden votar, porque nadie sabe quiénes ya lo hicieron.`,
      'Inicia sesión para votar:',
      { link },
    ],
  }),
};

import type { MailTemplate } from '../mail-text.js';

export const roundOpened: MailTemplate<{ link: string; until: string }> = {
  en: ({ link, until }) => ({
    subject: 'Accompany: something waits for your answer',
    parts: [
      `A vote has opened, and you can take part. Mark what matters to you until ${until}; you can change it until then. Nobody is shown who has voted.`,
      'Sign in to vote:',
      { link },
    ],
  }),
  es: ({ link, until }) => ({
    subject: 'Accompany: algo espera tu respuesta',
    parts: [
      `Se abrió una votación en la que puedes participar. Marca lo que te importa hasta el ${until}; puedes cambiarlo hasta entonces. A nadie se le muestra quién votó.`,
      'Inicia sesión para votar:',
      { link },
    ],
  }),
};

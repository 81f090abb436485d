import type { MailTemplate } from '../mail-text.js';

export const confirmAddress: MailTemplate<{ link: string; code: string }> = {
  en: ({ link, code }) => ({
    subject: 'Accompany: please confirm your address',
    parts: [
      'Someone, probably you, asked to use this address at Accompany. To confirm it, open this page within 24 hours:',
      { link },
      'Or paste this code where you are asked for it:',
      { code },
      'If it was not you, do nothing. Nobody gets in without this code.',
    ],
  }),
  es: ({ link, code }) => ({
    subject: 'Accompany: confirma tu dirección',
    parts: [
      'Alguien, seguramente tú, pidió usar esta dirección en Accompany. Para confirmarla, abre esta página en las próximas 24 horas:',
      { link },
      'O pega este código donde se te pida:',
      { code },
      'Si no fuiste tú, no hagas nada. Sin este código nadie puede entrar.',
    ],
  }),
};

import type { MailTemplate } from '../mail-text.js';

export const confirmMessenger: MailTemplate<{ code: string }> = {
  en: ({ code }) => ({
    subject: 'Accompany: please confirm your address',
    parts: [
      'Someone, probably you, asked that messages of Accompany go to this address. If it was you, type this code within a quarter of an hour where you are asked for it:',
      { code },
      'If it was not you, do nothing.',
    ],
  }),
  es: ({ code }) => ({
    subject: 'Accompany: confirma tu dirección',
    parts: [
      'Alguien, seguramente tú, pidió que los mensajes de Accompany lleguen a esta dirección. Si fuiste tú, escribe este código en los próximos quince minutos donde se te pida:',
      { code },
      'Si no fuiste tú, no hagas nada.',
    ],
  }),
};

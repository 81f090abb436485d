import type { MailTemplate } from '../mail-text.js';

export const addressKnown: MailTemplate<{ link: string }> = {
  en: ({ link }) => ({
    subject: 'Accompany: about your address',
    parts: [
      'Someone, probably you, asked to use this address at Accompany. It belongs to an account already, so nothing was changed.',
      'If it was you, sign in with this address, or with one of your recovery codes if you forgot the password:',
      { link },
      'If it was not you, do nothing. Whoever asked was not told that this address is known.',
    ],
  }),
  es: ({ link }) => ({
    subject: 'Accompany: sobre tu dirección',
    parts: [
      'Alguien, seguramente tú, pidió usar esta dirección en Accompany. Ya pertenece a una cuenta, así que no se cambió nada.',
      'Si fuiste tú, inicia sesión con esta dirección, o con uno de tus códigos de recuperación si olvidaste la contraseña:',
      { link },
      'Si no fuiste tú, no hagas nada. A quien lo pidió no se le dijo que esta dirección es conocida.',
    ],
  }),
};

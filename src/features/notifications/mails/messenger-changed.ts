import type { MailTemplate } from '../mail-text.js';

export const messengerChanged: MailTemplate<{ link: string }> = {
  en: ({ link }) => ({
    subject: 'Accompany: about your account',
    parts: [
      'Where your account at Accompany sends messages beside mail was changed: to a telephone or a messenger that was confirmed, or to nowhere. If that was you, there is nothing to do.',
      'If it was not you, change your password, and take the address off your account:',
      { link },
    ],
  }),
  es: ({ link }) => ({
    subject: 'Accompany: sobre tu cuenta',
    parts: [
      'Cambió adónde envía mensajes tu cuenta de Accompany además del correo: a un teléfono o una mensajería que se confirmó, o a ninguna parte. Si fuiste tú, no hay nada que hacer.',
      'Si no fuiste tú, cambia tu contraseña y quita la dirección de tu cuenta:',
      { link },
    ],
  }),
};

import type { MailTemplate } from '../mail-text.js';

/** To the address that an account had: its owner can tell a theft from a change of their own. */
export const addressChanged: MailTemplate<{ link: string; code: string }> = {
  en: ({ link, code }) => ({
    subject: 'Accompany: about your account',
    parts: [
      'This address was taken off your account at Accompany: another one took its place, or it was removed. If that was you, there is nothing to do.',
      'If it was not you, open this page within seven days. The address comes back, every session ends, and so does the password:',
      { link },
      'Or paste this code where you are asked for it:',
      { code },
      'Then ask for a new password with this address, and make new recovery codes.',
    ],
  }),
  es: ({ link, code }) => ({
    subject: 'Accompany: sobre tu cuenta',
    parts: [
      'Esta dirección se quitó de tu cuenta en Accompany: otra ocupó su lugar, o se eliminó. Si fuiste tú, no hay nada que hacer.',
      'Si no fuiste tú, abre esta página en los próximos siete días. La dirección vuelve, y terminan todas las sesiones y la contraseña:',
      { link },
      'O pega este código donde se te pida:',
      { code },
      'Después pide una contraseña nueva con esta dirección y crea nuevos códigos de recuperación.',
    ],
  }),
};

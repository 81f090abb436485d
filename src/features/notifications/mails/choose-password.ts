import type { MailTemplate } from '../mail-text.js';

export const choosePassword: MailTemplate<{ link: string; code: string }> = {
  en: ({ link, code }) => ({
    subject: 'Accompany: about your account',
    parts: [
      'Someone, probably you, asked to choose a new password for the account with this address. To choose one, open this page within an hour:',
      { link },
      'Or paste this code where you are asked for it:',
      { code },
      'It works once, and every device that is signed in will have to sign in again. If it was not you, do nothing: your password stays as it is.',
    ],
  }),
  es: ({ link, code }) => ({
    subject: 'Accompany: sobre tu cuenta',
    parts: [
      'Alguien, seguramente tú, pidió elegir una contraseña nueva para la cuenta con esta dirección. Para elegirla, abre esta página durante la próxima hora:',
      { link },
      'O pega este código donde se te pida:',
      { code },
      'Funciona una sola vez, y todos los dispositivos tendrán que iniciar sesión de nuevo. Si no fuiste tú, no hagas nada: tu contraseña sigue igual.',
    ],
  }),
};

import type { MailTemplate } from '../mail-text.js';

export const wayInChanged: MailTemplate<{ link: string }> = {
  en: ({ link }) => ({
    subject: 'Accompany: about your account',
    parts: [
      'A way to sign in to your account was added or taken away, and your other sessions were ended.',
      'If it was you, there is nothing to do. If it was not, sign in now, look at your passkeys and links, and remove what is not yours:',
      { link },
    ],
  }),
  es: ({ link }) => ({
    subject: 'Accompany: sobre tu cuenta',
    parts: [
      'Se añadió o se quitó una forma de iniciar sesión en tu cuenta, y se cerraron tus demás sesiones.',
      'Si fuiste tú, no hay nada que hacer. Si no, inicia sesión ahora, revisa tus llaves de acceso y enlaces, y quita lo que no sea tuyo:',
      { link },
    ],
  }),
};

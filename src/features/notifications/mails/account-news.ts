import type { Language } from '../../../platform/words/index.js';
import type { MailTemplate } from '../mail-text.js';

/** What happened to the account, and what to do about it when it was someone else. */
type News = Record<Language, [happened: string, react: string]>;

function news(texts: News): MailTemplate<{ link: string }> {
  return {
    en: ({ link }) => ({ subject: 'Accompany: about your account', parts: [...texts.en, { link }] }),
    es: ({ link }) => ({ subject: 'Accompany: sobre tu cuenta', parts: [...texts.es, { link }] }),
  };
}

export const passwordChanged = news({
  en: [
    'The password of your account at Accompany was changed, and the other devices were signed out. If that was you, there is nothing to do.',
    'If it was not you, ask for a new password by mail at once, then look at your sessions and make new recovery codes:',
  ],
  es: [
    'La contraseña de tu cuenta en Accompany se cambió y se cerró la sesión en los demás dispositivos. Si fuiste tú, no hay nada que hacer.',
    'Si no fuiste tú, pide ya una contraseña nueva por correo; después revisa tus sesiones y crea nuevos códigos de recuperación:',
  ],
});

export const secondFactorChanged = news({
  en: [
    'An app that shows codes was set up for your account at Accompany, or was removed from it. The other devices were signed out. If that was you, there is nothing to do.',
    'If it was not you, sign in with your password and a recovery code, end the sessions that you do not know, and change your password:',
  ],
  es: [
    'En tu cuenta de Accompany se activó o se quitó una aplicación que muestra códigos. Se cerró la sesión en los demás dispositivos. Si fuiste tú, no hay nada que hacer.',
    'Si no fuiste tú, inicia sesión con tu contraseña y un código de recuperación, cierra las sesiones que no conozcas y cambia tu contraseña:',
  ],
});

export const recoveryCodesRenewed = news({
  en: [
    'Your account at Accompany has new recovery codes; the old ones work no more. If that was you, there is nothing to do.',
    'If it was not you, ask for a new password by mail at once, then look at your sessions and make new recovery codes yourself:',
  ],
  es: [
    'Tu cuenta en Accompany tiene códigos de recuperación nuevos; los anteriores ya no sirven. Si fuiste tú, no hay nada que hacer.',
    'Si no fuiste tú, pide ya una contraseña nueva por correo; después revisa tus sesiones y crea tú nuevos códigos de recuperación:',
  ],
});

export const addressRestored = news({
  en: [
    'A former address of your account at Accompany was brought back, from the mail that had told of its change. Every session has ended, and the password too.',
    'Ask for a new password with this address. Then make new recovery codes:',
  ],
  es: [
    'Se recuperó una dirección anterior de tu cuenta en Accompany, desde el correo que avisó del cambio. Terminaron todas las sesiones, y también la contraseña.',
    'Pide una contraseña nueva con esta dirección. Después crea nuevos códigos de recuperación:',
  ],
});

export const sessionReplayed = news({
  en: [
    'A session of your account at Accompany was ended, because it was continued from two places at once: someone may hold a copy of it. Your other sessions go on.',
    'Sign in again. If you did not copy anything yourself, change your password:',
  ],
  es: [
    'Terminó una sesión de tu cuenta en Accompany, porque se continuó desde dos lugares a la vez: quizá alguien tiene una copia. Tus demás sesiones continúan.',
    'Inicia sesión de nuevo. Si no copiaste nada tú, cambia tu contraseña:',
  ],
});

export const secondProofFailed = news({
  en: [
    'Someone gave the right password or recovery code of your account at Accompany, and then a wrong second code. They did not get in. If that was you, there is nothing to do.',
    'If it was not you, change your password and make new recovery codes:',
  ],
  es: [
    'Alguien dio la contraseña o un código de recuperación correctos de tu cuenta en Accompany, y después un segundo código equivocado. No pudo entrar. Si fuiste tú, no hay nada que hacer.',
    'Si no fuiste tú, cambia tu contraseña y crea nuevos códigos de recuperación:',
  ],
});

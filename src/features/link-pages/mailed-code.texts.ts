import type { PageLanguage } from '../../platform/pages/page-language.js';

/** What a code from a mail can do on a page. */
export type MailedCode = 'confirm' | 'reset' | 'undo';

interface CodeTexts {
  title: string;
  about: string;
  button: string;
  done: string;
}

export interface MailedCodeTexts extends Record<MailedCode, CodeTexts> {
  code: string;
  codeHint: string;
  password: string;
  passwordHint: string;
  faultsTitle: string;
  tooMany: string;
  busy: string;
  doneBefore: string;
  passwordMissing: string;
  /** For what the service refuses, where it does not say it so that a page can. */
  refused: Readonly<Record<string, string>>;
}

const en: MailedCodeTexts = {
  confirm: {
    title: 'Confirm your address',
    about:
      'For a new account: choose a password, and your account is there. If you gave this address to an account that you have already, give the code in the program that you use, signed in: a mail alone must not tie an address to an account.',
    button: 'Confirm',
    done: 'Your address is confirmed and your account is there. You can sign in with it in the program that your community uses.',
  },
  reset: {
    title: 'Choose a new password',
    about: 'Every device that is signed in to your account is signed out.',
    button: 'Change the password',
    done: 'You have a new password. Sign in with it, in the program that your community uses.',
  },
  undo: {
    title: 'Bring your address back',
    about:
      'Someone changed the address of your account. If it was not you: this brings the former address back, ends the password, and signs everyone out.',
    button: 'Bring it back',
    done: 'The address is back, and whoever was signed in is out. Now ask for a new password, in the program that your community uses, then make new recovery codes.',
  },
  code: 'The code from the mail',
  codeHint: 'Or the whole link. It works once.',
  password: 'New password',
  passwordHint: 'At least 8 characters. Longer is better; nothing else is asked of it.',
  faultsTitle: 'Nothing was changed. Please look at this again:',
  tooMany: 'Too much was tried from your network just now. Try again in a few minutes.',
  busy: 'The server is busy. Nothing was changed: send it again shortly.',
  doneBefore: 'This was done when you first sent it. Sign in.',
  passwordMissing: 'Choose a password of at least 8 characters.',
  refused: {
    LINK_INVALID:
      'This code does not work (any more), or it is for an account to which you have to be signed in. Ask for a new mail where you asked for this one.',
  },
};

const es: MailedCodeTexts = {
  confirm: {
    title: 'Confirma tu dirección',
    about:
      'Para una cuenta nueva: elige una contraseña, y tu cuenta está hecha. Si diste esta dirección a una cuenta que ya tienes, da el código en el programa que usas, con la sesión iniciada: un correo solo no debe atar una dirección a una cuenta.',
    button: 'Confirmar',
    done: 'Tu dirección está confirmada y tu cuenta está hecha. Puedes iniciar sesión con ella en el programa que usa tu comunidad.',
  },
  reset: {
    title: 'Elige una contraseña nueva',
    about: 'Se cierra la sesión en todos los dispositivos.',
    button: 'Cambiar la contraseña',
    done: 'Tienes una contraseña nueva. Inicia sesión con ella, en el programa que usa tu comunidad.',
  },
  undo: {
    title: 'Recupera tu dirección',
    about:
      'Alguien cambió la dirección de tu cuenta. Si no fuiste tú: esto recupera la dirección anterior, anula la contraseña y cierra todas las sesiones.',
    button: 'Recuperarla',
    done: 'La dirección volvió, y quien tenía la sesión iniciada está fuera. Pide ahora una contraseña nueva, en el programa que usa tu comunidad, y luego haz códigos de recuperación nuevos.',
  },
  code: 'El código del correo',
  codeHint: 'O el enlace entero. Funciona una vez.',
  password: 'Contraseña nueva',
  passwordHint: 'Al menos 8 caracteres. Cuanto más larga, mejor; no se pide nada más.',
  faultsTitle: 'No cambió nada. Revisa esto, por favor:',
  tooMany: 'Se intentó demasiado desde tu red hace un momento. Inténtalo otra vez en unos minutos.',
  busy: 'El servidor está ocupado. No cambió nada: envíalo otra vez dentro de poco.',
  doneBefore: 'Esto se hizo cuando lo enviaste por primera vez. Inicia sesión.',
  passwordMissing: 'Elige una contraseña de al menos 8 caracteres.',
  refused: {
    LINK_INVALID:
      'Este código no funciona (o ya no), o es para una cuenta en la que tienes que haber iniciado sesión. Pide otro correo donde pediste este.',
  },
};

const ar: MailedCodeTexts = {
  confirm: {
    title: 'أكِّد عنوانك',
    about:
      'لحساب جديد: اختر كلمة سر فيكون حسابك جاهزًا. إن أعطيت هذا العنوان لحساب لديك، فأعطِ الرمز في البرنامج الذي تستعمله بعد تسجيل الدخول: لا يجوز أن تربط رسالة وحدها عنوانًا بحساب.',
    button: 'تأكيد',
    done: 'تأكد عنوانك وأصبح حسابك جاهزًا. يمكنك تسجيل الدخول به في البرنامج الذي يستعمله مجتمعك.',
  },
  reset: {
    title: 'اختر كلمة سر جديدة',
    about: 'يُسجَّل الخروج من حسابك على كل الأجهزة.',
    button: 'تغيير كلمة السر',
    done: 'لديك كلمة سر جديدة. سجّل الدخول بها في البرنامج الذي يستعمله مجتمعك.',
  },
  undo: {
    title: 'استعد عنوانك',
    about: 'غيّر أحدهم عنوان حسابك. إن لم تكن أنت: هذا يعيد العنوان السابق، ويلغي كلمة السر، ويُخرج كل من سجّل الدخول.',
    button: 'استعادة العنوان',
    done: 'عاد العنوان، وخرج كل من كان داخلًا. اطلب الآن كلمة سر جديدة في البرنامج الذي يستعمله مجتمعك، ثم أنشئ رموز استعادة جديدة.',
  },
  code: 'الرمز الذي في الرسالة',
  codeHint: 'أو الرابط كله. يعمل مرة واحدة.',
  password: 'كلمة السر الجديدة',
  passwordHint: 'ثمانية أحرف على الأقل. كلما طالت كانت أفضل، ولا يُشترط فيها غير ذلك.',
  faultsTitle: 'لم يتغير شيء. انظر في هذا من جديد من فضلك:',
  tooMany: 'كثرت المحاولات من شبكتك للتو. حاول من جديد بعد دقائق.',
  busy: 'الخادم مشغول. لم يتغير شيء: أرسله من جديد بعد قليل.',
  doneBefore: 'تم هذا حين أرسلته أول مرة. سجّل الدخول.',
  passwordMissing: 'اختر كلمة سر من ثمانية أحرف على الأقل.',
  refused: {
    LINK_INVALID:
      'هذا الرمز لا يعمل (أو لم يعد يعمل)، أو هو لحساب يجب أن تسجل الدخول إليه. اطلب رسالة جديدة حيث طلبت هذه.',
    WEAK_PASSWORD: 'كلمة السر قصيرة أو شائعة جدًا. اختر ثمانية أحرف على الأقل.',
    TOO_LONG: 'هذا أطول من المسموح.',
    TOO_SHORT: 'اكتب شيئًا هنا.',
    INVALID: 'لا يمكن قراءة هذا. تحقق منه.',
  },
};

export const mailedCodeTexts: Record<PageLanguage, MailedCodeTexts> = { en, es, ar };

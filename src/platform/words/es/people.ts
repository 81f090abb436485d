export const people = {
  'This link or code does not work (any more). Ask whoever gave it to you for a new one.':
    'Este enlace o código no funciona (o ya no). Pide uno nuevo a quien te lo dio.',
  'Choose a password of at least 8 characters. A few random words make a good one.':
    'Elige una contraseña de al menos 8 caracteres. Unas cuantas palabras al azar hacen una buena.',
  'Choose a password of at most 200 characters.': 'Elige una contraseña de 200 caracteres como máximo.',
  'This password is among the first that anyone would try. Choose another; a few random words make a good one.':
    'Esta contraseña es de las primeras que cualquiera probaría. Elige otra; unas cuantas palabras al azar hacen una buena.',
  'This does not look like an e-mail address. Check it for slips.':
    'Esto no parece una dirección de correo. Revisa si hay algún error.',
  'No password is that long.': 'Ninguna contraseña es tan larga.',
  'No recovery code is that long.': 'Ningún código de recuperación es tan largo.',
  'Choose the password of your new account: at least 8 characters.':
    'Elige la contraseña de tu nueva cuenta: al menos 8 caracteres.',
  'Send your e-mail address, or a start, invitation or ask link.':
    'Envía tu dirección de correo, o un enlace de inicio, de invitación o de una petición.',
  'Send either your password or one of your recovery codes.':
    'Envía tu contraseña o uno de tus códigos de recuperación, pero no ambos.',
  'This session has ended. Sign in again.': 'Esta sesión terminó. Inicia sesión de nuevo.',
  'That name and password or code do not go together. Check both; after 10 tries wait 15 minutes.':
    'Ese nombre y esa contraseña o código no corresponden. Revisa ambos; después de 10 intentos, espera 15 minutos.',
  'Look in your mail: a message with a code is on its way. Pass the code to confirmEmail.':
    'Revisa tu correo: va en camino un mensaje con un código. Pasa el código a confirmEmail.',
  'Write down your sign-in name and recovery codes: they are shown only now.':
    'Anota tu nombre de acceso y tus códigos de recuperación: solo se muestran ahora.',
  'Send the language or the time zone that you want, or both.':
    'Envía el idioma o la zona horaria que quieres, o ambos.',
};

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
  'Send your password or one of your recovery codes.': 'Envía tu contraseña o uno de tus códigos de recuperación.',
  'This account asks for two proofs. Sign in with your passkey, if you have one; or send two of these: your password, a recovery code, the code of your app.':
    'Esta cuenta pide dos pruebas. Inicia sesión con tu llave de acceso, si tienes una; o envía dos de estas: tu contraseña, un código de recuperación, el código de tu aplicación.',
  'This second proof is wrong, or was used before. Wait for the next code of your app, or send a recovery code that is left.':
    'Esta segunda prueba no es correcta, o ya se usó. Espera el siguiente código de tu aplicación, o envía un código de recuperación que te quede.',
  'This session has ended. Sign in again.': 'Esta sesión terminó. Inicia sesión de nuevo.',
  'That name and password or code do not go together. Check both; after 10 tries wait 15 minutes.':
    'Ese nombre y esa contraseña o código no corresponden. Revisa ambos; después de 10 intentos, espera 15 minutos.',
  'Look in your mail: a message with a code is on its way. Pass the code to confirmEmail.':
    'Revisa tu correo: va en camino un mensaje con un código. Pasa el código a confirmEmail.',
  'Write down your sign-in name and recovery codes: they are shown only now.':
    'Anota tu nombre de acceso y tus códigos de recuperación: solo se muestran ahora.',
  'Send the language or the time zone that you want, or both.':
    'Envía el idioma o la zona horaria que quieres, o ambos.',

  // Proving it once more, and the ways in
  'Send your password, one of your recovery codes, or the code of your app.':
    'Envía tu contraseña, uno de tus códigos de recuperación o el código de tu aplicación.',
  'Send your present password, or one of your recovery codes.':
    'Envía tu contraseña actual o uno de tus códigos de recuperación.',
  'This password or code is not right, or was used before. Check it and try again.':
    'La contraseña o el código no es correcto, o ya se usó. Revísalo e inténtalo de nuevo.',
  'Your account has no address, so there is none to remove.':
    'Tu cuenta no tiene ninguna dirección, así que no hay nada que quitar.',

  // An app that shows codes
  'Send the six digits that your app shows.': 'Envía los seis dígitos que muestra tu aplicación.',
  'No app is being set up. Begin with startTotp.': 'No se está configurando ninguna aplicación. Empieza con startTotp.',
  'The app shows another code. Check its clock and send what it shows now.':
    'La aplicación muestra otro código. Revisa su reloj y envía el que muestra ahora.',
  'This session was refreshed meanwhile. Send the code once more.':
    'Mientras tanto se renovó esta sesión. Envía el código una vez más.',
  'No app is set up, so there is none to remove.':
    'No hay ninguna aplicación configurada, así que no hay nada que quitar.',
  'A community in which you carry a duty asks for a second factor. Set up another one first, or lay the duty down.':
    'Una comunidad en la que tienes una tarea pide un segundo factor. Configura otro primero, o deja la tarea.',
  // What to do next
  'Look in the mail of the new address: a message is on its way. Pass its code to confirmEmail while signed in.':
    'Revisa el correo de la dirección nueva: va un mensaje en camino. Envía su código a confirmEmail con la sesión iniciada.',
  'The address is back. Ask for a new password with requestPasswordReset, then renew your recovery codes.':
    'La dirección está de vuelta. Pide una contraseña nueva con requestPasswordReset y después renueva tus códigos de recuperación.',
  'Look in your mail: if the address belongs to an account, a message with a code is on its way. Pass the code to resetPassword within an hour.':
    'Revisa tu correo: si la dirección pertenece a una cuenta, va en camino un mensaje con un código. Envía el código a resetPassword en menos de una hora.',
  'You are signed in with the new password.': 'Iniciaste sesión con la contraseña nueva.',
  'Sign in with the new password and your second factor.': 'Inicia sesión con la contraseña nueva y tu segundo factor.',
};

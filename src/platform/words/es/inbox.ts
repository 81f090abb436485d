export const inbox = {
  'Look at your messages: a code of six digits is on its way. Pass it to confirmMessengerAddress.':
    'Mira tus mensajes: un código de seis cifras está en camino. Envíalo a confirmMessengerAddress.',
  'Send either the ids of what you have read, or the time up to which you have read all.':
    'Envía los identificadores de lo que leíste, o el momento hasta el que leíste todo: uno de los dos.',
  'What concerns the safety of your account always comes at once, so that nobody can hide from you what they do there. Leave it out.':
    'Lo que toca a la seguridad de tu cuenta llega siempre al instante, para que nadie pueda ocultarte lo que hace en ella. Déjalo fuera.',
  'Send a telephone number with its country code, such as +525512345678, or a name that begins with @.':
    'Envía un número de teléfono con el código de su país, como +525512345678, o un nombre que empiece con @.',
  'This server sends no messages beside mail. Ask whoever runs it to set up a gateway for them, or choose mail.':
    'Este servidor no envía mensajes aparte del correo. Pide a quien lo administra que configure cómo enviarlos, o elige el correo.',
  'This code is not right, or its time is over. Look at the latest message, or ask for another code with setMessengerAddress.':
    'Este código no es correcto o ya venció. Mira el último mensaje, o pide otro código con setMessengerAddress.',
  'Your account has no address for messages, so there is none to remove.':
    'Tu cuenta no tiene una dirección para mensajes, así que no hay ninguna que quitar.',
};

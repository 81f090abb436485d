export const exports = {
  'There are fewer than two stewards. Find another first; until then nothing is exported.':
    'Hay menos de dos personas responsables. Encuentra primero a otra; hasta entonces no se exporta nada.',
  'Exports are for people: sign in, and send the token of your session.':
    'Las exportaciones son para personas: inicia sesión y envía el token de tu sesión.',
};

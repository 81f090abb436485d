export const appTokens = {
  'A token lasts at most a year. Send a time within it.':
    'Un token dura un año como máximo. Envía un momento dentro de ese plazo.',
  'You have 20 app tokens that work. Withdraw one that you no longer need.':
    'Tienes 20 tokens de aplicación que funcionan. Retira uno que ya no necesites.',
  'Name at least one thing that the app may do.': 'Nombra al menos una cosa que la aplicación pueda hacer.',
  'Name each scope once.': 'Nombra cada permiso una sola vez.',
  'This token was withdrawn before. Nothing is left to do.':
    'Este token ya se había retirado. No queda nada por hacer.',
};

export const dashboardKeys = {
  'A key lasts at most a year. Send a time within it.':
    'Una clave dura un año como máximo. Envía un momento dentro de ese plazo.',
  'Name at least one campaign, or leave the list out for all of them.':
    'Nombra al menos una campaña, u omite la lista si son todas.',
  'This key was withdrawn before. Nothing is left to do.': 'Esta clave ya se había retirado. No queda nada por hacer.',
};

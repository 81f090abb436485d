export const priorities = {
  'The campaign has a priority in these words. Stand behind that one, or say what is different.':
    'La campaña ya tiene una prioridad con estas palabras. Apoya esa, o di qué es distinto.',
  'The campaign has concluded, so its priorities stay as they are.':
    'La campaña concluyó, así que sus prioridades se quedan como están.',
  'Look at it again on a day after today.': 'Pon una revisión para un día posterior a hoy.',
};

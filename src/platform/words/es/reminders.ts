export const reminders = {
  'said to do what was pledged at its time': 'dijo que hará a su hora lo que prometió',
  'moved what was pledged to another time': 'cambió a otro momento lo que prometió',
  'Choose times from 43200 minutes before, -43200, to 10080 minutes after.':
    'Elige momentos desde 43200 minutos antes, -43200, hasta 10080 minutos después.',
  'Choose at most 5 times.': 'Elige 5 momentos como máximo.',
  'This is not to be done any more: it was reported, given back or has ended. Read the pledge again.':
    'Esto ya no está por hacerse: se informó, se dejó o terminó. Lee el compromiso de nuevo.',
  'Plan it within the time of the ask, or of the shift that you chose.':
    'Planéalo dentro del tiempo de la petición, o del turno que elegiste.',
  'Something about the ask changed. Read its terms and confirm the pledge with reconfirmPledge first.':
    'Algo de la petición cambió. Lee sus condiciones y confirma antes el compromiso con reconfirmPledge.',
};

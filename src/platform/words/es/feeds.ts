export const feeds = {
  'Accompany: pledged time': 'Accompany: tiempo comprometido',
  'Accompany: an ask': 'Accompany: una petición',
  'Accompany: a round opens': 'Accompany: se abre una ronda',
  'Accompany: a round closes': 'Accompany: se cierra una ronda',
  'The round on priorities opens: {0}': 'Se abre la ronda de prioridades: {0}',
  'The round on priorities closes: {0}': 'Se cierra la ronda de prioridades: {0}',
  'Not settled yet: you wait for a place, for others, or are asked to confirm.':
    'Aún por decidir: esperas un lugar o a más personas, o falta que confirmes.',
  'The campaign is stopped: everything in it stands still.':
    'La campaña está detenida: todo en ella queda en suspenso.',
  'This does not take place for you.': 'Para ti, esto no se realiza.',
  'You keep 10 calendars. Withdraw one that you no longer need.':
    'Mantienes 10 calendarios. Retira uno que ya no necesites.',
  'This calendar was withdrawn before. Make a new one if you need it.':
    'Este calendario ya se había retirado. Crea uno nuevo si lo necesitas.',
};

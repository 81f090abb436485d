export const progress = {
  'Send an `until` that is not before `from`.': 'Envía un `until` que no sea anterior a `from`.',
  'A series has at most {0} periods. Ask for a shorter time, or for weeks or months.':
    'Una serie tiene {0} periodos como máximo. Pide un tiempo más corto, o semanas o meses.',
  'Send periods that do not end before they begin.': 'Envía periodos que no terminen antes de empezar.',
  'Send periods that end today, {0}, at the latest.': 'Envía periodos que terminen a más tardar hoy, {0}.',
  'Send two periods that have no day in common.': 'Envía dos periodos que no tengan ningún día en común.',
};

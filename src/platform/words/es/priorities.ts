export const priorities = {
  'The campaign has a priority in these words. Stand behind that one, or say what is different.':
    'La campaña ya tiene una prioridad con estas palabras. Apoya esa, o di qué es distinto.',
  'The campaign has concluded, so its priorities stay as they are.':
    'La campaña concluyó, así que sus prioridades se quedan como están.',
  'Look at it again on a day after today.': 'Pon una revisión para un día posterior a hoy.',
  'Look at it again within 24 months.': 'Pon una revisión dentro de los próximos 24 meses.',

  // Withdrawn, merged and restored
  'Say why: it is shown where the priority stood.': 'Di por qué: se muestra donde estaba la prioridad.',
  'It was withdrawn. Choose another priority, or have this one restored.':
    'Se retiró. Elige otra prioridad, o haz que se restablezca esta.',
  'It was merged into another priority. Go on with that one.': 'Se unió a otra prioridad. Sigue con esa.',
  'The priority was withdrawn or merged into another one. Choose a live one.':
    'La prioridad se retiró o se unió a otra. Elige una vigente.',
  'Someone changed this priority just now. Read it again, then decide.':
    'Alguien acaba de cambiar esta prioridad. Vuelve a leerla y después decide.',
  'It was neither withdrawn nor merged.': 'No se ha retirado ni unido a otra.',
  'It was put aside more than 14 days ago. Propose it anew.':
    'Se dejó a un lado hace más de 14 días. Proponla de nuevo.',
  'Another priority of the campaign has these words by now. Withdraw or merge that one first.':
    'Otra prioridad de la campaña ya tiene estas palabras. Primero retira esa o únela a otra.',
  'Name at least one proposal to merge.': 'Indica al menos una propuesta para unir.',
  'Nothing is merged into itself. Leave it out of fromIds.': 'Ninguna prioridad se une a sí misma. Quítala de fromIds.',
  'Only proposals of one campaign are merged. Leave those of others out.':
    'Solo se unen propuestas de una misma campaña. Quita las de otras.',
  'The community stands behind one of these, so it goes on by itself. A steward may withdraw it.':
    'La comunidad respalda una de estas, así que sigue por su cuenta. Una persona responsable puede retirarla.',
  'Name at least one state, or leave the filter out.': 'Indica al menos un estado, o quita el filtro.',

  // Discussed and translated
  'This remark was taken back or away before.': 'Este comentario ya se había retirado o quitado.',
  'This translation was replaced or taken away just now.': 'Esta traducción se acaba de reemplazar o quitar.',
  'The priority is written in this language. Revise it, or translate it into another.':
    'La prioridad está escrita en este idioma. Cámbiala, o tradúcela a otro.',
};

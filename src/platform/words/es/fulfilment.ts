export const fulfilment = {
  'One of these is of no work here, or it is not yours to see. Leave out what waits here alone.':
    'Uno de estos no corresponde a nada de aquí, o no te corresponde verlo. Excluye solo lo que aquí está en espera.',
  'This pledge waits for a place. Report once it has one and the work is done.':
    'Este compromiso espera un lugar. Informa cuando lo tenga y el trabajo esté hecho.',
  'This pledge has ended. There is nothing to report.': 'Este compromiso terminó. No hay nada que informar.',
  'Your report waits for the community’s answer. There is nothing more to do.':
    'Tu informe espera la respuesta de la comunidad. No tienes que hacer nada más.',
  'Nothing is due under this pledge any more. Read it again.':
    'En este compromiso ya no queda nada pendiente. Léelo de nuevo.',
  'Send either the pledge or the occurrence that was done.':
    'Envía el compromiso o la ocasión en que se cumplió, pero no ambos.',
  'This is of another community than the first. Attest one community’s reports at a time.':
    'Esto es de otra comunidad que el primero. Confirma los informes de una sola comunidad cada vez.',
  'This was named before. Name each report once.': 'Este ya se nombró antes. Nombra cada informe una sola vez.',
  'Name at least one report.': 'Nombra al menos un informe.',
  'Nobody attests their own work, nor that of an organization which they represent or did. Ask another affected person.':
    'Nadie confirma su propio trabajo, ni el de una organización que representa o representó. Pídeselo a otra persona afectada.',
  'What was done is attested by the community that leads the ask. Ask someone affected there.':
    'Lo que se hizo lo confirma la comunidad que lidera la petición. Pídeselo a una persona afectada de allí.',
  'No report waits here: it is due still, or someone answered it. Read it again.':
    'Aquí no espera ningún informe: aún está pendiente, o alguien ya lo respondió. Léelo de nuevo.',
  'Attest at most what was reported.': 'Confirma como máximo lo que se informó.',
  'Nobody corrects what was attested of their own work.':
    'Nadie corrige lo que se confirmó de su propio trabajo. Pídeselo a otra persona afectada.',
  'This is not the attestation that holds now. Read the latest one, then correct that.':
    'Esta no es la confirmación que vale ahora. Lee la última y corrige esa.',
  'Someone corrected this at the same time. Read the latest attestation, then decide.':
    'Alguien corrigió esto al mismo tiempo. Lee la última confirmación y luego decide.',
};

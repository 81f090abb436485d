export const occurrences = {
  'This is of another campaign than the first. Prepare the reports of one campaign at a time.':
    'Esto es de otra campaña que el primero. Prepara los informes de una sola campaña cada vez.',
  'This batch was confirmed or withdrawn before. Read it again.':
    'Este lote ya se confirmó o se retiró. Léelo de nuevo.',
  'This is done once. Report it when it is done, or give it back with stepBack.':
    'Esto se hace una sola vez. Infórmalo cuando esté hecho, o devuélvelo con stepBack.',
  'This pledge has ended, or has no place yet. Pledge anew to go on.':
    'Este compromiso terminó, o aún no tiene lugar. Comprométete de nuevo para seguir.',
  'For the community someone looks back whose work it was not. Ask another affected person.':
    'Por la comunidad hace balance alguien que no hizo ese trabajo. Pídeselo a otra persona afectada.',
  'Look back once it was done and attested.': 'Haz balance cuando esté hecho y confirmado.',
  'Your side gave its debrief, or left it out. It stands as it is.':
    'Tu parte ya hizo su balance, o lo omitió. Queda como está.',
  'It changed meanwhile. Read it again, then decide.': 'Cambió mientras tanto. Léelo de nuevo y luego decide.',
  'Someone else than who recorded the no-show answers a contest. Ask another affected person.':
    'Responde a la objeción alguien distinto de quien anotó la ausencia. Pídeselo a otra persona afectada.',
  'The community recorded that nobody came. If that is wrong, say so with contestNoShow.':
    'La comunidad anotó que no acudió nadie. Si no es así, dilo con contestNoShow.',
  'Nothing is due under this pledge now: it is attested, or left out.':
    'En este compromiso no queda nada pendiente por ahora: está confirmado, o se omitió.',
  'That nothing was done is what the no-show says. Send what was done.':
    'Que no se hizo nada ya lo dice la ausencia. Envía lo que se hizo.',
  '{0} was reported or pledged. Attest at most that.':
    'Cantidad informada o comprometida: {0}. Confirma como máximo esa cantidad.',
  'This was answered, left out or given back. Read it again.':
    'Esto ya se respondió, se omitió o se devolvió. Léelo de nuevo.',
  'It is not due yet. Record that nobody came once its time has passed.':
    'Aún no llegó su momento. Anota que no acudió nadie cuando haya pasado.',
  'No contest waits for an answer here. Read it again.': 'Aquí no espera respuesta ninguna objeción. Léelo de nuevo.',
  'A quantity goes with a contest that you accept.':
    'La cantidad va con una objeción que aceptas. Quítala, o acéptala.',
  'The community agreed to this already. The pledger has the next word.':
    'La comunidad ya estuvo de acuerdo. Ahora decide quien se comprometió.',
  'Only what is still to be done can be left out. Read the pledge again.':
    'Solo se puede omitir lo que falta por hacer. Lee el compromiso de nuevo.',
  'You asked already. Wait for the community’s answer, or do it.':
    'Ya lo pediste. Espera la respuesta de la comunidad, o hazlo.',
  'No no-show is recorded here. There is nothing to contest.':
    'Aquí no hay ninguna ausencia anotada. No hay nada que objetar.',
  'You contested this already. The community answers, or has answered.':
    'Ya lo objetaste. La comunidad responde, o ya respondió.',
  'A no-show is contested within 14 days. Ask someone of the community to correct it instead.':
    'Una ausencia se objeta en un plazo de 14 días. Pide a alguien de la comunidad que la corrija.',
  'Send either the ask or the campaign whose reports you attest.':
    'Envía la petición o la campaña cuyos informes confirmas, pero no ambas.',
  'This ask is done once. Leave out until when you keep it up.':
    'Esta petición se hace una sola vez. No digas hasta cuándo la mantienes.',
  'Keep it up at least until the first time that you planned.': 'Mantenlo al menos hasta la primera vez que planeaste.',
  'noted that nothing is heard of a pledge': 'tomó nota de que no se sabe nada de un compromiso',
  'said to go on with a pledge': 'dijo que sigue con un compromiso',
  'ended a pledge of which nothing is to be done any more, without fault':
    'terminó sin culpa de nadie un compromiso del que ya no queda nada por hacer',
  'looked back on a pledge': 'hizo balance de un compromiso',
  'left out the debrief of a pledge': 'omitió el balance de un compromiso',
  'recorded that nobody came': 'anotó que no acudió nadie',
  'contested that nobody came': 'objetó que no hubiera acudido nadie',
  'took back that nobody came, which had been contested': 'retiró una ausencia que se había objetado',
  'let it stand that nobody came, which had been contested': 'mantuvo una ausencia que se había objetado',
  'asked to leave one time out': 'pidió saltarse una ocasión',
  'agreed to leave one time out': 'aceptó que se saltara una ocasión',
  'noted that a report waits for an answer for 14 days':
    'tomó nota de que un informe espera respuesta desde hace 14 días',
  'noted that a report was not answered for 30 days': 'tomó nota de que un informe no tuvo respuesta en 30 días',
  'prepared attestations for an affected person to confirm':
    'preparó confirmaciones para que las dé una persona afectada',
  'confirmed attestations that had been prepared': 'dio confirmaciones que se habían preparado',
  'withdrew attestations that had been prepared': 'retiró confirmaciones que se habían preparado',
};

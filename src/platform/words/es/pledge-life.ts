export const pledgeLife = {
  // Shifts
  'A shift ends after it begins. Send a later end.': 'Un turno termina después de empezar. Envía un final más tardío.',
  'A shift lies within the time of its ask, from `startsAt` to `endsAt`. Revise the ask first.':
    'Un turno cae dentro del plazo de su petición, de `startsAt` a `endsAt`. Modifica antes la petición.',
  'This shift is closed already. What was pledged to it stays.':
    'Este turno ya está cerrado. Los compromisos hechos con él se mantienen.',
  'An ask has at most 100 shifts. Draft another ask for more.':
    'Una petición tiene como máximo 100 turnos. Redacta otra petición para tener más.',
  'This ask is done in shifts. Choose one of `Ask.shifts`.':
    'Esta petición se hace por turnos. Elige uno de `Ask.shifts`.',
  'This shift is closed, over, or of another ask. Choose an open one.':
    'Este turno está cerrado, ya pasó o es de otra petición. Elige uno abierto.',
  'Plan it within the time of the shift.': 'Planéalo dentro del horario del turno.',
  'The shift is full: someone else took its last place. Choose another shift, or try again to wait in turn.':
    'El turno está completo: alguien ocupó su último lugar. Elige otro turno, o inténtalo de nuevo para quedar en espera.',

  // Conditions and thresholds
  'Too little was pledged in time, so this ask did not start. Look for another ask of this campaign.':
    'No se reunieron a tiempo suficientes compromisos, así que esta petición no empezó. Busca otra petición de esta campaña.',
  'The ask has no room for so many others beside you. Ask for fewer, or pledge without a condition.':
    'La petición no tiene lugar para tantas personas además de ti. Pide menos, o comprométete sin condición.',
  'Wait for the others at most until the time that you planned.':
    'Espera a las demás personas como máximo hasta el momento que planeaste.',

  // Confirming again
  'Nobody asks for this pledge to be confirmed again. It stands as it is.':
    'Nadie pide que se confirme de nuevo este compromiso. Sigue en pie tal como está.',
  'The time to confirm it is over. Make a new pledge if there is room.':
    'El plazo para confirmarlo terminó. Haz un compromiso nuevo si hay lugar.',
  'Send a plan for a time that is still to come.': 'Envía un plan para un momento que aún no haya llegado.',
  'Plan it within the time of the ask, or of its shift.': 'Planéalo dentro del plazo de la petición, o de su turno.',

  // Places that come free
  'No place is offered to this pledge now. You are told when there is one.':
    'Ahora no se le ofrece ningún lugar a este compromiso. Se te avisará cuando lo haya.',
  'The ask stands still. Take the place when it goes on: you have as long then.':
    'La petición está detenida. Ocupa el lugar cuando continúe: tendrás el mismo tiempo entonces.',
  'The place is gone: someone else took it. The pledge waits in its turn.':
    'Ya no hay lugar: alguien más lo ocupó. El compromiso sigue en espera, en su orden.',
  'The place is gone: someone else took it. Read the pledge again.':
    'Ya no hay lugar: alguien más lo ocupó. Lee de nuevo el compromiso.',
  'Only a pledge that waits for a place makes do with less.':
    'Solo un compromiso que espera un lugar puede conformarse con menos.',
  'Take less than the {0} that you pledged.': 'Toma menos que lo que comprometiste: {0}.',

  // Handing over
  'No code is out for this pledge. There is nothing to withdraw.':
    'No hay ningún código vigente para este compromiso. No hay nada que retirar.',
  'A report waits for the community’s answer. Hand it over after it, if it is sent back.':
    'Un informe espera la respuesta de la comunidad. Cédelo después, si te lo devuelven.',
  'Only an active pledge is handed over: it goes with its place.':
    'Solo se cede un compromiso activo: va con su lugar.',

  // The record
  'started an ask, since so much was pledged as it needed':
    'puso en marcha una petición, pues se reunió todo lo que necesitaba',
  'added a shift to an ask': 'añadió un turno a una petición',
  'closed a shift of an ask': 'cerró un turno de una petición',
  'made a code by which a pledge is handed over': 'creó un código para ceder un compromiso',
  'withdrew the code by which a pledge would be handed over': 'retiró el código para ceder un compromiso',
  'put a pledge in force whose condition was met': 'puso en vigor un compromiso cuya condición se cumplió',
  'offered a free place to a pledge on the waitlist': 'ofreció un lugar libre a un compromiso en espera',
  'offered a place to the next, since nobody answered in time':
    'ofreció un lugar a la siguiente persona, pues nadie respondió a tiempo',
  'took a place that was offered': 'ocupó un lugar que se le ofreció',
  'made do with a part of a pledge': 'se conformó con una parte de un compromiso',
  'asked for a pledge to be confirmed again': 'pidió confirmar de nuevo un compromiso',
  'confirmed a pledge again': 'confirmó de nuevo un compromiso',
  'ended a pledge whose condition was not met in time':
    'puso fin a un compromiso cuya condición no se cumplió a tiempo',
  'let a pledge lapse': 'dejó vencer un compromiso',
  'handed a pledge over to another ally': 'cedió un compromiso a otra persona aliada',
};

export const recordReading = {
  'took down what someone said by phone or on paper': 'anotó lo que alguien dijo por teléfono o en papel',
  'confirmed what was taken down for them': 'confirmó lo que se anotó en su nombre',
  'called back, and put in force what was taken down for someone':
    'llamó para comprobarlo y puso en vigor lo que se anotó en nombre de alguien',
  'took back what was taken down for someone': 'retiró lo que se anotó en nombre de alguien',
  'erased what was taken down and not confirmed in time': 'borró lo que se anotó y no se confirmó a tiempo',

  // Who
  'A steward': 'Una persona responsable de la comunidad',
  'One of the people affected': 'Una de las personas afectadas',
  'An ally': 'Una persona aliada',
  'The clock': 'El reloj',
  'The operator of this server': 'Quien opera este servidor',
  'Someone from outside': 'Alguien de fuera',
  'A steward of a community that leads with this one':
    'Una persona responsable de una comunidad que lidera junto con esta',
  'One of the people affected of a community that leads with this one':
    'Una de las personas afectadas de una comunidad que lidera junto con esta',
  Someone: 'Alguien',

  // What they did; each follows one of those above
  'founded the community': 'fundó la comunidad',
  'published a new version of the agreement with allies':
    'publicó una nueva versión del acuerdo con las personas aliadas',
  'changed the settings of the community': 'cambió la configuración de la comunidad',
  'noted that the community has too few stewards': 'anotó que a la comunidad le faltan personas responsables',
  'invited someone to join as one of the people affected':
    'invitó a alguien a unirse como una de las personas afectadas',
  'withdrew an invitation': 'retiró una invitación',
  'joined by invitation': 'se unió por invitación',
  'joined and accepted the agreement': 'se unió y aceptó el acuerdo',
  'accepted the newer agreement': 'aceptó el acuerdo más reciente',
  'admitted an ally who had asked': 'admitió a una persona aliada que lo había pedido',
  'declined someone who had asked to be an ally': 'no aceptó a alguien que había pedido ser persona aliada',
  'paused an ally': 'puso en pausa la participación de una persona aliada',
  'let a paused ally go on': 'reanudó la participación de una persona aliada',
  'renewed an alliance': 'renovó una alianza',
  'ended an alliance': 'puso fin a una alianza',
  'blocked someone from being an ally': 'bloqueó a alguien para que no sea persona aliada',
  'lifted a block': 'levantó un bloqueo',
  'ended a membership': 'puso fin a una membresía',
  'delegated organizing': 'delegó la organización',
  'ended a delegation of organizing': 'puso fin a una delegación de la organización',
  'asked to be admitted as one of the people affected': 'pidió entrar como una de las personas afectadas',
  'took a request to be admitted back': 'retiró su solicitud de entrar',
  'declined a request to be admitted': 'no aceptó una solicitud de entrar',
  'let a request to be admitted end after thirty days': 'dejó vencer una solicitud de entrar después de treinta días',
  'vouched for someone who asks to be admitted': 'respondió por alguien que pide entrar',
  'took a vouch back': 'dejó de responder por alguien que pide entrar',
  'admitted someone by the second vouch': 'admitió a alguien al ser la segunda persona que responde por su solicitud',
  'changed how they appear in the community': 'cambió cómo aparece en la comunidad',
  'left the community': 'se fue de la comunidad',
  'removed someone from the community': 'excluyó a alguien de la comunidad',
  'proposed to remove a steward': 'propuso excluir a una persona responsable',
  'confirmed the removal of a steward, which waits 72 hours for objections':
    'confirmó la exclusión de una persona responsable, que espera objeciones durante 72 horas',
  'objected to the removal of a steward, which ends it':
    'se opuso a la exclusión de una persona responsable, que con ello queda sin efecto',
  'took the removal of a steward back': 'retiró la exclusión de una persona responsable',
  'let the removal of a steward lapse': 'dejó sin efecto la exclusión de una persona responsable, porque venció',
  'carried out the removal of a steward': 'hizo efectiva la exclusión de una persona responsable',
  'offered someone the duty of a steward': 'ofreció a alguien la tarea de persona responsable',
  'withdrew the offer of a duty': 'retiró el ofrecimiento de una tarea',
  'confirmed someone as a new steward': 'confirmó a alguien como nueva persona responsable',
  'accepted the duty of a steward': 'aceptó la tarea de persona responsable',
  'declined the duty of a steward': 'no aceptó la tarea de persona responsable',
  'gave up the duty of a steward': 'dejó la tarea de persona responsable',
  'created a campaign': 'creó una campaña',
  'changed a campaign': 'cambió una campaña',
  'launched a campaign': 'lanzó una campaña',
  'stopped a campaign': 'detuvo una campaña',
  'resumed a campaign': 'reanudó una campaña',
  'concluded a campaign': 'concluyó una campaña',
  'published a brief': 'publicó una guía',
  'invited another community to lead a campaign together': 'invitó a otra comunidad a liderar una campaña en conjunto',
  'joined in leading a campaign': 'se sumó a liderar una campaña',
  'left the leading of a campaign': 'dejó de liderar una campaña',
  'made a key by which a dashboard reads': 'creó una clave con la que lee un tablero',
  'withdrew the key of a dashboard': 'retiró la clave de un tablero',
  'made a demand': 'hizo una exigencia',
  'changed a demand': 'cambió una exigencia',
  'noted the response to a demand': 'anotó la respuesta a una exigencia',
  'proposed a priority': 'propuso una prioridad',
  'changed a proposed priority': 'cambió una prioridad propuesta',
  'set when a priority is looked at again': 'fijó cuándo se vuelve a revisar una prioridad',
  'printed a sheet to sign up for an ask': 'imprimió una hoja para anotarse en una petición',
  'made a calendar of the asks of a campaign': 'creó un calendario de las peticiones de una campaña',
  'gave a calendar of a campaign another address': 'dio otra dirección a un calendario de una campaña',
  'withdrew a calendar of a campaign': 'retiró un calendario de una campaña',
  'withdrew a priority': 'retiró una prioridad',
  'brought a priority back': 'restableció una prioridad',
  'merged a proposal into another priority': 'unió una propuesta a otra prioridad',
  'translated a priority': 'tradujo una prioridad',
  'took away the translation of a priority': 'quitó la traducción de una prioridad',
  'took away a remark on a priority': 'quitó un comentario sobre una prioridad',
  'noted what a priority says': 'anotó lo que dice una prioridad',
  'proposed a mandate and signed it': 'propuso un mandato y lo firmó',
  'signed a mandate': 'firmó un mandato',
  'ended a mandate': 'puso fin a un mandato',
  'offered help': 'ofreció ayuda',
  'changed an offer of help': 'cambió una oferta de ayuda',
  'took an offer of help back': 'retiró una oferta de ayuda',
  'made a draft ask of an offer': 'hizo de una oferta una petición en borrador',
  'declined an offer with thanks': 'rechazó una oferta dando las gracias',
  'took back that an offer was declined': 'reabrió una oferta que se había rechazado',
  'ended an offer that nobody answered in its time': 'dio por terminada una oferta que nadie respondió a tiempo',
  'drafted an ask': 'preparó una petición',
  'changed an ask': 'cambió una petición',
  'opened an ask': 'abrió una petición',
  'paused an ask': 'puso en pausa una petición',
  'closed an ask': 'cerró una petición',
  'cancelled an ask': 'canceló una petición',
  'imported asks': 'importó peticiones',
  'replaced the link of an ask': 'reemplazó el enlace de una petición',
  'translated an ask': 'tradujo una petición',
  'took a translation of an ask away': 'retiró una traducción de una petición',
  'asked a question about a pledge': 'hizo una pregunta sobre un compromiso',
  'answered a question about a pledge': 'respondió a una pregunta sobre un compromiso',
  'took a question about a pledge back': 'retiró una pregunta sobre un compromiso',
  'gave a question about a pledge more time': 'dio más plazo a una pregunta sobre un compromiso',
  'noted that the answer to a question is overdue': 'anotó que la respuesta a una pregunta está atrasada',
  'closed a thread to messages of its pledger': 'cerró una conversación a los mensajes de quien asumió el compromiso',
  'opened a thread to messages of its pledger again':
    'volvió a abrir una conversación a los mensajes de quien asumió el compromiso',
  'reported a message as harmful': 'denunció un mensaje como dañino',
  'settled the report of a message': 'resolvió la denuncia de un mensaje',
  'A message was reported as harmful': 'Se denunció un mensaje como dañino',
  '{0} pledges': '{0} compromisos',
  'made a pledge': 'asumió un compromiso',
  'freed a place, which went to a pledge on the waitlist':
    'dejó libre un lugar, que pasó a un compromiso en lista de espera',
  'stepped back from a pledge': 'se retiró de un compromiso',
  'ended a pledge with its ask or campaign': 'puso fin a un compromiso junto con su petición o campaña',
  'ended a pledge whose ally’s standing was paused, ran out or ended':
    'puso fin a un compromiso de una persona aliada cuya participación se puso en pausa, venció o terminó',
  'reported a pledge as done': 'informó que cumplió un compromiso',
  'attested that a pledge was fulfilled': 'confirmó que se cumplió un compromiso',
  'sent a report back with feedback': 'devolvió un informe con comentarios',
  'corrected an attestation': 'corrigió una confirmación',
  'asked for the list of the people of this community': 'pidió la lista de las personas de esta comunidad',
  'agreed that the list of the people of this community is taken':
    'aprobó que se descargue la lista de las personas de esta comunidad',
  'took the pledges of a campaign as a file': 'descargó los compromisos de una campaña en un archivo',
  'took the list of the people of this community': 'descargó la lista de las personas de esta comunidad',
  'suspended the account of someone here': 'suspendió la cuenta de alguien de aquí',
  'reinstated the account of someone here': 'restableció la cuenta de alguien de aquí',
  'took a public page down': 'retiró una página pública',
  'put a public page back': 'repuso una página pública',
  'did something recorded as {0}': 'hizo algo registrado como {0}',

  // What happened by itself
  'The key of a dashboard was sent in an address, so the server withdrew it':
    'La clave de un tablero se envió en una dirección, así que el servidor la retiró',
  'What a priority says was put on the record': 'Quedó registrado lo que dice una prioridad',

  // Why an operator did it
  abuse: 'abuso',
  spam: 'mensajes no deseados',
  'the account was taken over': 'alguien se apoderó de la cuenta',
  'it endangers people': 'pone en peligro a personas',
  'a legal order': 'una orden legal',
  'its owner asked': 'lo pidió su titular',
  'it was a mistake': 'fue un error',
  'another reason': 'otro motivo',
  'because: {0}': 'motivo: {0}',

  // With which figures
  'version {0}': 'versión {0}',
  'agreement version {0}': 'versión {0} del acuerdo',
  'quantity {0}': 'cantidad {0}',

  // Reading it
  'Name at most 100 kinds.': 'Nombra como máximo 100 tipos.',

  // What is wrong with a record
  'The entries at positions {0} to {1} are missing: they were deleted or taken out of the chain.':
    'Faltan las entradas en las posiciones {0} a {1}: se borraron o se sacaron de la cadena.',
  'The entry at position {0} is missing: it was deleted or taken out of the chain.':
    'Falta la entrada en la posición {0}: se borró o se sacó de la cadena.',
  'A second entry stands at position {0}, where there is room for one: {1} was put in.':
    'Hay una segunda entrada en la posición {0}, donde solo cabe una: se añadió {1}.',
  'The entry at position {0} does not match its hash: what was done, by whom, to what or when was changed, or this is not the entry that stood there.':
    'La entrada en la posición {0} no coincide con su huella: se cambió qué se hizo, quién, con qué o cuándo, o no es la entrada que estaba ahí.',
  'The details of the entry at position {0} were changed afterwards.':
    'Los detalles de la entrada en la posición {0} se cambiaron después.',
  'The entry at position {0} has details although they were erased: these were put in afterwards.':
    'La entrada en la posición {0} tiene detalles aunque se habían borrado: estos se añadieron después.',
  'The entry at position {0} says that it is more than an hour older than the one before it: it was put in later under a false time, or the clock of the server was set back.':
    'La entrada en la posición {0} dice ser más de una hora anterior a la que la precede: se añadió después con una hora falsa, o se atrasó el reloj del servidor.',
  'The entry {0} is not in the chain although it says that it is more than an hour older than the last one that is: it was put in later under a false time, or its seal was taken away.':
    'La entrada {0} no está en la cadena aunque dice ser más de una hora anterior a la última que sí está: se añadió después con una hora falsa, o se le quitó el sello.',
  'The stored head is gone, while the record goes on to position {0}: without it a cut-off end would not be noticed.':
    'Falta la cabeza guardada, y el registro llega a la posición {0}: sin ella no se notaría que se cortó el final.',
  'The end of the record was cut off: the entries at positions {0} to {1} are gone.':
    'Se cortó el final del registro: faltan las entradas en las posiciones {0} a {1}.',
  'The end of the record was cut off: the entry at position {0} is gone.':
    'Se cortó el final del registro: falta la entrada en la posición {0}.',
  'The stored head is at position {0}, while the record goes on to position {1}: the head was set back, or entries were added without sealing them.':
    'La cabeza guardada está en la posición {0}, y el registro llega a la posición {1}: se atrasó la cabeza, o se añadieron entradas sin sellarlas.',
  'The stored head at position {0} does not match the last entry: one of the two was changed.':
    'La cabeza guardada en la posición {0} no coincide con la última entrada: se cambió una de las dos.',
  'The entry at position {0} is gone, whose hash was published as the head of {1}: the record was cut off, or that published head was changed.':
    'Falta la entrada en la posición {0}, cuya huella se publicó como cabeza del {1}: se cortó el registro, o se cambió esa cabeza publicada.',
  'The entry at position {0} does not match the head that was published for {1}: the record was written anew at or before it, or that published head was changed.':
    'La entrada en la posición {0} no coincide con la cabeza que se publicó para el {1}: el registro se reescribió ahí o antes, o se cambió esa cabeza publicada.',
  'The entry at position {0}, whose hash you noted, is gone: the record was cut off.':
    'Falta la entrada en la posición {0}, cuya huella anotaste: se cortó el registro.',
  'The entry at position {0} does not match the head that you noted: the record was written anew at or before it.':
    'La entrada en la posición {0} no coincide con la cabeza que anotaste: el registro se reescribió ahí o antes.',
  'Send the 64 characters of the hash as they were published.':
    'Envía los 64 caracteres de la huella tal como se publicaron.',
  'Send both the position and the hash of the head that you noted.':
    'Envía tanto la posición como la huella de la cabeza que anotaste.',
};

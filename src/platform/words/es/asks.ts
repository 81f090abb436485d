export const asks = {
  // What an ask says
  'It ends before it begins. Send an end after the start.':
    'Termina antes de empezar. Envía un final posterior al inicio.',
  'It would be over already. Send an end that is still to come.':
    'Ya habría terminado. Envía un final que aún no haya llegado.',
  'Say in riskNotes what the risk is: nobody can accept what they were not told.':
    'Di en riskNotes cuál es el riesgo: nadie puede aceptar lo que no se le dijo.',
  'Another ask of the campaign has this external id. Revise that one, or choose another.':
    'Otra petición de la campaña tiene este identificador externo. Modifica esa, o elige otro.',
  'More places are taken than that. Send at least as many as are taken.':
    'Hay más lugares ocupados que esos. Envía al menos tantos como los ocupados.',
  'More is pledged than that. Send at least as much as is pledged.':
    'Hay más comprometido que eso. Envía al menos tanto como lo comprometido.',
  'Places taken: {0}. Send at least that many.': 'Lugares ocupados: {0}. Envía al menos esa cantidad.',
  '{0} is pledged. Send at least that much.': 'Cantidad comprometida: {0}. Envía al menos esa cantidad.',
  'The ask is at version {0} now. Read it, then send your changes over that one.':
    'La petición va ahora por la versión {0}. Léela y luego envía tus cambios sobre esa versión.',

  // Where it stands
  'a draft': 'en borrador',
  open: 'abierta',
  paused: 'en pausa',
  closed: 'cerrada',
  cancelled: 'cancelada',
  'Only a draft or a paused ask opens. This one is {0}.':
    'Solo se abre una petición en borrador o en pausa. Esta está {0}.',
  'Only an open ask is paused. This one is {0}.': 'Solo se pone en pausa una petición abierta. Esta está {0}.',
  'Only an open or paused ask is closed; a draft is cancelled. This one is {0}.':
    'Solo se cierra una petición abierta o en pausa; un borrador se cancela. Esta está {0}.',
  'An ask that was closed or cancelled stays so. This one is {0}.':
    'Una petición cerrada o cancelada se queda así. Esta está {0}.',
  'An ask that was closed or cancelled stays as it was. Draft a new one. This one is {0}.':
    'Una petición cerrada o cancelada se queda como estaba. Prepara una nueva. Esta está {0}.',
  'Someone moved this ask just now. Read it again, then decide.':
    'Alguien acaba de cambiar el estado de esta petición. Léela de nuevo y luego decide.',
  'The ask moved meanwhile. Read it again, then decide.':
    'Mientras tanto cambió el estado de la petición. Léela de nuevo y luego decide.',
  'The time of this ask is over. Revise its end first.': 'El plazo de esta petición terminó. Cambia primero su final.',
  'There is no such ask here, or it is not yours to see.':
    'Aquí no hay ninguna petición así, o no te corresponde verla.',
  'This campaign has concluded. Start another for new asks.':
    'Esta campaña concluyó. Empieza otra para nuevas peticiones.',
  'Asks open only while the campaign is launched. Launch or resume it first.':
    'Las peticiones solo se abren mientras la campaña está en marcha. Lánzala o reanúdala primero.',
  'Your standing here is paused. Finish what you pledged; new work waits.':
    'Tu participación aquí está en pausa. Termina lo que te comprometiste a hacer; lo nuevo puede esperar.',

  // Its mandate
  'An ask opens only under a live mandate for its priority. Propose or sign one first.':
    'Una petición solo se abre con un mandato vigente para su prioridad. Propón o firma uno primero.',
  'There is no live mandate for the priority of this ask. Propose or sign one first.':
    'No hay ningún mandato vigente para la prioridad de esta petición. Propón o firma uno primero.',
  'A founding mandate opens at most five asks, of risk tier 0 only. Get a second signature for it first.':
    'Un mandato fundacional abre como máximo cinco peticiones, solo de nivel de riesgo 0. Consigue primero una segunda firma.',
  'This mandate is for another priority. Name one for the priority of the ask.':
    'Este mandato es para otra prioridad. Indica uno para la prioridad de la petición.',
  'An ask that was opened serves the priority of its mandate. Draft a new one for another priority.':
    'Una petición que ya se abrió sirve a la prioridad de su mandato. Prepara una nueva para otra prioridad.',

  // Filters
  'Send at most 20 kinds.': 'Envía como máximo 20 tipos.',
  'Send each state once.': 'Envía cada estado una sola vez.',

  // From a spreadsheet
  'Send at most 90,000 characters, in several files if need be; the command line takes 5,000 rows.':
    'Envía como máximo 90 000 caracteres, en varios archivos si hace falta; la línea de comandos admite 5000 filas.',
  'Write a whole number from {0} to {1}.': 'Escribe un número entero de {0} a {1}.',
  'Write one of {0}.': 'Escribe uno de estos: {0}.',
  'Write an instant with its zone, such as 2026-11-23T18:30:00+01:00.':
    'Escribe una fecha con hora y zona, como 2026-11-23T18:30:00+01:00.',
  'This line is not UTF-8. Save the file as “CSV UTF-8” and import it again.':
    'Esta línea no está en UTF-8. Guarda el archivo como «CSV UTF-8» e impórtalo de nuevo.',
  'The file has {0} rows. Import at most {1} at a time.':
    'El archivo tiene {0} filas. Importa como máximo {1} cada vez.',
  'Half of a character stands here. Save the file as UTF-8 again.':
    'Aquí hay un carácter a medias. Guarda de nuevo el archivo como UTF-8.',
  'A quotation mark opens a field and nothing closes it before the end of the file.':
    'Una comilla abre un campo y nada lo cierra antes del final del archivo. Ciérralo.',
  'A quotation mark stands in the middle of a field. Put the field in quotation marks and double those inside.':
    'Hay una comilla en medio de un campo. Pon el campo entre comillas y duplica las de dentro.',
  'The file is empty. Its first row names the columns: {0} and others.':
    'El archivo está vacío. Su primera fila nombra las columnas: {0} y otras.',
  'The header names no column "{0}". Add it.': 'El encabezado no nombra la columna "{0}". Añádela.',
  'There is no column "{0}". Remove it, or name it {1}.':
    'No existe la columna "{0}". Quítala, o llámala como una de estas: {1}.',
  'The header names "{0}" twice. Keep one.': 'El encabezado nombra "{0}" dos veces. Deja una.',
  'Line {0} has this external_id already. Give each row its own.':
    'La línea {0} ya tiene este external_id. Da a cada fila el suyo.',
  'This row has {0} fields and the header {1}. Look for a missing quotation mark or separator.':
    'Campos de esta fila: {0}; del encabezado: {1}. Busca una comilla o un separador que falte.',
  'The campaign has no priority with this statement or id. Propose it first, or correct it.':
    'La campaña no tiene ninguna prioridad con este enunciado o id. Proponla primero, o corrígelo.',
  'This ask is {0} and differs from the row. Change it by reviseAsk, or give the row an external_id of its own.':
    'Esta petición está {0} y difiere de la fila. Cámbiala con reviseAsk, o da a la fila un external_id propio.',
  'Someone opened one of these asks just now. Import the file again.':
    'Alguien acaba de abrir una de estas peticiones. Importa el archivo de nuevo.',
  'Nothing was imported. Problems in the file: {0}. Correct them as the report says, then send it again.':
    'No se importó nada. Problemas en el archivo: {0}. Corrígelos como dice el informe y envíalo de nuevo.',

  // Asks of a coalition
  'This mandate is given by another community than the one that leads the ask. Name one that the same community gives.':
    'Este mandato es de una comunidad distinta de la que lidera la petición. Indica uno de esa misma comunidad.',
  'The community that leads this ask has left the coalition. It opens again once it has joined again.':
    'La comunidad que lidera esta petición dejó la coalición. La petición podrá abrirse cuando la comunidad vuelva a unirse.',
  'Another community that leads this campaign has an ask with this external_id. Choose another.':
    'Otra comunidad que lidera esta campaña tiene una petición con este external_id. Elige otro.',

  // Priorities that were put aside
  'The priority was withdrawn or merged into another one. Name one that is live.':
    'La prioridad se retiró o se unió a otra. Indica una vigente.',

  // How often, from how many on, where, in which language
  'It never comes round within a year of startsAt. Send a cadence that does, or another start.':
    'No se repite ni una vez en el año siguiente a startsAt. Envía una cadencia que sí lo haga, u otro inicio.',
  'Send each of them once.': 'Envía cada uno una sola vez.',
  'Send latitude and longitude together.': 'Envía latitud y longitud juntas.',
  'A threshold and the time by which it is met belong together. Send both, or neither.':
    'Un umbral y el momento hasta el que se alcanza van juntos. Envía ambos, o ninguno.',
  'It asks for more than is wanted in all. Send a threshold of at most quantityWanted.':
    'Pide más de lo que se quiere en total. Envía un umbral de quantityWanted como máximo.',
  'Send a time by which the threshold can still be met.': 'Envía un momento en el que el umbral aún pueda alcanzarse.',
  'Whether it starts has to be known before it does. Send a time before the start, or the end.':
    'Antes de que empiece hay que saber si empieza. Envía un momento anterior al inicio, o al final.',
  'Name a template, or send title, kind, unit and quantityWanted.':
    'Indica una plantilla, o envía title, kind, unit y quantityWanted.',
  'The time by which its threshold is to be met is over. Revise it first.':
    'El plazo para alcanzar su umbral terminó. Cámbialo primero.',
  'The ask is written in this language. Revise it, or translate it into another one.':
    'La petición está escrita en este idioma. Modifícala, o tradúcela a otro.',
  'This ask is in 40 further languages already. Take one away first.':
    'Esta petición ya está en otros 40 idiomas. Retira primero uno.',
  'The terms have no such version yet. Leave termsVersion out to translate the current one.':
    'Las condiciones aún no tienen esa versión. Omite termsVersion para traducir la actual.',
  'Someone translated it into this language just now. Read that, then decide.':
    'Alguien acaba de traducirla a este idioma. Lee esa traducción y luego decide.',
  'Say near which point: NEAREST goes with the filter `near`.':
    'Di cerca de qué punto: NEAREST va con el filtro `near`.',
  'Write degrees from {0} to {1}, with a point: 52.52.': 'Escribe grados de {0} a {1}, con punto: 52.52.',
  'Write yes or no.': 'Escribe yes (sí) o no.',
  'Write an RRULE such as FREQ=WEEKLY;BYDAY=TU, once a day at most.':
    'Escribe una RRULE como FREQ=WEEKLY;BYDAY=TU, una vez al día como máximo.',
  'Write any of {0}, with spaces between them.': 'Escribe cualquiera de {0}, con espacios entre ellos.',
  'Say how it is repeated as an RRULE such as FREQ=WEEKLY;BYDAY=TU: FREQ is DAILY, WEEKLY or MONTHLY, once a day at most, until a number of times (COUNT) or an instant (UNTIL=20270301T120000Z).':
    'Di cómo se repite con una RRULE como FREQ=WEEKLY;BYDAY=TU: FREQ es DAILY, WEEKLY o MONTHLY, una vez al día como máximo, hasta un número de veces (COUNT) o un instante (UNTIL=20270301T120000Z).',
  'Say in startsAt when it is done for the first time: what is repeated counts from there.':
    'Di en startsAt cuándo se hace por primera vez: lo que se repite cuenta desde ahí.',
};

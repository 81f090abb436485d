export const worklist = {
  'Send each kind once.': 'Envía cada clase una sola vez.',
  'A report on “{0}” waits for the community’s word.': 'Un informe sobre «{0}» espera la palabra de la comunidad.',
  '{0} reports on “{1}” wait for the community’s word.': '{0} informes sobre «{1}» esperan la palabra de la comunidad.',
  '“{0}” is still short of what it needs: {1} {2}.': 'A «{0}» todavía le falta: {1} {2}.',
  'A draft ask in “{0}” can be opened.': 'En «{0}» se puede abrir una petición en borrador.',
  '{0} draft asks in “{1}” can be opened.': 'En «{1}» se pueden abrir {0} peticiones en borrador.',
  'An ally offers: “{0}”. Adopt it as a draft ask, or decline it with thanks.':
    'Una persona aliada ofrece: «{0}». Haz de ello una petición en borrador, o recházalo dando las gracias.',
  'The mandate for “{0}” ends soon, and with it its asks pause: {1}.':
    'El mandato para «{0}» termina pronto, y con él sus peticiones quedan en pausa: {1}.',
  'A mandate for “{0}” waits for another signature.': 'Un mandato para «{0}» espera otra firma.',
  '“{0}” paused with its mandate. There is a live one again: open it under that.':
    '«{0}» quedó en pausa con su mandato. Ya hay otro vigente: ábrela con ese.',
  '“{0}” is paused: its mandate has ended, and there is no other yet.':
    '«{0}» está en pausa: su mandato terminó y todavía no hay otro.',
  'Someone asked to be an ally of {0}, and waits.': 'Alguien pidió ser una persona aliada de {0} y espera.',
  '{0} asked to be allies of {1}, and wait.': '{0} pidieron ser personas aliadas de {1} y esperan.',
  '{0} asks to be admitted. Vouch for them if you know them.':
    '{0} pide que se le admita. Si conoces a esta persona, da fe de ella.',
  '{0} is short of stewards. Confirm someone as a new one.':
    'A {0} le faltan personas responsables. Confirma a alguien más.',
  '{0} asks you to be one of its stewards. Accept it, or say no with declineDuty.':
    '{0} te pide que seas una de sus personas responsables. Acepta, o di que no con declineDuty.',
  'In {0} the removal of a steward waits for a second steward.':
    'En {0}, que se aparte a una persona responsable espera a una segunda persona responsable.',
  'Your duty as an organizer of {0} ends soon. Ask a steward to delegate it anew, or hand over.':
    'Tu tarea de organizar en {0} termina pronto. Pide a una persona responsable que te la delegue de nuevo, o pásala a alguien más.',
  'The round on the priorities of “{0}” waits to be opened.':
    'La ronda sobre las prioridades de «{0}» espera a que se abra.',
  'The round on the priorities of “{0}” closes soon. Extend it if people need more time.':
    'La ronda sobre las prioridades de «{0}» se cierra pronto. Prolóngala si hace falta más tiempo.',
  'People objected to the result of the round in “{0}”. Schedule another one.':
    'Hubo objeciones al resultado de la ronda en «{0}». Programa otra.',
  '“{0}” is stopped, and everything in it stands still. Resume it when people can go on.':
    '«{0}» está detenida y nada avanza en ella. Reanúdala cuando se pueda seguir.',
  'It is time to look again at “{0}”.': 'Es hora de volver a mirar «{0}».',
  'An answer about “{0}” is overdue.': 'Una respuesta sobre «{0}» está atrasada.',
  '{0} answers about “{1}” are overdue.': '{0} respuestas sobre «{1}» están atrasadas.',
  'Someone was written down for “{0}” and waits for a call back.':
    'Se anotó a alguien para «{0}» y espera una llamada.',
  '{0} people were written down for “{1}” and wait for a call back.':
    'Se anotó a {0} personas para «{1}» y esperan una llamada.',
  'Someone says that they were there for “{0}”.': 'Alguien dice que sí estuvo en «{0}».',
  '{0} people say that they were there for “{1}”.': '{0} personas dicen que sí estuvieron en «{1}».',
  'Someone asks to leave a time of “{0}” out.': 'Alguien pide saltarse una vez de «{0}».',
  '{0} people ask to leave a time of “{1}” out.': '{0} personas piden saltarse una vez de «{1}».',
  'Prepared attestations in “{0}” wait to be confirmed.':
    'En «{0}» hay una lista de confirmaciones preparada que espera tu visto bueno.',
  '{0} lists of prepared attestations in “{1}” wait to be confirmed.':
    '{0} listas de confirmaciones preparadas en «{1}» esperan tu visto bueno.',
};

export const matching = {
  // Why an ask is suggested
  'For whoever carries less risk: you said that your papers are safe, and people here would risk theirs.':
    'Para quien corre menos riesgo: dijiste que tus papeles están en regla, y aquí la gente arriesgaría los suyos.',
  'For whoever carries less risk: you said that your job is secure, and people here could lose theirs.':
    'Para quien corre menos riesgo: dijiste que tu empleo es seguro, y aquí la gente podría perder el suyo.',
  'For whoever carries less risk: you said that your home is secure, and people here could lose theirs.':
    'Para quien corre menos riesgo: dijiste que tu vivienda es segura, y aquí la gente podría perder la suya.',
  'For whoever carries less risk: you said that you can do without some income, and people here need theirs.':
    'Para quien corre menos riesgo: dijiste que puedes prescindir de parte de tus ingresos, y aquí la gente necesita los suyos.',
  'For whoever carries less risk: you said that you have a lawyer to turn to, and people here may have none.':
    'Para quien corre menos riesgo: dijiste que cuentas con apoyo legal, y aquí la gente quizá no lo tiene.',
  'For whoever carries less risk: you said that your health can take strain, and people here would risk theirs.':
    'Para quien corre menos riesgo: dijiste que tu salud aguanta el esfuerzo, y aquí la gente arriesgaría la suya.',
  'For whoever carries less risk: you said that you are seldom stopped for how you look, and people here often are.':
    'Para quien corre menos riesgo: dijiste que rara vez te detienen por tu aspecto, y aquí a la gente le pasa a menudo.',
  'It takes a skill, and you said that you have one. See whether it is the right one.':
    'Pide un oficio o una habilidad, y dijiste que tienes. Mira si es lo que se busca.',
  'It takes a skill, and you named none. See in the ask which one.':
    'Pide un oficio o una habilidad, y no nombraste ninguna. Mira en la petición cuál.',
  'It takes languages, and you said that you can translate. See whether yours are the right ones.':
    'Pide idiomas, y dijiste que puedes traducir. Mira si los tuyos son los que se buscan.',
  'It takes languages, and you did not say that you can translate.': 'Pide idiomas, y no dijiste que puedas traducir.',
  'Room is wanted, and you said that you have some.': 'Se busca espacio, y dijiste que tienes.',
  'Room is wanted, and you named none.': 'Se busca espacio, y no nombraste ninguno.',
  'Transport is wanted, and you said that you have a vehicle.':
    'Se busca transporte, y dijiste que tienes un vehículo.',
  'Transport is wanted, and you named no vehicle.': 'Se busca transporte, y no nombraste ningún vehículo.',
  'It takes people who listen, and you said that you reach some.':
    'Pide gente que escuche, y dijiste que llegas a ella.',
  'It takes people who listen, and you did not say that you reach any.':
    'Pide gente que escuche, y no dijiste que llegues a ella.',
  'Money is wanted, and you said that you can give some.': 'Se busca dinero, y dijiste que puedes dar.',
  'Money is wanted, and you did not say that you can give any.': 'Se busca dinero, y no dijiste que puedas dar.',
  'It takes a way to a decision-maker, and you said that you have one.':
    'Pide llegar a quien decide, y dijiste que puedes.',
  'It takes a way to a decision-maker, and you named none.': 'Pide llegar a quien decide, y no dijiste que puedas.',
  'It takes time above all, and you said that you have it.': 'Pide sobre todo tiempo, y dijiste que lo tienes.',
  'It takes time above all, and you did not say that you have it.':
    'Pide sobre todo tiempo, y no dijiste que lo tengas.',
  'It serves what the community put first.': 'Sirve a lo que la comunidad puso primero.',
  'It serves one of the three things that the community put first.':
    'Sirve a una de las tres cosas que la comunidad puso primero.',
  'It starts {0}.': 'Empieza {0}.',
  'Few have pledged, and it starts {0}.': 'Pocas personas se han comprometido, y empieza {0}.',
  'Few have pledged so far.': 'Hasta ahora se han comprometido pocas personas.',
  'It is near: within about {0} km.': 'Está cerca: a unos {0} km como mucho.',
  'It is done online, from wherever you are.': 'Se hace en línea, desde donde estés.',
  'It is in a language that you speak.': 'Es en un idioma que hablas.',
  'It fits your time: {0}.': 'Cabe en tu tiempo: {0}.',
  'It is open, and there is room.': 'Está abierta y hay lugar.',

  // What to think of first
  'You are not in this community yet. Join it with joinAsAlly, then pledge.':
    'Todavía no estás en esta comunidad. Únete con joinAsAlly y luego comprométete.',
  'The community has a new agreement. Read it and accept it with joinAsAlly, then pledge.':
    'La comunidad tiene un acuerdo nuevo. Léelo, acéptalo con joinAsAlly y luego comprométete.',
  'Risk tier {0}, and you named no buffer that helps with it. Read the risk notes.':
    'Nivel de riesgo {0}, y no nombraste nada que lo haga menor. Lee las notas de riesgo.',
  'Risk tier {0}. Read the risk notes before you pledge.':
    'Nivel de riesgo {0}. Lee las notas de riesgo antes de comprometerte.',
  'It is further away than the {0} km that you go.': 'Queda más lejos que los {0} km que recorres.',
  'It is in a language that you did not name.': 'Es en un idioma que no nombraste.',
  'It takes {0}, more than you have in a week.': 'Lleva {0}, más de lo que tienes en una semana.',
  'It does not say that there is a way without steps. Ask before you pledge.':
    'No dice que haya un acceso sin escalones. Pregunta antes de comprometerte.',
  'It does not say that somebody interprets. Ask before you pledge.':
    'No dice que alguien interprete. Pregunta antes de comprometerte.',
  'It does not say that somebody looks after children. Ask before you pledge.':
    'No dice que alguien cuide a las niñas y los niños. Pregunta antes de comprometerte.',
  'It does not say that it is told in easy words. Ask before you pledge.':
    'No dice que se explique con palabras fáciles. Pregunta antes de comprometerte.',

  // How long and when
  'about a minute': 'alrededor de un minuto',
  'about {0} minutes': 'unos {0} minutos',
  'about {0} hours': 'unas {0} horas',
  today: 'hoy',
  tomorrow: 'mañana',
  'on Monday': 'el lunes',
  'on Tuesday': 'el martes',
  'on Wednesday': 'el miércoles',
  'on Thursday': 'el jueves',
  'on Friday': 'el viernes',
  'on Saturday': 'el sábado',
  'on Sunday': 'el domingo',

  // What was sent
  'Send the latitude in degrees, from -90 to 90.': 'Envía la latitud en grados, de -90 a 90.',
  'Send the longitude in degrees, from -180 to 180.': 'Envía la longitud en grados, de -180 a 180.',
  'Send each need once.': 'Envía cada necesidad una sola vez.',
  'Send each buffer once.': 'Envía cada respaldo una sola vez.',
  'Name each capacity once, with all that belongs to it in its detail.':
    'Nombra cada capacidad una sola vez, con todo lo que le corresponde en su detalle.',
  'Send the buffers that you have, or null to have them forgotten.':
    'Envía los respaldos que tienes, o null para que se olviden.',
};

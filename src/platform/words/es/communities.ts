export const communities = {
  'You are here as one of the people affected; nobody is an ally to themselves.':
    'Estás aquí como una de las personas afectadas; nadie es su propia persona aliada.',
  'You are an ally of this community already.': 'Ya eres una persona aliada de esta comunidad.',
  'The community has paused your standing. Ask it to let you go on.':
    'La comunidad puso en pausa tu participación. Pídele que te deje continuar.',
  'The agreement is at version {0}. Show it to the ally and send that version when they accept it.':
    'El acuerdo va por la versión {0}. Muéstralo a la persona aliada y envía esa versión cuando lo acepte.',
  'The community asks: “{0}” Answer it as questionId "{1}".':
    'La comunidad pregunta: «{0}» Responde con questionId "{1}".',
  'The agreement has no question with this id.': 'El acuerdo no tiene ninguna pregunta con este id.',
  'Another community has this handle. Choose another.': 'Otra comunidad tiene este identificador. Elige otro.',
  'Someone here has this pseudonym. Choose another.': 'Alguien aquí ya usa este seudónimo. Elige otro.',
  'You have a standing in this community already; nobody has two.':
    'Ya formas parte de esta comunidad; nadie lo hace de dos maneras a la vez.',
  'Delegate organizing for at most twelve months.': 'Delega la organización por doce meses como máximo.',
  'Give every question an id of its own.': 'Da a cada pregunta un id propio.',
  'The agreement is at version {0} now. Read it, then publish yours over that one.':
    'El acuerdo va ahora por la versión {0}. Léelo y luego publica el tuyo sobre esa versión.',
  'This standing has ended, so it can carry no duty.':
    'Esta participación terminó, así que ya no puede llevar ninguna tarea.',
  'Set up a second factor of your own first, or prove it in this session with stepUp; then ask the others for one.':
    'Configura primero tu propio segundo factor, o demuéstralo en esta sesión con stepUp; después pídelo a las demás personas.',
};

export const ownData = {
  // Being erased
  'To be erased for good, send the phrase "erase me for good". Your account, your sessions, your address, what you are called and what you wrote of yourself go at once, and nobody can bring them back; live pledges step back without fault. Counts, decisions and the record stay, with someone in your place.':
    'Para borrar tus datos para siempre, envía la frase "erase me for good". Tu cuenta, tus sesiones, tu dirección, cómo te llamas y lo que escribiste sobre ti desaparecen de inmediato, y nadie puede recuperarlos; de tus compromisos vigentes te retiras sin que se te reproche. Los totales, las decisiones y el registro se quedan, con «alguien» en tu lugar.',

  'What was pledged, reported and attested still counts, under “someone” instead of what you were called.':
    'Lo que se comprometió, se informó y se confirmó sigue contando, con «alguien» en lugar de tu nombre.',
  'What you decided for a community stays its own: priorities and mandates as they were worded, stops and their reasons, briefs, asks, what you said of the work of others.':
    'Lo que decidiste para una comunidad sigue siendo de ella: las prioridades y los mandatos tal como se escribieron, las pausas y sus motivos, las guías, las peticiones y lo que dijiste del trabajo de otras personas.',
  'The record of each community keeps that something was done, in which standing and when. What its entries said of you in numbers is erased, and its chain still proves that nothing was changed.':
    'El registro de cada comunidad conserva que algo se hizo, con qué participación y cuándo. Lo que sus entradas decían de ti en números se borra, y su cadena sigue demostrando que nada se cambió.',
  'Work that you reported can still be attested.': 'El trabajo que informaste todavía se puede confirmar.',
  'Backups made before today keep a copy until whoever runs this server deletes them.':
    'Las copias de seguridad hechas antes de hoy guardan una copia hasta que las borre quien administra este servidor.',

  // A list of the people of a community
  'You asked for this export yourself. Another affected person has to approve it.':
    'Esta exportación la pediste tú. Tiene que aprobarla otra persona afectada.',
  'This export was approved already, or nobody approved it within seven days. Ask for a new one.':
    'Esta exportación ya se aprobó, o nadie la aprobó en siete días. Pide una nueva.',
  'This export is not approved yet, was taken already, or was not taken within 24 hours. Find someone to approve it, or ask for a new one.':
    'Esta exportación aún no se aprobó, ya se descargó, o no se descargó en 24 horas. Busca a alguien que la apruebe, o pide una nueva.',
  'There are fewer than two stewards. Find another first; until then nobody is exported.':
    'Hay menos de dos personas responsables. Encuentra primero a otra; hasta entonces no se exporta a nadie.',
  'Only the steward who asked for this export can take it. Ask for one of your own.':
    'Solo la persona responsable que pidió esta exportación puede descargarla. Pide una por tu cuenta.',
};

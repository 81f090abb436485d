export const signUpSheets = {
  'People sign up for an ask that is open, or paused, in a campaign that is under way. Open it first, then print.':
    'La gente se anota en una petición abierta, o en pausa, de una campaña en marcha. Ábrela primero y luego imprime.',
  'Sign-up sheet: {0}': 'Hoja de inscripción: {0}',
  When: 'Cuándo',
  Where: 'Dónde',
  Wanted: 'Se necesita',
  Access: 'Accesibilidad',
  'Ask whoever holds this sheet.': 'Pregunta a quien tenga esta hoja.',
  'The link of this ask as a picture to scan': 'El enlace de esta petición como imagen para escanear',
  'Or sign up without paper:': 'O anótate sin papel:',
  'What is asked': 'Qué se pide',
  'Please do': 'Por favor, sí',
  'Please do not': 'Por favor, no',
  'Risk: tier {0} of 3': 'Riesgo: nivel {0} de 3',
  'Before you sign': 'Antes de firmar',
  'By ticking and signing I consent that {0} keeps what I write in my row, to plan this with me. That I take part can show what I think politically; I consent to that being stored as well (Article 9 of the GDPR, where it holds).':
    'Al marcar y firmar acepto que {0} guarde lo que escribo en mi fila, para organizar esto conmigo. Que yo participe puede mostrar lo que pienso en política; acepto que también eso quede guardado (artículo 9 del RGPD, donde se aplique).',
  'I may take this back at any time, by telling whoever handed me this sheet or by the link above: then what I wrote is erased.':
    'Puedo retirar mi consentimiento en cualquier momento, diciéndolo a quien me dio esta hoja o por el enlace de arriba: entonces se borra lo que escribí.',
  'I have read or been told the brief (version {0}), this ask (version {1}) with its risk, and the agreement with allies (version {2}), and I accept them.':
    'He leído, o me han leído, la guía de la campaña (versión {0}), esta petición (versión {1}) con su riesgo y el acuerdo con personas aliadas (versión {2}), y los acepto.',
  'Whoever signs after me can read my row. Any name by which I can be reached will do; who wants to be seen by nobody uses the link.':
    'Quien firme después de mí puede leer mi fila. Sirve cualquier nombre por el que se me encuentre; quien no quiera que nadie le vea usa el enlace.',
  'Once the rows are entered, at the latest after seven days, this paper is destroyed. It is neither photographed nor copied.':
    'Cuando las filas estén anotadas, a más tardar a los siete días, este papel se destruye. No se fotografía ni se copia.',
  'No.': 'N.º',
  'Name, or one that you choose': 'Nombre, o el que elijas',
  'How to reach you': 'Cómo contactarte',
  'How many ({0})': 'Cuánto ({0})',
  'When you come': 'Cuándo vienes',
  'I consent: tick and sign': 'Acepto: marca y firma',
  'Who signs up': 'Quién se anota',
  'Brief and agreement': 'Guía y acuerdo',
  'They are too long for this sheet. Read them at the link above, or ask whoever holds this sheet to show them to you before you sign.':
    'No caben en esta hoja. Léelos en el enlace de arriba, o pide a quien tenga esta hoja que te los muestre antes de firmar.',
  'Questions of the agreement': 'Preguntas del acuerdo',
  'Whoever holds this sheet asks you these; nothing of it is written here.':
    'Te las hace quien tenga esta hoja; aquí no se escribe nada de eso.',
  'The brief, version {0}': 'La guía de la campaña, versión {0}',
  'The agreement with allies, version {0}': 'El acuerdo con personas aliadas, versión {0}',
  'Sheet {0} · brief {1} · terms {2} · agreement {3}': 'Hoja {0} · guía {1} · condiciones {2} · acuerdo {3}',
  'Until {0}': 'Hasta el {0}',
  'At a time that suits you': 'Cuando te venga bien',
};

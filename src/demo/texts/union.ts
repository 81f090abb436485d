/** The days are counted back from today, so that the demo never grows old. */
export interface DemandText {
  title: string;
  details: string;
  decisionMaker: string;
  madeDaysAgo: number;
  answers: readonly {
    daysAgo: number;
    text: string;
    outcome: 'ANSWERED' | 'WON' | 'PARTLY_WON' | 'REFUSED' | 'DROPPED';
  }[];
}

export const community = {
  name: 'Elm Street Tenants’ Union / Unión de Inquilinas de la Calle Elm',
  about: [
    'We are the people who live in the five brick buildings from 210 to 230 Elm Street: 96 apartments, about 250 of us, some for thirty years and some since the spring. We meet every second Thursday in the room behind the laundry.',
    'Somos quienes vivimos en los cinco edificios de ladrillo del 210 al 230 de la calle Elm: 96 apartamentos, unas 250 personas, unas desde hace treinta años y otras desde la primavera. Nos reunimos un jueves sí y otro no en el cuarto detrás de la lavandería.',
  ].join('\n\n'),
  language: 'en',
  timeZone: 'America/Chicago',
};

export const campaign = {
  name: 'A Winter with Heat / Un invierno con calefacción',
  summary: [
    'Three winters in a row the boilers failed for weeks. This winter we keep each other warm and in our homes, and we make the owner repair what makes us ill.',
    'Tres inviernos seguidos las calderas fallaron durante semanas. Este invierno nos damos calor, nadie pierde su casa, y hacemos que el dueño repare lo que nos enferma.',
  ].join('\n\n'),
};

export const firstBrief = [
  'Who we are. Tenants of 210 to 230 Elm Street. We decide in our assembly what comes first, what we ask for and what was done.',
  'What happens. Since November the radiators in three of the five buildings are cold more days than not. There is mold behind the beds on the third and fourth floors. Eleven families have had notices to leave since they complained.',
  'What we want. Heat every day, repairs at the source, nobody put out for speaking up.',
].join('\n\n');

export const currentBrief = [
  firstBrief,
  'What helps. Come when you said you would. Ask before you act. Bring what was asked for, not what is left over.',
  'What harms. Do not name tenants or apartment numbers to anyone, do not post pictures of people or doors, do not talk to the owner, the agent or the press for us. Some of us risk our homes and some of us our papers; you mostly do not.',
  'Quiénes somos. Inquilinas e inquilinos del 210 al 230 de la calle Elm. En nuestra asamblea decidimos qué va primero, qué se pide y qué se hizo.',
  'Qué ayuda. Venir cuando dijiste que vendrías. Preguntar antes de actuar. Traer lo que se pidió.',
  'Qué daña. No digas a nadie nombres ni números de apartamento, no publiques fotos de personas ni de puertas, no hables por nosotras con el dueño, la administración o la prensa. Algunas arriesgamos la casa y algunas los papeles; tú casi nunca.',
].join('\n\n');

export const agreement = {
  text: [
    'The tenants lead. We decide what matters, what is asked for and what was done.',
    'As an ally I do what I pledged, when I pledged it, and say early when I cannot.',
    'I do not speak for the tenants, to the press or to those in power, unless they ask me to.',
    'What I learn of people here stays here: names, apartments, papers, health.',
    'I do not give money or gifts to single families past the union; it sets neighbors against each other.',
    'If I cause harm I listen, and help to repair it.',
    '',
    'Las inquilinas dirigimos. Decidimos qué importa, qué se pide y qué se hizo.',
    'Como persona aliada hago lo que prometí, cuando lo prometí, y aviso pronto si no puedo.',
    'No hablo por las inquilinas, ni ante la prensa ni ante quienes tienen poder, si no me lo piden.',
    'Lo que sepa aquí de las personas se queda aquí: nombres, apartamentos, papeles, salud.',
    'No doy dinero ni regalos a una familia por fuera de la unión; nos pone unas contra otras.',
    'Si causo daño, escucho y ayudo a repararlo.',
  ].join('\n'),
  questions: [
    {
      id: 'position',
      text: 'Where do you live, and what do you not risk that we do? / ¿Dónde vives, y qué no arriesgas tú que nosotras sí?',
      required: true,
    },
    { id: 'bring', text: 'What can you bring, and when? / ¿Qué puedes aportar, y cuándo?', required: false },
  ],
};

export const demands: readonly DemandText[] = [
  {
    title: 'New boilers in 210, 214 and 222 before the first of November',
    details:
      'Not repaired again: replaced. Three repairs in three winters lasted nineteen days at the longest. Until then, the owner pays for electric heating.',
    decisionMaker: 'The owner of 210 to 230 Elm Street',
    madeDaysAgo: 75,
    answers: [
      {
        daysAgo: 52,
        text: 'By letter of the owner’s lawyer: the boilers are “within their expected life”, and tenants should “dress for the season”.',
        outcome: 'REFUSED',
      },
      {
        daysAgo: 9,
        text: 'After the city’s second inspection: one new boiler, for 214, is ordered. Nothing about 210 and 222, nothing about the electric bills.',
        outcome: 'PARTLY_WON',
      },
    ],
  },
  {
    title: 'All notices to leave withdrawn that came after a complaint',
    details:
      'Eleven families complained in writing to the city; within six weeks each of them had a notice. We want all eleven withdrawn, in writing.',
    decisionMaker: 'The managing agent of 210 to 230 Elm Street',
    madeDaysAgo: 60,
    answers: [
      {
        daysAgo: 31,
        text: 'The agent met four of us. Two notices are withdrawn “as a courtesy”; the other nine “are with the lawyers”.',
        outcome: 'ANSWERED',
      },
    ],
  },
  {
    title: 'Una inspección de los edificios enteros, con intérprete',
    details:
      'Que la ciudad revise los cinco edificios de una vez y no puerta por puerta según quién se atreve a quejarse; que venga con intérprete de español y que nos entregue el informe.',
    decisionMaker: 'The city’s housing inspection office',
    madeDaysAgo: 66,
    answers: [
      {
        daysAgo: 24,
        text: 'Vinieron a los cinco edificios durante tres días, con intérprete. El informe está en inglés y se traduce con personas aliadas.',
        outcome: 'WON',
      },
    ],
  },
  {
    title: 'A hearing on rent increases in buildings where the heat has failed',
    details:
      'No increase while there is no heat. We want the committee to hear tenants, in the evening, with childcare.',
    decisionMaker: 'The housing committee of the city council',
    madeDaysAgo: 20,
    answers: [],
  },
];

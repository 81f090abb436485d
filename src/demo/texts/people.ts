export interface PersonText {
  pseudonym: string;
  language: 'en' | 'es';
}

/** The first one founds the union, the second becomes a steward too, the last has no duty. All are pseudonyms. */
export const affected: readonly PersonText[] = [
  { pseudonym: 'Rosalía 3B', language: 'es' },
  { pseudonym: 'Mr. Morning', language: 'en' },
  { pseudonym: 'Doña Chelo', language: 'es' },
  { pseudonym: 'Night Shift', language: 'en' },
  { pseudonym: 'La del 222', language: 'es' },
  { pseudonym: 'Marguerite', language: 'en' },
  { pseudonym: 'Abuelo Toño', language: 'es' },
  { pseudonym: 'Second Floor Dee', language: 'en' },
  { pseudonym: 'Vecina Luz', language: 'es' },
  { pseudonym: 'Sam from 230', language: 'en' },
];

/** The first one organizes by delegation. */
export const allies: readonly PersonText[] = [
  { pseudonym: 'Harriet of the Library', language: 'en' },
  { pseudonym: 'Pilar, intérprete', language: 'es' },
  { pseudonym: 'Tall Ben', language: 'en' },
  { pseudonym: 'Ana del coro', language: 'es' },
  { pseudonym: 'Retired Plumber', language: 'en' },
  { pseudonym: 'Quaker Jo', language: 'en' },
  { pseudonym: 'Mateo en bici', language: 'es' },
  { pseudonym: 'Law Student K.', language: 'en' },
  { pseudonym: 'Nurse Adaeze', language: 'en' },
  { pseudonym: 'Irene, maestra', language: 'es' },
  { pseudonym: 'Van Man Gus', language: 'en' },
  { pseudonym: 'Elm Street North', language: 'en' },
  { pseudonym: 'Profe Nacho', language: 'es' },
  { pseudonym: 'Knitting Circle Fay', language: 'en' },
  { pseudonym: 'Hyun-ju', language: 'en' },
  { pseudonym: 'Camila de la panadería', language: 'es' },
  { pseudonym: 'Uncle Desmond', language: 'en' },
  { pseudonym: 'Roof Whisperer', language: 'en' },
  { pseudonym: 'Lupe, traductora', language: 'es' },
  { pseudonym: 'St. Brigid’s Kitchen', language: 'en' },
  { pseudonym: 'Early Bird', language: 'en' },
  { pseudonym: 'Joaquín del taller', language: 'es' },
  { pseudonym: 'Priya after five', language: 'en' },
  { pseudonym: 'Landlord’s Daughter', language: 'en' },
  { pseudonym: 'Teo y su guitarra', language: 'es' },
  { pseudonym: 'Grandmother Nell', language: 'en' },
  { pseudonym: 'Spreadsheet Oleg', language: 'en' },
  { pseudonym: 'Marisol del 40', language: 'es' },
  { pseudonym: 'Wheelchair Wren', language: 'en' },
  { pseudonym: 'Bookkeeper Lin', language: 'en' },
];

type InBoth = Readonly<Record<'en' | 'es', readonly string[]>>;

/** What allies answer to the questions of the agreement. */
export const positions: InBoth = {
  en: [
    'I own my home two streets up. If I speak out, nothing happens to me.',
    'I rent, with a lease that nobody can end for a complaint, and I am a citizen.',
    'I grew up in a building like yours and moved out. I can leave a demonstration when I like; you go home to it.',
    'My family owns apartments. I know how that table talks when no tenant is in the room.',
    'I have a steady job, papers and a warm room. What I risk is an awkward dinner.',
  ],
  es: [
    'Tengo casa propia y papeles. A mí nadie me manda un aviso por quejarme.',
    'Alquilo, pero con contrato fijo y un dueño que contesta. No me juego nada al ir con ustedes.',
    'Soy ciudadana; si la policía me pide los documentos, se los enseño y sigo mi camino.',
  ],
};

export const gifts: InBoth = {
  en: [
    'Two evenings a week.',
    'A car, most weekends.',
    'A big table and patience with forms.',
    'Mornings before nine.',
  ],
  es: ['Dos tardes por semana.', 'Hablo los dos idiomas.', 'Un coche los sábados.', 'Cocino para muchas.'],
};

export const firstSteps: InBoth = {
  en: [
    'Put it in my calendar and tell my household.',
    'Read the do’s and don’ts once more the evening before.',
    'Ask at work for the morning off.',
    'Look out the bus that gets me there ten minutes early.',
    'Call my sister, who will take the children.',
    'Clear the back of the car tonight.',
    'Write the questions down that I want to ask on Thursday.',
  ],
  es: [
    'Apuntarlo en mi calendario y avisar en casa.',
    'Volver a leer lo que ayuda y lo que daña la noche antes.',
    'Pedir la mañana libre en el trabajo.',
    'Ver qué autobús me deja allí diez minutos antes.',
    'Preparar esta noche lo que voy a llevar.',
  ],
};

export const reportNotes: InBoth = {
  en: [
    'Done as agreed.',
    'Done. It took longer than I thought, and I would do it again.',
    'Done. The neighbor who let me in knows the details.',
    'All of it. Please tell me if something was not right.',
    '',
  ],
  es: [
    'Hecho, como quedamos.',
    'Hecho. Tardó más de lo que pensaba; lo volvería a hacer.',
    'Todo hecho. Díganme si algo no estuvo bien.',
    '',
  ],
};

export const secondNotes: InBoth = {
  en: ['I went back and finished it.', 'You were right, I had miscounted. Now it is done.'],
  es: ['Volví y lo terminé.', 'Tenían razón, había contado mal. Ahora sí está.'],
};

/** Why something was sent back. */
export const feedback: readonly string[] = [
  'The family says that nobody came on the day. Was it another door? Please call the organizer first.',
  'Falta la mitad. Cuando esté completo, repórtalo otra vez.',
  'We have it down for next week. Report it again once it is done.',
  'Gracias, pero los números de apartamento no van en el papel. Corrígelo, por favor.',
];

export const corrections: readonly string[] = [
  'We counted again with the family: it was fewer.',
  'Se contó dos veces la misma cosa. Queda la cantidad correcta.',
  'One of them never arrived. Nobody’s fault; the count is right now.',
];

export const reasonsToLeave: InBoth = {
  en: [
    'My shift was moved and I could not swap it. I am sorry to say it so late.',
    'My mother is in hospital; I am on my way there.',
    'The car will not start and I found nobody else to drive.',
  ],
  es: [
    'Me cambiaron el turno y no pude cambiarlo. Siento avisar tan tarde.',
    'Tengo a la niña con fiebre y no hay quien se quede con ella.',
  ],
};

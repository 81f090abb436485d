export interface PriorityText {
  key: PriorityKey;
  language: 'en' | 'es';
  statement: string;
  details: string;
}

export type PriorityKey =
  | 'heat'
  | 'evictions'
  | 'mold'
  | 'elevator'
  | 'repairs'
  | 'leases'
  | 'rent'
  | 'courtyard'
  | 'locks'
  | 'pests'
  | 'deposits'
  | 'sale';

/** Why, for those under which asks are made: the words of the mandates. */
export const mandateReasons: Readonly<Record<'heat' | 'evictions' | 'mold' | 'elevator', string>> = {
  heat: 'The nights are below freezing and two of us cannot wait for the assembly. Nothing here puts anyone at risk.',
  evictions: 'La primera audiencia es en pocos días. Quien recibió aviso no puede esperar a la próxima ronda.',
  mold: 'The report of the inspection is public now, and the owner has until the end of the month to answer. A child was in hospital twice.',
  elevator:
    'En el 230 el ascensor lleva nueve días parado y hay tres vecinas que no pueden salir de su piso. Falta una segunda firma.',
};

export const priorities: readonly PriorityText[] = [
  {
    key: 'heat',
    language: 'en',
    statement: 'Heat and hot water in every apartment, every day of the winter',
    details: 'In January it was 49 degrees in a room where a baby sleeps. This comes before everything else.',
  },
  {
    key: 'evictions',
    language: 'es',
    statement: 'Que nadie enfrente sola un aviso de desalojo',
    details: 'Once familias tienen aviso. Ir al juzgado sin que nadie te espere en el pasillo es lo que más miedo da.',
  },
  {
    key: 'mold',
    language: 'en',
    statement: 'The mold and the leaks repaired at their source, not painted over',
    details: 'They have painted 312 four times. The roof is what leaks.',
  },
  {
    key: 'elevator',
    language: 'es',
    statement: 'Un ascensor que funcione y en el que se pueda confiar',
    details: 'Para quien usa silla o bastón, un ascensor parado es quedarse encerrada en casa.',
  },
  {
    key: 'repairs',
    language: 'en',
    statement: 'An answer in writing to every request for a repair, within a week',
    details: 'Now we call, and call, and there is nothing to show that we ever did.',
  },
  {
    key: 'leases',
    language: 'es',
    statement: 'Contratos y avisos en el idioma en que vivimos',
    details: 'Se firma lo que no se entiende, y después resulta que firmamos que las reparaciones son cosa nuestra.',
  },
  {
    key: 'rent',
    language: 'en',
    statement: 'Rent increases that we can plan for, and none while the heat is off',
    details: 'Last year: 14 percent, with thirty days’ notice, in February, without heat.',
  },
  {
    key: 'courtyard',
    language: 'es',
    statement: 'Poder reunirnos en el patio sin pedir permiso',
    details: 'Nos quitaron las bancas después de la primera asamblea.',
  },
  {
    key: 'locks',
    language: 'en',
    statement: 'Locks that lock and lights that light, at both entrances',
    details: 'The back door of 218 has been held by a brick since August.',
  },
  {
    key: 'pests',
    language: 'es',
    statement: 'Que no se fumigue sin avisar con tres días',
    details: 'Hay asma en casi cada piso, y hay animales y niñas en casa cuando llegan.',
  },
  {
    key: 'deposits',
    language: 'en',
    statement: 'Deposits paid back within a month, with an account of what was kept',
    details: 'Nobody who moved out last year has seen theirs.',
  },
  {
    key: 'sale',
    language: 'en',
    statement: 'To hear it first, and have a say, if the buildings are sold',
    details: 'Men with clipboards have measured the basements twice. We would like to know why.',
  },
];

export const sovereignty = {
  // What is not as the record has it
  'The priority {0} does not say what the record vouches for: it was changed past the record.':
    'La prioridad {0} no dice lo que el registro respalda: se cambió sin pasar por el registro.',
  'The priority {0} is not on the record: it was put in past it.':
    'La prioridad {0} no está en el registro: se introdujo sin pasar por él.',
  'The priority {0} is on the record and no longer there: it was deleted.':
    'La prioridad {0} está en el registro y ya no existe: fue borrada.',
  'What vouched for the priority {0} was taken out of the record. Erasing a person does not do that.':
    'Lo que respaldaba la prioridad {0} se quitó del registro. Borrar a una persona no hace eso.',
  'The translation {0} does not say what the record vouches for: it was changed past the record.':
    'La traducción {0} no dice lo que el registro respalda: se cambió sin pasar por el registro.',
  'The translation {0} is not on the record: it was put in past it.':
    'La traducción {0} no está en el registro: se introdujo sin pasar por él.',
  'The translation {0} is on the record and no longer there: it was deleted.':
    'La traducción {0} está en el registro y ya no existe: fue borrada.',
  'The priority {0} has a rank that no ratified round gave it, or lacks the one it got.':
    'La prioridad {0} tiene un lugar que ninguna ronda ratificada le dio, o le falta el que obtuvo.',
  'The priority {0} is shown as one that the community stands behind, or is not, against what mandates and rounds say.':
    'La prioridad {0} se muestra como respaldada por la comunidad, o no se muestra así, en contra de lo que dicen los mandatos y las rondas.',
  'The round {0} is in another state than the record says.':
    'La ronda {0} está en un estado distinto del que dice el registro.',
  'The round {0} is not on the record: nobody scheduled it.': 'La ronda {0} no está en el registro: nadie la convocó.',
  'The round {0} is on the record and no longer there: it was deleted.':
    'La ronda {0} está en el registro y ya no existe: fue borrada.',
  'The result of a round ranks the priority {0} otherwise than the record says.':
    'El resultado de una ronda da a la prioridad {0} un lugar distinto del que dice el registro.',
  'List, lots, ranks or reasons of the round {0} were changed after it was counted.':
    'La lista, los sorteos, los lugares o las razones de la ronda {0} se cambiaron después del recuento.',
  'Roll or ballots of the round {0} are not as many as the record says.':
    'El padrón o los votos de la ronda {0} no son tantos como dice el registro.',
  'The part {0} of a round has more or fewer published ballots than were cast.':
    'La parte {0} de una ronda tiene más o menos votos publicados que los que se emitieron.',
  'Into the part {0} of a round ballots were put that belonged to nobody on the roll. They were not counted.':
    'En la parte {0} de una ronda se introdujeron votos que no eran de nadie del padrón. No se contaron.',
  'The batch {0} of ballots on paper counts otherwise than it was entered and witnessed on the record.':
    'El lote {0} de votos en papel cuenta de otro modo que como se ingresó y como se dio fe de él en el registro.',
  'The mandate {0} is not as the record has it: its state, its end, its priority or who gave it was changed.':
    'El mandato {0} no es como consta en el registro: se cambió su estado, su fin, su prioridad o quién lo dio.',
  'The mandate {0} is not on the record: nobody proposed it and no round gave it.':
    'El mandato {0} no está en el registro: nadie lo propuso y ninguna ronda lo dio.',
  'The mandate {0} is on the record and no longer there: it was deleted.':
    'El mandato {0} está en el registro y ya no existe: fue borrado.',
  'The mandate {0} came into force without the signatures of people affected that it needs.':
    'El mandato {0} entró en vigor sin las firmas de personas afectadas que necesita.',
  'The mandate {0} is said to come from a ballot; its round is not ratified or did not rank its priority.':
    'Se dice que el mandato {0} viene de una votación; su ronda no está ratificada o no dio lugar a su prioridad.',
  'A signature is not on the record: {0}.': 'Una firma no está en el registro: {0}.',
  'The ask {0} is open without a mandate in force for its priority.':
    'La petición {0} está abierta sin un mandato vigente para su prioridad.',
  'The entry {0} says that someone wrote who may not: an ally, an operator, or the clock in place of people.':
    'La entrada {0} dice que escribió quien no puede: una persona aliada, quien opera el servidor, o el reloj en lugar de las personas.',
  'The entry {0} was changed after it was recorded.': 'La entrada {0} se cambió después de registrarse.',
  'Entries of the record are missing, or its end is not where it was. Check the record as a whole.':
    'Faltan entradas del registro, o su final no está donde estaba. Revisa el registro completo.',
  'A row of {0} is not as the record has it.': 'Una fila de {0} no es como consta en el registro.',
  'The row {0} of {1} is not as the record has it.': 'La fila {0} de {1} no es como consta en el registro.',

  // The report as a whole
  'It holds: as far as record and tables tell, the people affected alone decided the priorities of this campaign.':
    'Se sostiene: hasta donde muestran el registro y las tablas, solo las personas afectadas decidieron las prioridades de esta campaña.',
  'It is broken. Rows that are not as the record has them: {0}.':
    'Está roto. Filas que no son como constan en el registro: {0}.',
  'This is the short version, which the community publishes for everyone.':
    'Esta es la versión breve, que la comunidad publica para todo el mundo.',
  'What reached priorities, rounds and mandates: {0} deeds, ballots not counted.':
    'Lo que llegó a prioridades, rondas y mandatos: {0} actos, sin contar los votos.',
  'People affected did {0} of them, {1} as stewards; {2} followed by the clock.':
    'Las personas afectadas hicieron {0}, {1} de ellos como personas responsables; {2} siguieron por el reloj.',
  'Allies, operators and outsiders did {0}.':
    'Las personas aliadas, quienes operan el servidor y la gente de fuera hicieron {0}.',
  'Open asks that you may see: {0} under mandates by ballot, {1} under emergency mandates, {2} under the founding mandate.':
    'Peticiones abiertas que puedes ver: {0} con mandatos por votación, {1} con mandatos de emergencia, {2} con el mandato fundacional.',
  'Open asks without a mandate that you may see: {0}.': 'Peticiones abiertas sin mandato que puedes ver: {0}.',
  '{0} more rows are not listed here.': 'Hay {0} filas más que no se enumeran aquí.',
  'It takes the word of this server for it. Someone who can write into the database and also forge entries in the name of people affected is not found by this: those people find entries on the record that they did not make. Concerns are not part of it yet.':
    'Se basa en la palabra de este servidor. Quien pueda escribir en la base de datos y además falsificar entradas en nombre de personas afectadas no se descubre con esto: esas personas encuentran en el registro entradas que no hicieron. Las quejas aún no forman parte.',
};

export const rounds = {
  // Before voting
  'You mark the priorities that matter to you, as many as you like. They are ranked so that every beginning of the list speaks for all voters in proportion, not only for the largest group.':
    'Marcas las prioridades que te importan, cuantas quieras. Se ordenan de modo que cada comienzo de la lista hable por quienes votan en proporción, y no solo por el grupo más grande.',
  'You rank the priorities, and may put several on one level. What a majority prefers to each other one comes first.':
    'Ordenas las prioridades, y puedes poner varias en un mismo nivel. Va primero lo que una mayoría prefiere a cada una de las demás.',
  'You mark the priorities that matter to you. Each costs ally hours, every voter has an equal share of the hours to spend, and what its supporters can pay for together is bought.':
    'Marcas las prioridades que te importan. Cada una cuesta horas de personas aliadas, cada votante tiene una parte igual de las horas, y se compra lo que sus simpatizantes pueden pagar en conjunto.',
  'Your ballot is sealed when you cast it, with keys of which one half lies outside the database. You can replace it until the round closes. Nobody is shown who has voted, and how many did only after the closing.':
    'Tu voto se sella al emitirlo, con claves cuya mitad está fuera de la base de datos. Puedes cambiarlo hasta que cierre la ronda. A nadie se le muestra quién votó, y cuántas personas lo hicieron solo después del cierre.',
  'At the closing the ballots are put in a random order and the keys are destroyed. Then they are published to the people affected, without names, if every community that voted cast at least {0}; with fewer only ranks and turnout are.':
    'Al cierre los votos se ponen en un orden al azar y las claves se destruyen. Después se publican para las personas afectadas, sin nombres, si cada comunidad que votó emitió al menos {0}; con menos, solo el orden y la participación.',
  'Whoever controls the running server, or has both a copy of the database made while the round is open and the secret beside it, could link ballots to people. Nothing here protects someone who is forced to show how they vote.':
    'Quien controle el servidor en marcha, o tenga a la vez una copia de la base de datos hecha con la ronda abierta y el secreto que va aparte, podría vincular votos y personas. Nada de esto protege a quien es obligada u obligado a mostrar cómo vota.',

  // Running a round
  'A round closes after it opens.': 'Una ronda cierra después de abrir.',
  'Let it close within 90 days from now. It can be extended later.':
    'Haz que cierre dentro de los próximos 90 días. Más adelante se puede prolongar.',
  'Look at it again on a day after it closes.': 'Revísalo un día posterior al cierre.',
  'Only a round to whose result was objected has a successor.':
    'Solo tiene sucesora una ronda cuyo resultado fue objetado.',
  'A budget, and what becomes of the rest of it, go with equal shares.':
    'Un presupuesto, y el destino de lo que sobre, van con las partes iguales.',
  'There is no priority to vote on yet. Propose one first.': 'Aún no hay prioridades que votar. Propón una primero.',
  'A round lists at most 200 priorities. Name those to vote on in `items`.':
    'Una ronda tiene como máximo 200 prioridades. Nombra en `items` las que se votan.',
  'A round lists at most 200 priorities.': 'Una ronda tiene como máximo 200 prioridades.',
  'Another round of this campaign is under way. This one can open when that one is over.':
    'Hay otra ronda de esta campaña en marcha. Esta puede abrir cuando aquella termine.',
  'Something on its list has no cost yet, or the list is empty. Estimate each priority first.':
    'Algo de su lista aún no tiene costo, o la lista está vacía. Estima primero cada prioridad.',
  'Nobody could vote: there is no one affected whose probation is over.':
    'Nadie podría votar: no hay personas afectadas que hayan pasado el período de prueba.',
  'The list is frozen since the round opened.': 'La lista quedó fija cuando abrió la ronda.',
  'Only a round with equal shares has costs.': 'Solo una ronda con partes iguales tiene costos.',
  'This round is over, or has begun: read its state again.':
    'Esta ronda terminó, o ya empezó: vuelve a leer su estado.',
  'This round has opened already, or is over.': 'Esta ronda ya abrió, o terminó.',
  'Its time to close has passed. Extend it first, or schedule another round.':
    'Ya pasó su hora de cierre. Prolóngala primero, o programa otra ronda.',
  'Extend it to a later time than now set, within 180 days of the day on which it was scheduled.':
    'Prolóngala hasta una hora posterior a la fijada, dentro de los 180 días desde que se programó.',
  'A round closes early only while it is open and one community votes. With several, each vote ends at the time that all were told; cancel the round if it should not go on.':
    'Una ronda se cierra antes de tiempo solo mientras está abierta y vota una sola comunidad. Con varias, cada votación termina a la hora que se anunció; cancela la ronda si no debe seguir.',
  'A round is cancelled before it closes. Object to its result, if it should not stand.':
    'Una ronda se cancela antes de cerrar. Objeta su resultado, si no debe quedar en pie.',
  'Nobody opened it before its time to close.': 'Nadie la abrió antes de su hora de cierre.',
  'The campaign concluded.': 'La campaña concluyó.',

  'It is on the list of a round under way, so it stays as it is until that is over. Wait for its result, or cancel the round.':
    'Está en la lista de una ronda en marcha, así que queda como está hasta que esta termine. Espera el resultado, o cancela la ronda.',

  // Casting a ballot
  'The round has not opened yet. Who can vote is settled when it opens.':
    'La ronda aún no abre. Quién puede votar se fija cuando abre.',
  'The round has closed, so it takes no ballots any more.': 'La ronda cerró, así que ya no recibe votos.',
  'Your vote was taken on paper, in a meeting or by phone: it counts, and there is one for each person.':
    'Tu voto se tomó en papel, en una asamblea o por teléfono: cuenta, y hay uno por persona.',
  'The round takes no ballot of yours any more: it has closed, or your vote was taken on paper.':
    'La ronda ya no recibe tu voto: cerró, o tu voto se tomó en papel.',
  'Send one of approvals, ranking and noneOfThese, and leave out the others.':
    'Envía uno de approvals, ranking y noneOfThese, y deja fuera los otros.',
  'In this round people mark what matters: send approvals.': 'En esta ronda se marca lo que importa: envía approvals.',
  'In this round people rank: send ranking.': 'En esta ronda se ordena: envía ranking.',
  'Mark at least one priority, or say none of these.': 'Marca al menos una prioridad, o di que ninguna de estas.',
  'Rank at least one priority, or say none of these.': 'Ordena al menos una prioridad, o di que ninguna de estas.',
  'Name each priority once.': 'Nombra cada prioridad una sola vez.',
  'You can vote for several communities in this round. Say in `communityId` for which of them this is.':
    'En esta ronda puedes votar por varias comunidades. Di en `communityId` por cuál de ellas es este voto.',

  // The result
  'Ballots that support it: {0}, which have {1} of all voice.':
    'Votos que la apoyan: {0}, con el {1} de todas las voces.',
  'No other has more support, so it comes first.': 'Ninguna otra tiene más apoyo, así que va primero.',
  'Of these, {0} support nothing that stands above it. Each place on the list is a load that those who support it share: with this one each of its supporters carries {1} places in all, less than the supporters of any other would.':
    'De ellos, {0} no apoyan nada de lo que está por encima. Cada lugar de la lista es una carga que comparten quienes lo apoyan: con esta, cada apoyo lleva {1} lugares en total, menos de lo que llevarían los de cualquier otra.',
  'It costs {0} ally hours, which its supporters pay out of their shares: at most {1} hours each. After it {2} hours are left.':
    'Cuesta {0} horas de personas aliadas, que sus simpatizantes pagan con sus partes: como máximo {1} horas cada quien. Después quedan {2} horas.',
  'It costs {0} ally hours. Its supporters’ shares do not reach, but what was left over does. After it {1} hours are left.':
    'Cuesta {0} horas de personas aliadas. Las partes de sus simpatizantes no alcanzan, pero sí lo que sobraba. Después quedan {1} horas.',
  'The ballots put it before {0} others and after {1}.': 'Los votos la ponen antes que {0} y después de {1}.',
  'Against the next, “{0}”, {1} of all voice prefers it and {2} the other; the strongest chain of such comparisons is {3} for it and {4} against.':
    'Frente a la siguiente, «{0}», la prefiere el {1} de todas las voces y a la otra el {2}; la cadena más fuerte de tales comparaciones es de {3} a favor y {4} en contra.',
  'The ballots put it level with {0}: its lot, drawn before the vote, was the lowest.':
    'Los votos la ponen a la par de {0}: su número, sorteado antes de la votación, fue el más bajo.',
  'Those who could vote in the round may object to its result.':
    'Pueden objetar el resultado quienes podían votar en la ronda.',
  'The time to object begins when the ballots are counted, and ends as the round says.':
    'El plazo para objetar empieza cuando se cuentan los votos, y termina cuando dice la ronda.',
  'You have objected to this result.': 'Ya objetaste este resultado.',

  // Mandates by ballot
  'People sign founding and emergency mandates. The others come from a round.':
    'Las personas firman mandatos fundacionales y de emergencia. Los demás vienen de una ronda.',
  'The people affected gave its priority a rank, by ballot.':
    'Las personas afectadas dieron a su prioridad un lugar, por votación.',

  // The record
  'gave a priority its rank by the result of a round': 'dio a una prioridad su lugar por el resultado de una ronda',
  'took the rank of a priority away by the result of a round':
    'quitó a una prioridad su lugar por el resultado de una ronda',
  'scheduled a round of ballots on the priorities': 'programó una ronda de votación sobre las prioridades',
  'said what a priority on the list of a round costs': 'dijo cuánto cuesta una prioridad de la lista de una ronda',
  'moved the opening of a round': 'cambió la apertura de una ronda',
  'moved the closing of a round': 'cambió el cierre de una ronda',
  'opened a round': 'abrió una ronda',
  'closed a round': 'cerró una ronda',
  'found that too few had voted in a round': 'constató que muy pocas personas votaron en una ronda',
  'counted a round': 'contó los votos de una ronda',
  'objected to the result of a round': 'objetó el resultado de una ronda',
  'put the result of a round in force': 'puso en vigor el resultado de una ronda',
  'called a round off': 'canceló una ronda',
  'gave a mandate by the result of a round': 'dio un mandato por el resultado de una ronda',
  'put an ask under the mandate of a round': 'puso una petición bajo el mandato de una ronda',
  'rank {0}': 'lugar {0}',
  '{0} ballots': '{0} votos',
  '{0} on the roll': '{0} en el padrón',
  '{0} priorities': '{0} prioridades',
  '{0} hours': '{0} horas',
};

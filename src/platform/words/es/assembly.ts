export const assembly = {
  'The vote of one of these people is in another batch. A place on the roll is used once: find out with whoever entered the other one, and send this again without it.':
    'El voto de una de estas personas está en otro lote. Cada lugar del padrón se usa una sola vez: acláralo con quien ingresó el otro y envía esto de nuevo sin ese voto.',
  'Someone in `places` is not on the roll of this round: only those who are can vote in it.':
    'Alguien en `places` no está en el padrón de esta ronda: solo quienes están en él pueden votar.',
  'This batch does not wait any more: it is settled, or its round has closed. Read its state again.':
    'Este lote ya no espera: se resolvió o su ronda se cerró. Vuelve a consultar su estado.',
  'Someone else on the roll, who did not enter it, witnesses or rejects a batch.':
    'Quien da fe de un lote o lo rechaza es otra persona del padrón, que no lo haya ingresado.',
  'This batch holds no vote but yours and that of the person who entered it. A third person has to witness it.':
    'Este lote no contiene más votos que el tuyo y el de quien lo ingresó. Una tercera persona tiene que dar fe de él.',
  'You counted another number of ballots than this batch holds. Count again together; if the batch is wrong, reject it, and it can be entered anew.':
    'Contaste una cantidad de votos distinta de la que tiene este lote. Cuenten de nuevo en conjunto; si el lote está mal, recházalo y se podrá ingresar otra vez.',
  'Who entered a batch takes it back. Reject it, if it is not right.':
    'Un lote lo retira quien lo ingresó. Recházalo si no es correcto.',
  'Name each person once.': 'Nombra a cada persona una sola vez.',
  'Name those whose votes these are.': 'Nombra a las personas de quienes son estos votos.',
  'Send as many ballots as places: one for each person.': 'Envía tantos votos como lugares: uno por cada persona.',
  'Your vote can be taken in a meeting or by phone: one person enters it, another witnesses it, and it counts in place of what you cast here. Whoever writes down what you say on the phone knows it.':
    'Tu voto se puede tomar en una asamblea o por teléfono: una persona lo ingresa, otra da fe de él, y cuenta en lugar de lo que hayas votado aquí. Quien anota lo que dices por teléfono lo conoce.',
  'entered ballots that were taken in a meeting or by phone': 'ingresó votos tomados en una asamblea o por teléfono',
  'witnessed ballots that were taken in a meeting or by phone':
    'dio fe de votos tomados en una asamblea o por teléfono',
  'rejected ballots that were said to be taken in a meeting or by phone':
    'rechazó votos que se decían tomados en una asamblea o por teléfono',
  'took back ballots that were entered for a meeting or a phone call':
    'retiró votos ingresados para una asamblea o una llamada',
};

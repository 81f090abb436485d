export const mandates = {
  'A founding mandate is for fewer than three affected people. Propose an emergency mandate and have it cosigned.':
    'Un mandato fundacional es para menos de tres personas afectadas. Propón un mandato de emergencia y pide una segunda firma.',
  'The community has had its founding mandate. Propose an emergency mandate and have it cosigned.':
    'La comunidad ya tuvo su mandato fundacional. Propón un mandato de emergencia y pide una segunda firma.',
  'Three emergency mandates are in force in this campaign. Sign again when one has ended.':
    'En esta campaña hay tres mandatos de emergencia vigentes. Firma cuando alguno haya terminado.',
  'This priority has had its emergency mandate. A second one needs a round that lists the priority.':
    'Esta prioridad ya tuvo su mandato de emergencia. Para otro hace falta una ronda que incluya la prioridad.',
  'Set an end that is still to come, at most 30 days from now.':
    'Pon un final que aún no haya llegado, como máximo dentro de 30 días.',
  'You have signed this mandate. Ask someone else of those affected to sign it.':
    'Ya firmaste este mandato. Pide a otra persona afectada que lo firme.',
  'The time of this mandate is over. Propose another.': 'El plazo de este mandato terminó. Propón otro.',
  'The campaign is stopped or has concluded. Mandates are signed before or after a stop.':
    'La campaña está detenida o concluyó. Los mandatos se firman antes o después de una detención.',
  'A founding mandate is given by the host. Propose an emergency mandate and have it cosigned.':
    'Un mandato fundacional lo da la comunidad anfitriona. Propón un mandato de emergencia y pide una segunda firma.',

  // The way to those who gave a mandate
  'Mandate by ballot of the community': 'Mandato por votación de la comunidad',
  'Round of {0}: rank {1} of {2}': 'Ronda del {0}: lugar {1} de {2}',
  'The people affected gave it this rank, by ballot.': 'Las personas afectadas le dieron este lugar, por votación.',
  '{0} ballots, counted by majority.': '{0} votos, contados por mayoría.',
  '{0} ballots, counted in equal shares.': '{0} votos, contados por partes iguales.',
  '{0} ballots, counted proportionally.': '{0} votos, contados en proporción.',
};

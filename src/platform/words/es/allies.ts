export const allies = {
  // Joining
  'This community takes no allies now. Look for another campaign that asks for help.':
    'Esta comunidad no recibe personas aliadas por ahora. Busca otra campaña que pida ayuda.',
  'Your organization is an ally of this community already.': 'Tu organización ya es aliada de esta comunidad.',
  'This organization is an ally of the community already.': 'Esta organización ya es aliada de la comunidad.',
  'The community published a newer agreement at this moment. Read it, then accept that version.':
    'La comunidad acaba de publicar un acuerdo más reciente. Léelo y luego acepta esa versión.',
  'There is no such request here, or it is not yours to see.':
    'Aquí no hay ninguna solicitud así, o no te corresponde verla.',
  'This request does not wait any more. Read it again.': 'Esta solicitud ya no está en espera. Léela de nuevo.',

  // Their standing
  'This is one of the people affected. Only allies are paused, renewed and ended so.':
    'Es una de las personas afectadas. Así solo se pone en pausa, se renueva o se termina la participación de personas aliadas.',
  'This is your own standing, or that of an organization which you represent. Ask another steward.':
    'Es tu propia participación, o la de una organización que representas. Pídelo a otra persona responsable.',
  'This ally is paused already, or stands here no more. Read it again.':
    'La participación de esta persona aliada ya está en pausa, o terminó. Léela de nuevo.',
  'This ally is not paused. There is nothing to resume.':
    'La participación de esta persona aliada no está en pausa. No hay nada que reanudar.',
  'Renew an alliance for at most twelve months.': 'Renueva una alianza por doce meses como máximo.',
  'This alliance has ended. They can join again with joinAsAlly.':
    'Esta alianza terminó. La persona aliada puede unirse otra vez con joinAsAlly.',
  'This alliance has ended already.': 'Esta alianza ya terminó.',
  'Duties are for people. Delegate organizing to someone, not to an organization.':
    'Las tareas son para personas. Delega la tarea de organizar en alguien, no en una organización.',

  // Blocking
  'This is one of the people affected. Only allies are blocked so.':
    'Es una de las personas afectadas. Así solo se bloquea a personas aliadas.',
  'They are blocked already. Read blockedAllies for when and why.':
    'Ya existe este bloqueo. Lee en blockedAllies desde cuándo y por qué.',
  'This block was lifted already.': 'Este bloqueo ya se levantó.',
  'Send either the membership or the request of whom you block.':
    'Envía la membresía o la solicitud de quien bloqueas, pero no ambas.',
  'The community looks at each request first. You can pledge once it has admitted you; if you gave an address, a mail tells you.':
    'La comunidad revisa primero cada solicitud. Podrás comprometerte cuando te admita; si diste una dirección, te avisará un correo.',
};

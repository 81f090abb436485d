export const standings = {
  // When stewards are missing
  'Your community is short of stewards, so nothing is removed and no single steward makes another. Two people affected can confirm a new steward with confirmSteward.':
    'A tu comunidad le faltan personas responsables, así que no se excluye a nadie y ninguna persona responsable nombra sola a otra. Dos personas afectadas pueden confirmar a otra persona responsable con confirmSteward.',
  'Your community has stewards enough. One of them can offer the duty with changeDuties.':
    'Tu comunidad tiene suficientes personas responsables. Una de ellas puede ofrecer la tarea con changeDuties.',

  // Removing someone
  'Nobody removes themselves. Use leaveCommunity.': 'Nadie se excluye de esta manera. Para irte, usa leaveCommunity.',
  'This is an ally. Only people affected are removed in this way.':
    'Es una persona aliada. De esta manera solo se excluye a personas afectadas.',
  'Removing a steward takes two stewards. Propose it with proposeStewardRemoval.':
    'Para excluir a una persona responsable hacen falta dos personas responsables. Proponlo con proposeStewardRemoval.',
  'This takes two only for another steward. Remove someone who is none with removeMember.':
    'Hacen falta dos solo para excluir a otra persona responsable. Para excluir a quien no lo es, usa removeMember.',
  'Two stewards have to remain. Win another one first, with changeDuties.':
    'Tienen que quedar dos personas responsables. Suma primero a otra, con changeDuties.',
  'A removal of this steward is pending already. Confirm that one, or wait until it has ended.':
    'Ya hay una exclusión pendiente de esta persona responsable. Confirma esa, o espera a que termine.',
  'This removal does not wait for a confirmation any more. Look at pendingRemovals.':
    'Esta exclusión ya no espera ninguna confirmación. Mira pendingRemovals.',
  'You proposed this removal, so another steward has to confirm it.':
    'Tú propusiste esta exclusión, así que la tiene que confirmar otra persona responsable.',
  'This removal is about you, so you have no part in it.':
    'Esta exclusión se trata de ti, así que no intervienes en ella.',
  'This removal is about you. Someone else has to object.':
    'Esta exclusión se trata de ti. Tiene que oponerse otra persona.',
  'This removal has ended already, or you have no part in it.': 'Esta exclusión ya terminó, o no intervienes en ella.',

  // The duty of a steward
  'A steward is someone affected, past their probation, who is none yet. Choose someone else, or wait.':
    'Puede ser responsable una persona afectada que terminó su periodo de prueba y que aún no lo es. Elige a otra, o espera.',
  'You stand behind this already. What is missing is someone else, or that they accept.':
    'Ya diste tu apoyo. Falta que lo dé alguien más, o que la persona acepte.',
  'Others have to confirm you. Tell two of them the id of your membership.':
    'Otras personas tienen que confirmarte. Di a dos de ellas el id de tu membresía.',
  'This offer has ended, or not enough people stand behind it now. Ask them to confirm it again.':
    'Este ofrecimiento terminó, o ya no tiene suficiente apoyo. Pide que lo confirmen de nuevo.',
  'There is no open offer to withdraw. A steward gives the duty up with resignStewardship, or two others remove them.':
    'No hay ningún ofrecimiento abierto que retirar. Una persona responsable deja la tarea con resignStewardship, o la excluyen otras dos.',
  'This offer has ended.': 'Este ofrecimiento terminó.',
};

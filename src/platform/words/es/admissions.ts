export const admissions = {
  // Asking to be admitted
  'This community admits people by invitation only. Ask someone there to invite you.':
    'Esta comunidad solo admite a personas por invitación. Pide a alguien de allí que te invite.',
  'Your request is waiting already. You hear of it when two people have vouched for you.':
    'Tu solicitud ya está en espera. Tendrás noticias cuando dos personas hayan respondido por ti.',
  'The community declined your request. You can ask again thirty days after you made it.':
    'La comunidad no aceptó tu solicitud. Puedes pedirlo de nuevo treinta días después de haberla hecho.',
  'This request is not open any more. Look at those that are.':
    'Esta solicitud ya no está abierta. Mira las que todavía lo están.',
  'There is nothing of this kind to end: it was closed, or was never there.':
    'No hay nada así que terminar: ya se cerró, o nunca existió.',

  // Vouching
  'Nobody vouches for themselves. Two others have to.':
    'Nadie responde por su propia solicitud. Tienen que hacerlo otras dos personas.',
  'You vouch for this person already. Someone else has to be the second.':
    'Ya respondes por esta persona. La segunda respuesta tiene que ser de alguien más.',
  'One vouches for at most three people in thirty days. Ask others to vouch, or take a vouch back.':
    'En treinta días se responde por tres personas como máximo. Pide a otras que respondan, o deja de responder por alguien.',

  // Inviting, and how the community admits
  'This invitation was used, taken back or has run out already.': 'Esta invitación ya se usó, se retiró o venció.',
  'Your community admits people by vouches only. Stewards can change that with changeCommunitySettings.':
    'Tu comunidad solo admite a personas por quienes otras dos responden. Las personas responsables pueden cambiarlo con changeCommunitySettings.',
  'Your community is short of stewards, so nothing is loosened now. Two people affected can confirm a new steward with confirmSteward.':
    'A tu comunidad le faltan personas responsables, así que por ahora ninguna regla se vuelve menos estricta. Dos personas afectadas pueden confirmar a otra persona responsable con confirmSteward.',
  'The settings are at version {0} now. Read them, then change them again.':
    'La configuración va ahora por la versión {0}. Léela y luego cámbiala de nuevo.',
};

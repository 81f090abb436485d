export const campaigns = {
  'The campaign has concluded. Start another one for what is still to be done.':
    'La campaña concluyó. Empieza otra para lo que aún queda por hacer.',
  'It is at version {0} now. Read it again, then send your change with that version.':
    'Ahora va por la versión {0}. Léelo de nuevo y luego envía tu cambio con esa versión.',
  'Only a running campaign is stopped.': 'Solo se detiene una campaña en marcha.',
  'Only a stopped campaign is resumed.': 'Solo se reanuda una campaña detenida.',
  'Only a launched campaign is concluded, once.': 'Solo se concluye una campaña ya lanzada, y una sola vez.',
  'Another campaign has this handle. Choose another.': 'Otra campaña tiene este identificador. Elige otro.',
  'The last day comes before the first. Change one of them.':
    'El último día es anterior al primero. Cambia uno de los dos.',
  'The campaign moved on meanwhile. Read its state, then decide.':
    'Mientras tanto la campaña cambió de estado. Lee en cuál está y luego decide.',
  'Publish a brief first: allies read it before they pledge.':
    'Publica primero una guía: las personas aliadas la leen antes de comprometerse.',
  'The campaign was launched already. A stopped one is resumed.':
    'La campaña ya se lanzó. Si está detenida, se reanuda.',
  'The last day has passed. Set one that is today or later, or none.':
    'El último día ya pasó. Pon uno que sea hoy o más tarde, o ninguno.',
  'The brief is at version {0} now. Read it, then publish yours over that one.':
    'La guía va ahora por la versión {0}. Léela y luego publica la tuya sobre esa versión.',
  'The demand was made on {0}. Send that day or a later one.':
    'La exigencia se hizo el {0}. Envía ese día o uno posterior.',
  'This day is still to come. Send today or an earlier day.':
    'Este día aún no ha llegado. Envía hoy o un día anterior.',

  // Campaigns of a coalition
  'A community that leads this campaign stopped it. It goes on at the word of a steward of that community.':
    'Una comunidad que lidera esta campaña la detuvo. Continúa cuando lo diga una persona responsable de esa comunidad.',
  'Several communities of yours lead this campaign. Say in `leadId` for which of them you do this.':
    'Varias de tus comunidades lideran esta campaña. Di en `leadId` por cuál de ellas haces esto.',
  'The community that leads this has left the coalition. It attests what was reported, and does nothing new here.':
    'La comunidad que lidera esto dejó la coalición. Confirma lo que se informó, y no empieza nada nuevo aquí.',
};

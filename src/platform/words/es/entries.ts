export const entries = {
  'Pledges of organizations are reported by the people who represent them.':
    'Los compromisos de organizaciones los informan las personas que las representan.',
  'Nothing is due under this pledge.': 'Este compromiso no tiene nada pendiente.',
  'Organizations pledge through the people who represent them.':
    'Las organizaciones se comprometen por medio de quienes las representan.',
  'An account was made for this. Sign out, then take it over by the link.':
    'Para esto se creó una cuenta. Cierra la sesión y luego hazla tuya con el enlace.',
  'Send the link that was given to you, or the entry: one of them.':
    'Envía el enlace que te dieron, o la anotación: uno de los dos.',
  'Send the link that was given to you, or the entry.': 'Envía el enlace que te dieron, o la anotación.',
  'This entry is settled already, or its time is over. Read it again.':
    'Esta anotación ya se resolvió, o se acabó su plazo. Léela de nuevo.',
  'You took this down yourself, or it is your own word. Ask a second person of the community to call back.':
    'Tú hiciste esta anotación, o es tu propia palabra. Pide a una segunda persona de la comunidad que llame.',
  'This row of the sheet was entered before. Withdraw that entry first if it was wrong.':
    'Esta fila de la hoja ya se anotó. Si estaba mal, retira primero esa anotación.',
  'You took this report down yourself. Ask another affected person to attest it.':
    'Tú anotaste este informe. Pide a otra persona afectada que lo confirme.',
  'The sheet has {0} rows.': 'La hoja tiene {0} filas.',
  'Send at least one row.': 'Envía al menos una fila.',
  'Here the people affected speak for themselves.': 'Aquí las personas afectadas hablan por sí mismas.',
  'The ask is not open. Open it first.': 'La petición no está abierta. Ábrela primero.',
  'The risk tier of the ask is {0}. Read its risk notes to them, and send that tier if they accept it.':
    'El nivel de riesgo de la petición es {0}. Léele las notas de riesgo y envía ese nivel si lo acepta.',
  'Ask them for a time that is still to come.': 'Pídele una fecha que todavía esté por venir.',
  'What they heard or read was changed since; it is at version {0} now. Read them the newer text, then send that version.':
    'Lo que oyó o leyó cambió desde entonces; ahora va por la versión {0}. Léele el texto nuevo y luego envía esa versión.',
};

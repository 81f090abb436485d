export const pledges = {
  // Whether the ask takes pledges
  'The campaign is not launched yet. Come back when it is.': 'La campaña aún no se lanzó. Vuelve cuando lo esté.',
  'The campaign is stopped and everything in it stands still. Come back when it resumes.':
    'La campaña está detenida y todo en ella espera. Vuelve cuando se reanude.',
  'The campaign has concluded. Look for another campaign of this community.':
    'La campaña concluyó. Busca otra campaña de esta comunidad.',
  'The ask is a draft. Open it first.': 'La petición está en borrador. Ábrela primero.',
  'The ask is closed. Look for another ask of this campaign.':
    'La petición está cerrada. Busca otra petición de esta campaña.',
  'The ask was cancelled. Look for another ask of this campaign.':
    'La petición fue cancelada. Busca otra petición de esta campaña.',
  'The ask is paused. Come back when it is open again.':
    'La petición está en pausa. Vuelve cuando esté abierta de nuevo.',
  'The mandate of the ask has ended. Come back when the community has renewed it and opened the ask again.':
    'El mandato de la petición terminó. Vuelve cuando la comunidad lo haya renovado y haya abierto de nuevo la petición.',
  'The time of the ask is over. Look for another ask of this campaign.':
    'El plazo de la petición terminó. Busca otra petición de esta campaña.',
  'Here the people affected speak for themselves. Choose another ask.':
    'Aquí las personas afectadas hablan por sí mismas. Elige otra petición.',

  // What was read and accepted
  'The brief is at version {0}. Show it to the pledger and send that version when they have read it.':
    'La guía va por la versión {0}. Muéstrala a quien se compromete y envía esa versión cuando la haya leído.',
  'The terms of the ask are at version {0}. Show them to the pledger and send that version when they accept them.':
    'Las condiciones de la petición van por la versión {0}. Muéstralas a quien se compromete y envía esa versión cuando las acepte.',
  'The risk tier of the ask is {0}. Show its risk notes to the pledger and send that tier when they accept it.':
    'El nivel de riesgo de la petición es {0}. Muestra sus notas de riesgo a quien se compromete y envía ese nivel cuando lo acepte.',
  'The agreement of the community is at version {0}; you accepted version {1}. Accept the new one with joinAsAlly, then pledge.':
    'El acuerdo de la comunidad va por la versión {0}; aceptaste la versión {1}. Acepta la nueva con joinAsAlly y luego comprométete.',
  'The agreement of the community is at version {0}. Send that version as the one under which the ally pledges.':
    'El acuerdo de la comunidad va por la versión {0}. Envía esa versión como aquella con la que la persona aliada se compromete.',

  // What is offered
  'The ask wants {0} in all. Pledge at most that.':
    'La petición necesita {0} en total. Comprométete a esa cantidad como máximo.',
  'Plan it for a time that is still to come.': 'Planéalo para un momento que aún no haya llegado.',
  'Plan it within the time of the ask, from `startsAt` to `endsAt`.':
    'Planéalo dentro del plazo de la petición, de `startsAt` a `endsAt`.',
  'A question of this community waits for your answer, and its time is over. Find it in `viewer.openQuestions`, answer it with answerQuestion, then pledge.':
    'Una pregunta de esta comunidad espera tu respuesta y su plazo terminó. Búscala en `viewer.openQuestions`, respóndela con answerQuestion y luego comprométete.',
  'You have a live pledge to this ask. Step back from it first to make another.':
    'Ya tienes un compromiso vigente con esta petición. Retírate primero de él para hacer otro.',
  'Pledges are made by members. Join the community with joinAsAlly first.':
    'Se comprometen quienes forman parte de la comunidad. Únete primero con joinAsAlly.',
  'Your standing here is paused or has run out. Finish what you began; to pledge anew, ask the community, or accept its agreement again with joinAsAlly.':
    'Tu participación aquí está en pausa o venció. Termina lo que empezaste; para comprometerte de nuevo, habla con la comunidad o vuelve a aceptar su acuerdo con joinAsAlly.',
  'Your organization is no ally of this community. Let it join with joinAsAlly and its organizationId first.':
    'Tu organización no es aliada de esta comunidad. Únete primero en su nombre, con joinAsAlly y su organizationId.',
  'You have no standing of your own here. Name the organization in whose name you pledge.':
    'Aquí no tienes una participación propia. Indica la organización en cuyo nombre te comprometes.',

  // Stepping back
  'A report waits for the community’s answer. Step back after it, if it is sent back.':
    'Un informe espera la respuesta de la comunidad. Retírate después, si te lo devuelven.',
  'This pledge has ended already. There is nothing to step back from.':
    'Este compromiso ya terminó. No hay nada de lo que retirarse.',
  'It is due soon and people count on it. Say why you step back.':
    'Falta poco y hay personas que cuentan con ello. Di por qué te retiras.',
  'The pledge changed meanwhile. Read it again, then decide.':
    'Mientras tanto cambió el compromiso. Léelo de nuevo y luego decide.',

  // The way from a pledge to the community
  'Founding mandate, one signature': 'Mandato fundacional, una firma',
  'Emergency mandate, signed by the community': 'Mandato de emergencia, firmado por la comunidad',
};

export const offers = {
  // Offering
  'Say for which campaign you offer it, or for which community: one of the two.':
    'Di para qué campaña lo ofreces, o para qué comunidad: una de las dos.',
  'This campaign has concluded. Offer it to the community, or for another campaign.':
    'Esta campaña terminó. Ofrécelo a la comunidad, o para otra campaña.',
  'You are no ally here yourself. Name the organization in whose name you offer.':
    'Aquí no eres una persona aliada por ti misma. Nombra la organización en cuyo nombre ofreces.',
  'Here the people affected speak for themselves. Offer something that helps them do so.':
    'Aquí las personas afectadas hablan por sí mismas. Ofrece algo que las ayude a hacerlo.',
  'Ten offers of yours wait here already. Withdraw one, or let the community answer first.':
    'Ya hay diez ofertas tuyas en espera aquí. Retira una, o deja que la comunidad responda primero.',
  'Your standing here is paused or has run out. Finish what you began; ask the community before you offer more.':
    'Tu participación aquí está en pausa o se venció. Termina lo que empezaste y consulta a la comunidad antes de ofrecer más.',

  // Answering
  'This offer does not wait for an answer any more. Read it again.':
    'Esta oferta ya no espera una respuesta. Léela de nuevo.',
  'An offer is answered by one of the people affected. Ask one of them.':
    'A una oferta responde una de las personas afectadas. Pídelo a una de ellas.',
  'The draft changed meanwhile. Adopt the offer again.':
    'El borrador cambió mientras tanto. Vuelve a hacer de la oferta una petición.',
  'This campaign has concluded. Choose a priority of another campaign.':
    'Esta campaña terminó. Elige una prioridad de otra campaña.',
  'Only an offer that was declined within the last 14 days is reopened. Draft an ask of your own instead.':
    'Solo se reabre una oferta que se rechazó en los últimos 14 días. En su lugar, prepara tú una petición.',
  'Thank you for offering this. We cannot take it up now. Other asks of ours may fit you: we would be glad to have you there.':
    'Gracias por ofrecer esto. Ahora no podemos aprovecharlo. Quizá otras peticiones nuestras sean para ti: nos alegraría contar contigo.',
};

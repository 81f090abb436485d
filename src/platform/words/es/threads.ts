export const threads = {
  'Nothing is left of this message to report.': 'De este mensaje no queda nada que denunciar.',
  'This report was settled before. Read what came of it.': 'Esta denuncia ya se había resuelto. Lee qué se decidió.',
  'The message was reported already, and waits to be looked at.':
    'El mensaje ya se denunció y espera que alguien lo revise.',

  // Messages
  'A question is taken back with withdrawQuestion.': 'Una pregunta se retira con withdrawQuestion.',
  'An answer stays. Write in the thread what should be known beside it.':
    'Una respuesta se queda. Escribe en la conversación lo que haya que añadir.',
  'It is gone already, or was written more than 15 minutes ago. Write what should be known beside it.':
    'Ya no está, o se escribió hace más de 15 minutos. Escribe lo que haya que añadir.',
  'This was done before. No messages arrive here.': 'Ya estaba hecho. Aquí no llegan mensajes.',
  'Nothing keeps messages from arriving here.': 'Nada impide que aquí lleguen mensajes.',
  'The pledger takes no more messages here. Ask a question if something is still owed under the pledge.':
    'Quien asumió el compromiso ya no recibe mensajes aquí. Haz una pregunta si todavía queda algo pendiente del compromiso.',
  'The community takes no more messages in this thread. Answers to its questions, and reports, still arrive.':
    'La comunidad ya no recibe mensajes en esta conversación. Las respuestas a sus preguntas y los informes sí llegan.',

  // Questions
  'Nothing is owed under this pledge any more. Send a message, which needs no answer.':
    'De este compromiso ya no queda nada pendiente. Envía un mensaje, que no necesita respuesta.',
  'Thirty questions wait for this pledger already. Withdraw some, or wait for answers.':
    'Ya hay treinta preguntas que esperan respuesta en este compromiso. Retira algunas, o espera las respuestas.',
  'It changed at the same moment. Read it again, then decide.':
    'Cambió en el mismo momento. Vuelve a leerlo y después decide.',
  'The question has as much time already. Send a later time.':
    'La pregunta ya tiene ese plazo. Envía un momento posterior.',
  'Give at least 24 hours to answer, and at most 60 days.':
    'Da al menos 24 horas para responder, y como máximo 60 días.',
  'The question was answered or taken back just now. Read it again.':
    'La pregunta se acaba de responder o retirar. Vuelve a leerla.',
  'The question was answered already. Read the answer in the thread.':
    'La pregunta ya tiene respuesta. Léela en la conversación.',
  'The community took the question back. Nothing is left to do about it.':
    'La comunidad retiró la pregunta. Ya no hay nada que hacer.',
  'The question ended with the pledge. Nothing is left to do about it.':
    'La pregunta terminó con el compromiso. Ya no hay nada que hacer.',
};

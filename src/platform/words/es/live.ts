export const live = {
  'Send queries and mutations over HTTP, as POST.': 'Envía las consultas y las mutaciones por HTTP, como POST.',
  'Pages of this site may not connect here. Whoever runs the server can allow it.':
    'Las páginas de este sitio no pueden conectarse aquí. Quien administra el servidor puede permitirlo.',
  'Too many connections are open from your network.': 'Hay demasiadas conexiones abiertas desde tu red.',
  'Name the operation to subscribe to in operationName.': 'Indica en operationName la operación a la que te suscribes.',
  'At most {0} subscriptions are allowed over one connection. Complete one first.':
    'Se permiten como máximo {0} suscripciones por conexión. Termina una primero.',
};

export const platform = {
  // Who may
  'Sign in first.': 'Inicia sesión primero.',
  'Your role does not allow this.': 'Tu función aquí no lo permite.',
  'Your role does not allow this. A community of yours asks its stewards and organizers for a second factor: set one up, or sign in with it, and your duties there are yours again.':
    'Tu función aquí no lo permite. Una de tus comunidades pide un segundo factor a quienes son responsables u organizan: configúralo, o inicia sesión con él, y recuperarás tus tareas allí.',
  'Prove once more that it is you, with stepUp, then send this again within ten minutes.':
    'Demuestra otra vez que eres tú, con stepUp, y vuelve a enviar esto antes de diez minutos.',
  'Your session has ended or was replaced. Refresh it, or sign in again.':
    'Tu sesión terminó o fue reemplazada. Renuévala o inicia sesión de nuevo.',
  'This key does not work (any more). Ask a steward of the community for a new one.':
    'Esta clave no funciona (o ya no). Pide una nueva a una persona responsable de la comunidad.',
  'This app token does not work (any more). Make a new one with createAppToken.':
    'Este token de aplicación no funciona (o ya no). Crea uno nuevo con createAppToken.',
  'Apps cannot do or see this. Sign in yourself for it.':
    'Las aplicaciones no pueden hacer ni ver esto. Para ello, inicia sesión tú.',
  'This app token lacks the scope {0}. Give the app a new token that has it, if it should do this.':
    'A este token de aplicación le falta el permiso {0}. Si la aplicación debe hacer esto, dale un token nuevo que lo tenga.',

  // What happened
  'There is nothing here, or it is not yours to see.': 'Aquí no hay nada, o no te corresponde verlo.',
  'There is nothing here.': 'Aquí no hay nada.',
  'Too many requests. Try again in {0} s.': 'Demasiadas solicitudes. Inténtalo de nuevo en {0} s.',
  'Too many requests. Try again in a minute.': 'Demasiadas solicitudes. Inténtalo de nuevo en un minuto.',
  'The server is busy. Nothing was changed; send the same request again shortly.':
    'El servidor está ocupado. No se cambió nada; vuelve a enviar la misma solicitud en un momento.',
  'The server is busy or stopping. Try again shortly.':
    'El servidor está ocupado o deteniéndose. Inténtalo de nuevo en un momento.',
  'Something went wrong on our side.': 'Algo falló de nuestro lado.',
  'Something went wrong on our side. It is logged as {0}.': 'Algo falló de nuestro lado. Quedó registrado como {0}.',
  'Someone changed this at the same time. Read it again, then decide.':
    'Alguien cambió esto al mismo tiempo. Léelo de nuevo y luego decide.',
  'With this the total is more than can be counted. Send less.':
    'Con esto el total supera lo que se puede contar. Envía menos.',
  'This idempotencyKey was used for another request. Use a new key for a new request.':
    'Esta idempotencyKey ya se usó para otra solicitud. Usa una clave nueva para una solicitud nueva.',
  'This was done when you first sent it. What it issued is shown once only.':
    'Esto ya se hizo cuando lo enviaste por primera vez. Lo que se entregó se muestra una sola vez.',

  // What was sent
  'Write something here.': 'Escribe algo aquí.',
  'Write at least {0} characters.': 'Escribe al menos {0} caracteres.',
  'Write at most {0} characters.': 'Escribe como máximo {0} caracteres.',
  'Remove control characters and marks that turn the direction of writing.':
    'Quita los caracteres de control y las marcas que cambian la dirección de la escritura.',
  'Remove control characters and marks that turn the direction of writing, and keep to one line.':
    'Quita los caracteres de control y las marcas que cambian la dirección de la escritura, y escribe en una sola línea.',
  'Use 3 to 40 small letters, digits and single hyphens, such as "tenants-of-elm-street".':
    'Usa de 3 a 40 letras minúsculas sin acentos, cifras y guiones sueltos, como "inquilinas-de-la-calle-olmo".',
  'This handle is reserved. Choose another.': 'Este identificador está reservado. Elige otro.',
  'Send degrees from {0} to {1}.': 'Envía grados de {0} a {1}.',
  'Send a whole number from {0} to {1}.': 'Envía un número entero de {0} a {1}.',
  'Name a time zone such as "America/Mexico_City".': 'Indica una zona horaria, como "America/Mexico_City".',
  'Name a language such as "es" or "pt-BR".': 'Indica un idioma, como "es" o "pt-BR".',
  'Send an instant.': 'Envía una fecha con hora.',
  'Send a time that is still to come.': 'Envía un momento que aún no haya llegado.',
  'Send a link of up to 500 characters that starts with https://.':
    'Envía un enlace de hasta 500 caracteres que empiece por https://.',
  'Use 8 to 100 printable characters without spaces, such as a UUID.':
    'Usa de 8 a 100 caracteres imprimibles sin espacios, como un UUID.',
  'This is not what belongs here. Look up what the field takes, and send that.':
    'Esto no es lo que va aquí. Consulta qué admite el campo y envía eso.',
  'Send at most {0} items.': 'Envía como máximo {0} elementos.',
  'This cursor does not belong to this list. Start again from the first page.':
    'Este cursor no pertenece a esta lista. Empieza de nuevo por la primera página.',
  'Ask for 1 to 100 at a time.': 'Pide de 1 a 100 a la vez.',
  'Leave out NUL characters.': 'Quita los caracteres NUL.',

  // How it was sent
  'The request could not be read. Send JSON as application/json.':
    'No se pudo leer la solicitud. Envía JSON como application/json.',
  'This method is not allowed here.': 'Este método no se admite aquí.',
  'The request took too long to arrive.': 'La solicitud tardó demasiado en llegar.',
  'The request is too large.': 'La solicitud es demasiado grande.',
  'The address is too long.': 'La dirección es demasiado larga.',
  'This kind of content is not accepted. Send application/json.':
    'No se acepta este tipo de contenido. Envía application/json.',
  'The headers are too large.': 'Los encabezados son demasiado grandes.',
  'The request was refused.': 'La solicitud fue rechazada.',
  'Send a POST request.': 'Envía una solicitud POST.',
  'Send the body without compression.': 'Envía el cuerpo sin comprimir.',
  'Send JSON, with the header "content-type: application/json".':
    'Envía JSON, con el encabezado "content-type: application/json".',
  'Send a POST request, or add the header "apollo-require-preflight: 1".':
    'Envía una solicitud POST, o añade el encabezado "apollo-require-preflight: 1".',
  'Subscriptions are not served over POST.': 'Las suscripciones no se atienden por POST.',

  // How much was asked for
  'At most {0} operations are allowed in one request. Split it up.':
    'Se permiten como máximo {0} operaciones en una solicitud. Divídela.',
  'At most {0} fragments are allowed in one request. Split it up.':
    'Se permiten como máximo {0} fragmentos en una solicitud. Divídela.',
  'A fragment must not lead back to itself.': 'Un fragmento no debe llevar de vuelta a sí mismo.',
  'At most {0} fields directly in a {1} are allowed in one request. Split it up.':
    'Se permiten como máximo {0} campos directamente en una {1} por solicitud. Divídela.',
  'At most {0} levels of fields are allowed in one request. Split it up.':
    'Se permiten como máximo {0} niveles de campos en una solicitud. Divídela.',
  'At most {0} aliases are allowed in one request. Split it up.':
    'Se permiten como máximo {0} alias en una solicitud. Divídela.',
  'At most {0} directives are allowed in one request. Split it up.':
    'Se permiten como máximo {0} directivas en una solicitud. Divídela.',
  'At most {0} selections, fragments counted where they are used, are allowed in one request. Split it up.':
    'Se permiten como máximo {0} selecciones en una solicitud, contando los fragmentos donde se usan. Divídela.',
  'At most {0} values in the variables are allowed in one request. Split it up.':
    'Se permiten como máximo {0} valores en las variables de una solicitud. Divídela.',
  'This asks for too much at once. Ask for smaller pages, fewer levels or fewer fields.':
    'Esto pide demasiado de una vez. Pide páginas más pequeñas, menos niveles o menos campos.',
  'Never put a key or token into an address, where logs and histories keep it: send it as the header "Authorization: Bearer …". A dashboard key or app token that was good is withdrawn now; make a new one.':
    'Nunca pongas una clave o un token en una dirección, donde los registros y los historiales lo guardan: envíalo en el encabezado "Authorization: Bearer …". Si era una clave de tablero o un token de aplicación válido, ya quedó anulado; crea otro.',
};

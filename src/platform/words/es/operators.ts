export const operators = {
  'Give one of the reasons that the schema lists.': 'Da uno de los motivos que enumera el esquema.',
  'This account is suspended already.': 'Esta cuenta ya está suspendida.',
  'This account is not suspended.': 'Esta cuenta no está suspendida.',
  'This page is taken down already.': 'Esta página ya está retirada.',
  'This page is not taken down.': 'Esta página no está retirada.',
  'Send the id of either the account or a membership of it.':
    'Envía el id de la cuenta o el de una de sus membresías, pero no ambos.',
  'Send the id of one community, campaign or ask.': 'Envía el id de una sola comunidad, campaña o petición.',
  'This is an account of the host. Remove it on the host, with `npm run operator -- remove`.':
    'Esta es una cuenta de quien opera el servidor. Quítala en el propio servidor, con `npm run operator -- remove`.',
};

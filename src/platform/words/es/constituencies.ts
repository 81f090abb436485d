export const constituencies = {
  'The community has a constituency of this name. Choose another name, or that one.':
    'La comunidad ya tiene un sector con este nombre. Elige otro nombre, o ese sector.',
  'A community has at most 50 constituencies. Retire one that nobody needs first.':
    'Una comunidad tiene como máximo 50 sectores. Retira primero uno que nadie necesite.',
  'One of these constituencies was retired. Read the list again, and choose from those that are there.':
    'Uno de estos sectores fue retirado. Vuelve a leer la lista y elige entre los que hay.',
  'This constituency was retired before.': 'Este sector ya se había retirado.',
  'declared a constituency': 'declaró un sector de la comunidad',
  'retired a constituency': 'retiró un sector de la comunidad',
};

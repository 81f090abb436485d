export const singleSignOn = {
  'Signing in at the provider did not succeed. Start again from the same browser, and come back within ten minutes.':
    'No se logró iniciar sesión con el proveedor. Empieza de nuevo en el mismo navegador y vuelve antes de diez minutos.',
  'Your account at the provider opens another account here. Sign in with it and unlink it there first.':
    'Con tu cuenta del proveedor se abre otra cuenta aquí. Inicia sesión en esa cuenta y desvincúlala primero allí.',
  'Without the provider you could not sign in any more. Set a password or add a passkey first.':
    'Sin el proveedor ya no podrías iniciar sesión. Pon primero una contraseña, o añade una llave de acceso.',
  'This server has no provider to sign in at. Sign in another way.':
    'Este servidor no tiene un proveedor con el que iniciar sesión. Inicia sesión de otra forma.',
  'No provider opens your account. There is nothing to undo.':
    'Ningún proveedor abre tu cuenta. No hay nada que deshacer.',
};

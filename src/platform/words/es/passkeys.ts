export const passkeys = {
  'This passkey was not accepted. Start again, and let your device ask for your fingerprint, face or PIN.':
    'Esta llave de acceso no se aceptó. Empieza de nuevo y deja que tu dispositivo te pida la huella, el rostro o el PIN.',
  'You have twenty passkeys. Remove one that you do not use, then add this one.':
    'Tienes veinte llaves de acceso. Quita una que no uses y luego añade esta.',
  'This is your only second factor, and a community that gave you duties asks for one. Add another first, or give back the duties.':
    'Es tu único segundo factor, y una comunidad que te confió tareas pide uno. Añade otro primero, o deja esas tareas.',
  'Without this passkey you could not sign in any more. Add another or set a password first.':
    'Sin esta llave de acceso ya no podrías iniciar sesión. Añade primero otra, o pon una contraseña.',
};

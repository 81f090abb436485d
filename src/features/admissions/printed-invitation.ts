import { qrCode } from '../../platform/pictures/qr-code.js';
export interface PrintedInvitation {
  qrCode: string;
  printText: string;
}

interface Printed {
  link: string;
  /** Where someone without a camera types the code. */
  address: string;
  code: string;
  expiresAt: Date;
  /** Of the community, the best guess at that of whoever will hold the paper. */
  language: string;
  timeZone: string;
}

/** A paper lies around: it says how to use the code, and nothing of who invites to what. */
export async function printed({
  link,
  address,
  code,
  expiresAt,
  language,
  timeZone,
}: Printed): Promise<PrintedInvitation> {
  const spanish = language.toLowerCase().startsWith('es');
  const day = new Intl.DateTimeFormat(spanish ? 'es' : 'en', { dateStyle: 'long', timeZone }).format(expiresAt);
  return {
    qrCode: await qrCode(link),
    printText: (spanish ? SPANISH : ENGLISH)(address, code, day),
  };
}

const ENGLISH = (address: string, code: string, day: string): string =>
  [
    'Accompany: your code',
    `Scan the picture, or open ${address} and type this code:`,
    code,
    'Capitals, spaces and hyphens do not matter. You need no e-mail address.',
    `The code works once, for one person, until ${day}. Keep it to yourself, and throw this paper away when you have used it.`,
  ].join('\n\n');

const SPANISH = (address: string, code: string, day: string): string =>
  [
    'Accompany: tu código',
    `Escanea la imagen, o abre ${address} y escribe este código:`,
    code,
    'No importan mayúsculas, espacios ni guiones. No necesitas correo electrónico.',
    `El código sirve una sola vez, para una persona, hasta el ${day}. Guárdalo para ti, y tira este papel cuando lo hayas usado.`,
  ].join('\n\n');

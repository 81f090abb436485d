import type { MailTemplate } from '../mail-text.js';

export const peopleExported: MailTemplate<{ link: string }> = {
  en: ({ link }) => ({
    subject: 'Accompany: please look at this',
    parts: [
      'A list of people that has you in it was taken from Accompany. Two people agreed to it: one asked, another approved. It has what you are called there, since when and your duties; no address and no account.',
      'Sign in to read who asked, and why. If you did not expect it, speak with someone whom you trust there:',
      { link },
    ],
  }),
  es: ({ link }) => ({
    subject: 'Accompany: por favor, mira esto',
    parts: [
      'Se descargó de Accompany una lista de personas en la que estás. Dos personas estuvieron de acuerdo: una la pidió y otra la aprobó. Contiene cómo te llamas allí, desde cuándo y tus tareas; ninguna dirección ni cuenta.',
      'Inicia sesión para leer quién la pidió y por qué. Si no lo esperabas, habla con alguien de confianza de allí:',
      { link },
    ],
  }),
};

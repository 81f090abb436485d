import type { MailTemplate } from '../mail-text.js';

interface Needs {
  link: string;
  until: string;
  confirm: string;
  reschedule: string;
  stepBack: string;
}

export const pledgeSoon: MailTemplate<Needs> = {
  en: ({ link, until, confirm, reschedule, stepBack }) => ({
    subject: 'Accompany: something waits for your answer',
    parts: [
      `You planned something for ${until}.`,
      'Are you coming?',
      { link: confirm, label: 'Yes' },
      { link: reschedule, label: 'At another time' },
      { link: stepBack, label: 'I cannot do it' },
      'No password is needed for these. Sign in to see what it is:',
      { link },
    ],
  }),
  es: ({ link, until, confirm, reschedule, stepBack }) => ({
    subject: 'Accompany: algo espera tu respuesta',
    parts: [
      `Planeaste algo para el ${until}.`,
      '¿Vas a ir?',
      { link: confirm, label: 'Sí' },
      { link: reschedule, label: 'En otro momento' },
      { link: stepBack, label: 'No puedo hacerlo' },
      'Para esto no necesitas contraseña. Inicia sesión para ver de qué se trata:',
      { link },
    ],
  }),
};

export const pledgeOverdue: MailTemplate<Needs> = {
  en: ({ link, until, confirm, reschedule, stepBack }) => ({
    subject: 'Accompany: something waits for your answer',
    parts: [
      `You planned something for ${until}, and nobody has heard yet how it went.`,
      'If it is done, sign in and report it:',
      { link },
      'If it is not, say so. No password is needed for these:',
      { link: confirm, label: 'I will still do it' },
      { link: reschedule, label: 'At another time' },
      { link: stepBack, label: 'I cannot do it' },
    ],
  }),
  es: ({ link, until, confirm, reschedule, stepBack }) => ({
    subject: 'Accompany: algo espera tu respuesta',
    parts: [
      `Planeaste algo para el ${until}, y todavía no se sabe cómo salió.`,
      'Si ya lo hiciste, inicia sesión e infórmalo:',
      { link },
      'Si no, dilo. Para esto no necesitas contraseña:',
      { link: confirm, label: 'Todavía lo voy a hacer' },
      { link: reschedule, label: 'En otro momento' },
      { link: stepBack, label: 'No puedo hacerlo' },
    ],
  }),
};

export const reconfirmSoon: MailTemplate<Needs> = {
  en: ({ link, until, stepBack }) => ({
    subject: 'Accompany: something waits for your answer',
    parts: [
      `What you promised has to be confirmed again by ${until}, because something about it changed. Without your answer it ends then.`,
      'Sign in to read what changed, and confirm it:',
      { link },
      { link: stepBack, label: 'I do not want to any more (no password is needed)' },
    ],
  }),
  es: ({ link, until, stepBack }) => ({
    subject: 'Accompany: algo espera tu respuesta',
    parts: [
      `Lo que prometiste tiene que confirmarse de nuevo hasta el ${until}, porque algo cambió. Sin tu respuesta termina entonces.`,
      'Inicia sesión para leer qué cambió y confirmarlo:',
      { link },
      { link: stepBack, label: 'Ya no quiero (no necesitas contraseña)' },
    ],
  }),
};

export const placeWaits: MailTemplate<Needs> = {
  en: ({ link, until, stepBack }) => ({
    subject: 'Accompany: something waits for your answer',
    parts: [
      `A place is held for you until ${until}. After that it is offered to the next person.`,
      'Sign in to take it:',
      { link },
      { link: stepBack, label: 'I do not want it any more (no password is needed)' },
    ],
  }),
  es: ({ link, until, stepBack }) => ({
    subject: 'Accompany: algo espera tu respuesta',
    parts: [
      `Hay un lugar guardado para ti hasta el ${until}. Después se ofrece a la siguiente persona.`,
      'Inicia sesión para tomarlo:',
      { link },
      { link: stepBack, label: 'Ya no lo quiero (no necesitas contraseña)' },
    ],
  }),
};

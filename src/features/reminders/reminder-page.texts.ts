import type { Language } from '../../platform/words/index.js';
import type { Step } from './reminder-links.js';
import type { Fault } from './reminder-steps.js';

export interface PageTexts {
  title: string;
  ask: Record<Step, (when: string) => string>;
  button: Record<Step, string>;
  done: Record<Step, (when: string) => string>;
  when: string;
  reason: string;
  signIn: string;
  dead: string;
  faults: Record<Fault, string>;
}

export const texts: Record<Language, PageTexts> = {
  en: {
    title: 'Accompany',
    ask: {
      CONFIRM: (when) => `You planned something for ${when}. Are you coming?`,
      RESCHEDULE: (when) => `You planned something for ${when}. When will you do it instead?`,
      STEP_BACK: (when) =>
        `You planned something for ${when}. Do you want to give it back, so that others can take it?`,
    },
    button: { CONFIRM: 'Yes, I am coming', RESCHEDULE: 'Move it', STEP_BACK: 'Give it back' },
    done: {
      CONFIRM: (when) => `Done: they know that you are coming on ${when}.`,
      RESCHEDULE: (when) => `Done: it is planned for ${when}.`,
      STEP_BACK: () => 'Done: you gave it back. Thank you for saying so.',
    },
    when: 'New time, by your own clock',
    reason: 'It is soon, and people count on it. Please say why:',
    signIn: 'This cannot be answered here. Sign in to see why, and what you can do.',
    dead: 'This link leads nowhere any more. Sign in to see what you planned.',
    faults: {
      TIME_UNREADABLE: 'Choose a day and a time.',
      TIME_OUTSIDE: 'Choose a time that is still to come, and within the time in which it can be done.',
      REASON_MISSING: 'Please say why, then send it again.',
      REASON_UNREADABLE: 'Say it in plain text of up to 2,000 characters.',
    },
  },
  es: {
    title: 'Accompany',
    ask: {
      CONFIRM: (when) => `Planeaste algo para el ${when}. ¿Vas a ir?`,
      RESCHEDULE: (when) => `Planeaste algo para el ${when}. ¿Cuándo lo harás, si no es entonces?`,
      STEP_BACK: (when) => `Planeaste algo para el ${when}. ¿Quieres dejarlo, para que otras personas puedan tomarlo?`,
    },
    button: { CONFIRM: 'Sí, voy a ir', RESCHEDULE: 'Cambiarlo', STEP_BACK: 'Dejarlo' },
    done: {
      CONFIRM: (when) => `Listo: ya se sabe que vas a ir el ${when}.`,
      RESCHEDULE: (when) => `Listo: quedó para el ${when}.`,
      STEP_BACK: () => 'Listo: lo dejaste. Gracias por avisar.',
    },
    when: 'Nuevo momento, según tu reloj',
    reason: 'Falta poco, y hay gente que cuenta con ello. Por favor, di por qué:',
    signIn: 'Esto no se puede responder aquí. Inicia sesión para ver por qué, y qué puedes hacer.',
    dead: 'Este enlace ya no lleva a nada. Inicia sesión para ver lo que planeaste.',
    faults: {
      TIME_UNREADABLE: 'Elige un día y una hora.',
      TIME_OUTSIDE: 'Elige un momento que todavía esté por venir, dentro del tiempo en que se puede hacer.',
      REASON_MISSING: 'Por favor, di por qué y envíalo de nuevo.',
      REASON_UNREADABLE: 'Dilo en texto simple de 2.000 caracteres como máximo.',
    },
  },
};

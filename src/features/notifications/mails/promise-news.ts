import type { MailTemplate } from '../mail-text.js';

type Needs = { link: string };

export const noShowRecorded: MailTemplate<Needs> = {
  en: ({ link }) => ({
    subject: 'Accompany: please look at this',
    parts: [
      'It was put down that nobody came for something that you had pledged. If that is wrong, say so within 14 days: someone else looks at it then.',
      'Sign in to see it:',
      { link },
    ],
  }),
  es: ({ link }) => ({
    subject: 'Accompany: por favor, mira esto',
    parts: [
      'Se anotó que nadie acudió a algo a lo que te habías comprometido. Si no es así, dilo en un plazo de 14 días: entonces lo mirará otra persona.',
      'Inicia sesión para verlo:',
      { link },
    ],
  }),
};

export const noShowContested: MailTemplate<Needs> = {
  en: ({ link }) => ({
    subject: 'Accompany: something waits for your answer',
    parts: [
      'Someone says that they did come, though it was put down that nobody did. Please look at it: whoever did not put it down answers, where there is someone.',
      'Sign in to answer:',
      { link },
    ],
  }),
  es: ({ link }) => ({
    subject: 'Accompany: algo espera tu respuesta',
    parts: [
      'Alguien dice que sí acudió, aunque se anotó que no había ido nadie. Por favor, míralo: responde quien no lo anotó, si hay alguien más.',
      'Inicia sesión para responder:',
      { link },
    ],
  }),
};

export const contestAnswered: MailTemplate<Needs> = {
  en: ({ link }) => ({
    subject: 'Accompany: there is news for you',
    parts: [
      'What you said about a visit that was put down as missed has been answered.',
      'Sign in to see it:',
      { link },
    ],
  }),
  es: ({ link }) => ({
    subject: 'Accompany: hay novedades para ti',
    parts: [
      'Respondieron a lo que dijiste sobre una ocasión que se anotó como ausencia.',
      'Inicia sesión para verlo:',
      { link },
    ],
  }),
};

export const skipRequested: MailTemplate<Needs> = {
  en: ({ link }) => ({
    subject: 'Accompany: something waits for your answer',
    parts: ['Someone asks to leave out one time of what they pledged.', 'Sign in to answer:', { link }],
  }),
  es: ({ link }) => ({
    subject: 'Accompany: algo espera tu respuesta',
    parts: [
      'Alguien pide saltarse una de las ocasiones a las que se comprometió.',
      'Inicia sesión para responder:',
      { link },
    ],
  }),
};

export const skipAgreed: MailTemplate<Needs> = {
  en: ({ link }) => ({
    subject: 'Accompany: there is news for you',
    parts: [
      'One time of what you pledged may be left out. If you had not asked for it, say whether you would like to.',
      'Sign in to see it:',
      { link },
    ],
  }),
  es: ({ link }) => ({
    subject: 'Accompany: hay novedades para ti',
    parts: [
      'Puedes saltarte una de las ocasiones a las que te comprometiste. Si no lo habías pedido, di si quieres hacerlo.',
      'Inicia sesión para verlo:',
      { link },
    ],
  }),
};

export const reportUnanswered: MailTemplate<Needs> = {
  en: ({ link }) => ({
    subject: 'Accompany: something waits for your answer',
    parts: [
      'What someone reported as done has waited for an answer for two weeks. After 30 days it counts as unconfirmed.',
      'Sign in to answer:',
      { link },
    ],
  }),
  es: ({ link }) => ({
    subject: 'Accompany: algo espera tu respuesta',
    parts: [
      'Lo que alguien informó como hecho espera respuesta desde hace dos semanas. Pasados 30 días queda como no confirmado.',
      'Inicia sesión para responder:',
      { link },
    ],
  }),
};

export const pledgeLapsing: MailTemplate<Needs> = {
  en: ({ link }) => ({
    subject: 'Accompany: please read this today',
    parts: [
      'Something that you pledged was due, and nothing was heard of it. If you did it, report it. If it comes round and you are still in, check in. If you cannot, give it back. Otherwise your place goes to someone else in a few days.',
      'Sign in to say what it is:',
      { link },
    ],
  }),
  es: ({ link }) => ({
    subject: 'Accompany: por favor, lee esto hoy',
    parts: [
      'Llegó el momento de algo a lo que te comprometiste y no se supo nada. Si lo hiciste, infórmalo. Si se repite y sigues ahí, dilo. Si no puedes, devuélvelo. Si no, en unos días tu lugar será para otra persona.',
      'Inicia sesión para decir cómo está:',
      { link },
    ],
  }),
};

export const pledgeLapsed: MailTemplate<Needs> = {
  en: ({ link }) => ({
    subject: 'Accompany: there is news for you',
    parts: [
      'A pledge of yours has lapsed, and its place goes to someone else. If you did what you pledged, you can report it all the same; and you can pledge again.',
      'Sign in to see it:',
      { link },
    ],
  }),
  es: ({ link }) => ({
    subject: 'Accompany: hay novedades para ti',
    parts: [
      'Un compromiso tuyo caducó y su lugar es para otra persona. Si hiciste aquello a lo que te comprometiste, aún puedes informarlo; y puedes volver a comprometerte.',
      'Inicia sesión para verlo:',
      { link },
    ],
  }),
};

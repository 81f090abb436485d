import type { AskTemplateType } from './ask-template.graphql.js';
import { AskKind } from './ask.graphql.js';

interface Words {
  title: string;
  description: string;
  unit: string;
  dos: string;
  donts: string;
}

interface Template {
  key: string;
  kind: AskKind;
  quantityWanted: number;
  noticeHours: number;
  en: Words;
  es: Words;
}

/** What communities ask for most, worded so that an ally need not guess; every word can be changed. */
const TEMPLATES: readonly Template[] = [
  {
    key: 'show-up',
    kind: AskKind.SHOW_UP,
    quantityWanted: 20,
    noticeHours: 24,
    en: {
      title: 'Stand with us',
      description: 'Come and be there with us. We tell you where to stand and what is planned when you arrive.',
      unit: 'people',
      dos: 'Come ten minutes early. Ask the people in charge what is needed.',
      donts: 'Do not speak to the press or the police for us. Do not post faces.',
    },
    es: {
      title: 'Acompáñanos',
      description: 'Ven y acompáñanos. Al llegar te decimos dónde ponerte y qué está previsto.',
      unit: 'personas',
      dos: 'Llega diez minutos antes. Pregunta a quienes organizan qué hace falta.',
      donts: 'No hables con la prensa ni con la policía en nuestro nombre. No publiques caras.',
    },
  },
  {
    key: 'translate',
    kind: AskKind.TRANSLATE,
    quantityWanted: 10,
    noticeHours: 24,
    en: {
      title: 'Translate a letter',
      description: 'Translate letters and notices so that everyone here can read them. We send you the text.',
      unit: 'pages',
      dos: 'Use plain words. Ask when a word could harm someone.',
      donts: 'Do not keep copies. Do not put the text into online tools.',
    },
    es: {
      title: 'Traduce una carta',
      description: 'Traduce cartas y avisos para que todas las personas aquí puedan leerlos. Te enviamos el texto.',
      unit: 'páginas',
      dos: 'Usa palabras sencillas. Pregunta si una palabra puede perjudicar a alguien.',
      donts: 'No guardes copias. No metas el texto en herramientas en línea.',
    },
  },
  {
    key: 'transport',
    kind: AskKind.TRANSPORT,
    quantityWanted: 8,
    noticeHours: 48,
    en: {
      title: 'Drive people to a hearing',
      description: 'Pick people up, bring them to the hearing and home again.',
      unit: 'seats',
      dos: 'Be on time. Say if your car has steps or takes a wheelchair.',
      donts: 'Do not ask about anyone’s papers or case.',
    },
    es: {
      title: 'Lleva a personas a una audiencia',
      description: 'Recoge a personas, llévalas a la audiencia y de vuelta a casa.',
      unit: 'plazas',
      dos: 'Sé puntual. Di si tu coche tiene escalón o admite silla de ruedas.',
      donts: 'No preguntes por los papeles ni por el caso de nadie.',
    },
  },
  {
    key: 'host',
    kind: AskKind.HOST,
    quantityWanted: 4,
    noticeHours: 72,
    en: {
      title: 'Lend us a room',
      description: 'We need a room to meet in, reachable without steps, for about two hours.',
      unit: 'meetings',
      dos: 'Leave us the keys, or open and close. Tell us about toilets and heating.',
      donts: 'Do not stay for the meeting unless we invite you.',
    },
    es: {
      title: 'Préstanos una sala',
      description: 'Necesitamos una sala para reunirnos, accesible sin escalones, unas dos horas.',
      unit: 'reuniones',
      dos: 'Déjanos las llaves, o abre y cierra. Cuéntanos cómo son los baños y la calefacción.',
      donts: 'No te quedes en la reunión si no te invitamos.',
    },
  },
  {
    key: 'contact-decision-maker',
    kind: AskKind.CONTACT_DECISION_MAKER,
    quantityWanted: 50,
    noticeHours: 0,
    en: {
      title: 'Write to the decision-maker',
      description: 'Write or call in your own name and say what we demand. We give you the points that matter.',
      unit: 'letters',
      dos: 'Say who you are and why it concerns you. Keep to our demand.',
      donts: 'Do not offer compromises. Do not speak for us.',
    },
    es: {
      title: 'Escribe a quien decide',
      description: 'Escribe o llama en tu propio nombre y di lo que exigimos. Te damos los puntos que importan.',
      unit: 'cartas',
      dos: 'Di quién eres y por qué te importa. Quédate con nuestra exigencia.',
      donts: 'No ofrezcas concesiones. No hables por nosotras.',
    },
  },
  {
    key: 'spread-the-word',
    kind: AskKind.SPREAD,
    quantityWanted: 30,
    noticeHours: 0,
    en: {
      title: 'Pass it on',
      description: 'Bring our leaflet to your workplace, school, congregation or neighbours, and talk about it.',
      unit: 'places',
      dos: 'Use our words and our pictures as they are.',
      donts: 'Do not tell stories of ours that we have not published.',
    },
    es: {
      title: 'Corre la voz',
      description: 'Lleva nuestro folleto a tu trabajo, escuela, congregación o vecindario, y habla de ello.',
      unit: 'lugares',
      dos: 'Usa nuestras palabras y nuestras imágenes tal como están.',
      donts: 'No cuentes historias nuestras que no hayamos publicado.',
    },
  },
];

/** In the language asked for where there is one, else in English. All are of the lowest risk tier. */
export function askTemplates(language: string): AskTemplateType[] {
  const spanish = language.toLowerCase().startsWith('es');
  return TEMPLATES.map(({ en, es, ...rest }) => ({ ...rest, ...(spanish ? es : en), language: spanish ? 'es' : 'en' }));
}

/** Null for a key that no template has. */
export function askTemplate(key: string, language: string): AskTemplateType | null {
  return askTemplates(language).find((template) => template.key === key) ?? null;
}

import type { TemplateKey, TemplateWords } from './ask-template-words.js';

export const spanish: Readonly<Record<TemplateKey, TemplateWords>> = {
  'show-up': {
    title: 'Acompáñanos',
    description: 'Ven y acompáñanos. Al llegar te decimos dónde ponerte y qué está previsto.',
    unit: 'personas',
    dos: 'Llega diez minutos antes. Pregunta a quienes organizan qué hace falta.',
    donts: 'No hables con la prensa ni con la policía en nuestro nombre. No publiques caras.',
  },
  'speak-up': {
    title: 'Habla por ti',
    description:
      'Cuenta en público, con tus palabras, cómo es vivir esto. Para quienes lo vivimos; nadie está obligado.',
    unit: 'personas',
    dos: 'Di lo que quieras decir y calla lo que no. Si quieres, nos sentamos a tu lado.',
    donts: 'No nombres a nadie que no lo haya aceptado.',
  },
  amplify: {
    title: 'Corre la voz',
    description: 'Lleva nuestro folleto a tu trabajo, escuela, congregación o vecindario, y habla de ello.',
    unit: 'lugares',
    dos: 'Usa nuestras palabras y nuestras imágenes tal como están.',
    donts: 'No cuentes historias nuestras que no hayamos publicado.',
  },
  skill: {
    title: 'Préstanos tu oficio',
    description:
      'Haz para nosotras lo que haces en tu trabajo: asesorar, reparar, cuidar niñas y niños, llevar cuentas.',
    unit: 'horas',
    dos: 'Di qué sabes hacer y qué no. Explícalo para que la próxima vez podamos hacerlo sin ayuda.',
    donts: 'No decidas por nosotras. No cuentes a nadie lo que veas aquí.',
  },
  translate: {
    title: 'Traduce una carta',
    description: 'Traduce cartas y avisos para que todas las personas aquí puedan leerlos. Te enviamos el texto.',
    unit: 'páginas',
    dos: 'Usa palabras sencillas. Pregunta si una palabra puede perjudicar a alguien.',
    donts: 'No guardes copias. No metas el texto en herramientas en línea.',
  },
  'lend-a-room': {
    title: 'Préstanos una sala',
    description: 'Necesitamos una sala para reunirnos, accesible sin escalones, unas dos horas.',
    unit: 'reuniones',
    dos: 'Déjanos las llaves, o abre y cierra. Cuéntanos cómo son los baños y la calefacción.',
    donts: 'No te quedes en la reunión si no te invitamos.',
  },
  transport: {
    title: 'Lleva a personas a una audiencia',
    description: 'Recoge a personas, llévalas a la audiencia y de vuelta a casa.',
    unit: 'plazas',
    dos: 'Sé puntual. Di si tu coche tiene escalón o admite silla de ruedas.',
    donts: 'No preguntes por los papeles ni por el caso de nadie.',
  },
  money: {
    title: 'Comparte lo que puedas',
    description: 'Aporta al fondo común. Te decimos cómo enviarlo, para qué es y, después, en qué se gastó.',
    unit: 'euros',
    dos: 'Da lo que puedas seguir dando. Pídenos la cuenta; no la publicamos.',
    donts: 'No pidas a cambio gracias, voto ni nombre. No recaudes en nuestro nombre.',
  },
  supply: {
    title: 'Trae lo que está en la lista',
    description: 'Trae cosas de nuestra lista, en buen estado. Te decimos dónde dejarlas y cuándo.',
    unit: 'cosas',
    dos: 'Pregunta antes de traer otra cosa. Di si es un préstamo.',
    donts: 'No traigas lo que tú no usarías.',
  },
  'change-practice': {
    title: 'Cambia cómo se hace en tu entorno',
    description:
      'Consigue que cambie una norma o una costumbre en tu trabajo, escuela o club. Te decimos cuál y qué sería mejor.',
    unit: 'lugares',
    dos: 'Averigua quién decide. Hazlo en tu propio nombre y cuéntanos cómo fue, también si no salió.',
    donts: 'No te conformes con menos en nuestro nombre. No nombres a nadie de aquí.',
  },
  'contact-decision-maker': {
    title: 'Escribe a quien decide',
    description: 'Escribe o llama en tu propio nombre y di lo que exigimos. Te damos los puntos que importan.',
    unit: 'cartas',
    dos: 'Di quién eres y por qué te importa. Quédate con nuestra exigencia.',
    donts: 'No ofrezcas concesiones. No hables por nosotras.',
  },
  'challenge-own-circle': {
    title: 'Alza la voz entre los tuyos',
    description:
      'Di algo cuando familia, amistades o colegas hablen así de nosotras. Te damos palabras que han servido.',
    unit: 'conversaciones',
    dos: 'Habla de lo que has visto y aprendido. No abandones la conversación.',
    donts: 'No nos pongas de ejemplo. No nos cuentes lo que se dijo si no preguntamos.',
  },
  host: {
    title: 'Aloja a alguien',
    description:
      'Aloja una noche a alguien de aquí, o cocina para un grupo. Te decimos quién, cuántas personas y cuánto tiempo.',
    unit: 'noches',
    dos: 'Cuenta cómo es tu casa: escalones, animales, quién vive. Da a la gente una puerta que pueda cerrar.',
    donts: 'No preguntes por qué lo necesita. No digas a nadie que está ahí.',
  },
  'listen-and-learn': {
    title: 'Ven a escuchar',
    description: 'Ven a una tarde en la que contamos cómo es, y lee antes lo que te enviamos.',
    unit: 'personas',
    dos: 'Léelo antes. Escucha hasta el final. Pregunta al final, o después.',
    donts: 'No grabes. No respondas con una historia tuya.',
  },
  'lend-a-hand': {
    title: 'Echa una mano',
    description: 'Ven y ayuda con lo que haga falta ese día: mesas, sopa, sobres.',
    unit: 'horas',
    dos: 'Pregunta qué sigue. Quédate el tiempo que dijiste.',
    donts: 'No reorganices las cosas. No hagas fotos.',
  },
};

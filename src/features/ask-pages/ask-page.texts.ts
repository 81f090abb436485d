import type { PageLanguage } from '../../platform/pages/page-language.js';
import type { AccessFeature, Figure } from './ask-page.query.js';

/** The names of languages in themselves: whoever looks for theirs reads no other. */
export const LANGUAGE_NAMES: Record<PageLanguage, string> = { en: 'English', es: 'Español', ar: 'العربية' };

export interface AskTexts {
  skip: string;
  inOtherLanguage: string;
  by: (community: string, campaign: string) => string;
  why: string;
  ranked: (rank: number) => string;
  demand: (title: string, decisionMaker: string) => string;
  what: string;
  when: string;
  anyTime: string;
  from: (time: string) => string;
  until: (time: string) => string;
  between: (start: string, end: string) => string;
  shifts: string;
  where: string;
  online: string;
  effort: (minutes: number) => string;
  access: string;
  features: Record<AccessFeature, string>;
  risk: string;
  /** By tier. */
  risks: readonly string[];
  mitigations: string;
  dos: string;
  donts: string;
  prerequisites: string;
  suits: string;
  standing: string;
  wanted: string;
  pledged: string;
  waiting: string;
  attested: string;
  share: string;
  figure: (figure: Figure) => string;
  threshold: (quantity: string, time: string) => string;
  attestedBy: (community: string) => string;
  state: Record<'OPEN' | 'FULL' | 'NOT_NOW' | 'OVER', string>;
  pledge: string;
  pledgeBy: string;
  linkLabel: string;
  linkHint: string;
  goOn: string;
  noLink: string;
  shortLink: string;
  qr: string;
  campaignPage: string;
  old: (time: string) => string;
  nothingTitle: string;
  nothing: string;
}

const exactly = (locale: string, rounded: (number: string) => string, few?: string) => {
  const numbers = new Intl.NumberFormat(locale);
  return ({ value, text, isExact }: Figure): string => {
    if (value === null) return few ?? text;
    return isExact ? numbers.format(value) : rounded(numbers.format(value));
  };
};

const en: AskTexts = {
  skip: 'Skip to the ask',
  inOtherLanguage: 'In another language',
  by: (community, campaign) => `Asked by ${community}, in the campaign “${campaign}”`,
  why: 'Why',
  ranked: (rank) => `The community put this need in place ${rank}.`,
  demand: (title, decisionMaker) => `The demand: ${title}. Who decides: ${decisionMaker}.`,
  what: 'What is asked',
  when: 'When',
  anyTime: 'Any time.',
  from: (time) => `From ${time}.`,
  until: (time) => `Until ${time}.`,
  between: (start, end) => `From ${start} to ${end}.`,
  shifts: 'Times to choose from',
  where: 'Where',
  online: 'It can be done from anywhere.',
  effort: (minutes) => `It takes about ${minutes} minutes.`,
  access: 'Who can take part',
  features: {
    CHILDCARE: 'Children are looked after.',
    EASY_LANGUAGE: 'In easy language.',
    INTERPRETING: 'With interpreting.',
    STEP_FREE: 'Without steps.',
  },
  risk: 'The risk to you',
  risks: ['None to speak of.', 'Low.', 'Considerable.', 'High.'],
  mitigations: 'What is done about it',
  dos: 'What helps',
  donts: 'What harms, however well it is meant',
  prerequisites: 'What you need first',
  suits: 'Whom it suits',
  standing: 'Where it stands',
  wanted: 'Wanted',
  pledged: 'Pledged',
  waiting: 'Waiting for a place',
  attested: 'Done, as the community says',
  share: 'Done, of what is wanted',
  figure: exactly('en-GB', (number) => `${number} or more`),
  threshold: (quantity, time) => `It starts only if ${quantity} are pledged by ${time}.`,
  attestedBy: (community) => `Whether it was done is said by ${community}, not by those who pledge.`,
  state: {
    OPEN: 'Pledges are taken.',
    FULL: 'It is full: further pledges wait for a place.',
    NOT_NOW: 'No pledges are taken at the moment.',
    OVER: 'It is over.',
  },
  pledge: 'Pledge',
  pledgeBy:
    'You have the link that the community gives to people it asks? Then you can pledge now, without an account.',
  linkLabel: 'The link, or the code at its end',
  linkHint: 'It contains “#a_”. It is not part of this address, so that the page can be shown to anyone.',
  goOn: 'Read what you agree to, and pledge',
  noLink: 'You have no such link? Ask someone of the community for it.',
  shortLink: 'This page',
  qr: 'Code for cameras that leads to this page',
  campaignPage: 'The whole campaign',
  old: (time) => `As of ${time}. Newer figures cannot be read at the moment.`,
  nothingTitle: 'There is nothing here',
  nothing: 'This address leads to no ask that everyone may see. Check it for slips, or ask whoever gave it to you.',
};

const es: AskTexts = {
  skip: 'Ir a la petición',
  inOtherLanguage: 'En otro idioma',
  by: (community, campaign) => `Lo pide ${community}, en la campaña «${campaign}»`,
  why: 'Por qué',
  ranked: (rank) => `La comunidad puso esta necesidad en el lugar ${rank}.`,
  demand: (title, decisionMaker) => `La exigencia: ${title}. Quien decide: ${decisionMaker}.`,
  what: 'Qué se pide',
  when: 'Cuándo',
  anyTime: 'En cualquier momento.',
  from: (time) => `Desde el ${time}.`,
  until: (time) => `Hasta el ${time}.`,
  between: (start, end) => `Desde el ${start} hasta el ${end}.`,
  shifts: 'Turnos para elegir',
  where: 'Dónde',
  online: 'Se puede hacer desde cualquier lugar.',
  effort: (minutes) => `Lleva unos ${minutes} minutos.`,
  access: 'Quién puede participar',
  features: {
    CHILDCARE: 'Hay quien cuida a los niños.',
    EASY_LANGUAGE: 'En lenguaje fácil.',
    INTERPRETING: 'Con interpretación.',
    STEP_FREE: 'Sin escalones.',
  },
  risk: 'El riesgo para ti',
  risks: ['Ninguno que merezca mención.', 'Bajo.', 'Considerable.', 'Alto.'],
  mitigations: 'Qué se hace para reducirlo',
  dos: 'Qué ayuda',
  donts: 'Qué hace daño, aunque la intención sea buena',
  prerequisites: 'Qué necesitas antes',
  suits: 'Para quién es',
  standing: 'Cómo va',
  wanted: 'Se busca',
  pledged: 'Comprometido',
  waiting: 'Esperan un lugar',
  attested: 'Hecho, según la comunidad',
  share: 'Hecho, de lo que se busca',
  figure: exactly('es', (number) => `${number} o más`),
  threshold: (quantity, time) => `Solo empieza si se comprometen ${quantity} antes del ${time}.`,
  attestedBy: (community) => `Si se hizo, lo dice ${community}, no quien se compromete.`,
  state: {
    OPEN: 'Se aceptan compromisos.',
    FULL: 'Está completo: los compromisos nuevos esperan un lugar.',
    NOT_NOW: 'Por ahora no se aceptan compromisos.',
    OVER: 'Ya terminó.',
  },
  pledge: 'Comprometerse',
  pledgeBy: '¿Tienes el enlace que la comunidad da a quien pide ayuda? Entonces puedes comprometerte ya, sin cuenta.',
  linkLabel: 'El enlace, o el código con que termina',
  linkHint:
    'Contiene «\u2066#a_\u2069». No es parte de esta dirección, para que la página se pueda mostrar a cualquiera.',
  goOn: 'Leer qué aceptas, y comprometerte',
  noLink: '¿No tienes ese enlace? Pídelo a alguien de la comunidad.',
  shortLink: 'Esta página',
  qr: 'Código para cámaras que lleva a esta página',
  campaignPage: 'Toda la campaña',
  old: (time) => `Situación del ${time}. Por ahora no se pueden leer cifras más nuevas.`,
  nothingTitle: 'Aquí no hay nada',
  nothing:
    'Esta dirección no lleva a ninguna petición que todo el mundo pueda ver. Revísala, o pregunta a quien te la dio.',
};

const ar: AskTexts = {
  skip: 'انتقل إلى الطلب',
  inOtherLanguage: 'بلغة أخرى',
  by: (community, campaign) => `يطلبه ${community}، ضمن حملة «${campaign}»`,
  why: 'لماذا',
  ranked: (rank) => `وضع المجتمع هذه الحاجة في المرتبة ${rank}.`,
  demand: (title, decisionMaker) => `المطلب: ${title}. صاحب القرار: ${decisionMaker}.`,
  what: 'ما المطلوب',
  when: 'متى',
  anyTime: 'في أي وقت.',
  from: (time) => `ابتداءً من ${time}.`,
  until: (time) => `حتى ${time}.`,
  between: (start, end) => `من ${start} إلى ${end}.`,
  shifts: 'أوقات للاختيار',
  where: 'أين',
  online: 'يمكن القيام به من أي مكان.',
  effort: (minutes) => `يستغرق نحو ${minutes} دقيقة.`,
  access: 'من يستطيع المشاركة',
  features: {
    CHILDCARE: 'توجد رعاية للأطفال.',
    EASY_LANGUAGE: 'بلغة سهلة.',
    INTERPRETING: 'مع ترجمة فورية.',
    STEP_FREE: 'بلا درجات.',
  },
  risk: 'الخطر عليك',
  risks: ['لا خطر يُذكر.', 'منخفض.', 'كبير.', 'مرتفع جدًا.'],
  mitigations: 'ما يُفعل لتقليله',
  dos: 'ما يساعد',
  donts: 'ما يضر مهما حسنت النية',
  prerequisites: 'ما تحتاج إليه أولًا',
  suits: 'لمن يناسب',
  standing: 'إلى أين وصل',
  wanted: 'المطلوب',
  pledged: 'المتعهَّد به',
  waiting: 'بانتظار مكان',
  attested: 'أُنجز، بشهادة المجتمع',
  share: 'أُنجز من المطلوب',
  figure: exactly('ar', (number) => `${number} أو أكثر`, 'عدد قليل'),
  threshold: (quantity, time) => `لا يبدأ إلا إذا بلغت التعهدات ${quantity} قبل ${time}.`,
  attestedBy: (community) => `من يقول إن كان قد أُنجز هو ${community}، لا من يتعهد.`,
  state: {
    OPEN: 'التعهدات مقبولة.',
    FULL: 'اكتمل العدد: التعهدات الجديدة تنتظر مكانًا.',
    NOT_NOW: 'لا تُقبل تعهدات في الوقت الحالي.',
    OVER: 'انتهى.',
  },
  pledge: 'تعهَّد',
  pledgeBy: 'هل لديك الرابط الذي يعطيه المجتمع لمن يطلب منهم؟ يمكنك إذن أن تتعهد الآن، من دون حساب.',
  linkLabel: 'الرابط، أو الرمز الذي في آخره',
  linkHint: 'فيه «\u2066#a_\u2069». وهو ليس جزءًا من هذا العنوان، حتى يمكن عرض الصفحة على أي شخص.',
  goOn: 'اقرأ ما توافق عليه، ثم تعهَّد',
  noLink: 'ليس لديك رابط كهذا؟ اطلبه من أحد أفراد المجتمع.',
  shortLink: 'هذه الصفحة',
  qr: 'رمز للكاميرات يقود إلى هذه الصفحة',
  campaignPage: 'الحملة كلها',
  old: (time) => `كما كان في ${time}. لا يمكن قراءة أرقام أحدث الآن.`,
  nothingTitle: 'لا شيء هنا',
  nothing: 'لا يقود هذا العنوان إلى طلب يراه الجميع. تحقق منه، أو اسأل من أعطاك إياه.',
};

export const askTexts: Record<PageLanguage, AskTexts> = { en, es, ar };

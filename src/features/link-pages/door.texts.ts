import type { PageLanguage } from '../../platform/pages/page-language.js';

/** What a link may be for besides an ask, by the letter that its code begins with. */
export type OtherLink = 's' | 'i' | 'r' | 'c' | 'h' | 'e';

export interface DoorTexts {
  title: string;
  about: string;
  paste: string;
  label: string;
  hint: string;
  goOn: string;
  faultsTitle: string;
  over: string;
  otherTitle: string;
  other: Record<OtherLink, string>;
  howTo: string;
}

const en: DoorTexts = {
  title: 'Accompany',
  about:
    'Here communities say what they need, and allies pledge to do it. Campaigns have pages of their own; ask the community for the address.',
  paste: 'You came by a link?',
  label: 'Your link, or the code at its end',
  hint: 'Copy the whole address into this field, with what follows the #.',
  goOn: 'Go on',
  faultsTitle: 'This did not work',
  over: 'This link or code does not work (any more). Ask whoever gave it to you for a new one.',
  otherTitle: 'A link for a program',
  other: {
    s: 'This is a start link: whoever comes first founds a community on this server with it. Nothing was used up by looking.',
    i: 'This is an invitation into a community. Nothing was used up by looking. It is for you alone, and works once.',
    r: 'This is an invitation to represent an organization. Nothing was used up by looking.',
    c: 'This is an invitation for a community to lead a campaign together with another. Nothing was used up by looking.',
    h: 'With this link someone offers to hand over to you what they pledged. Nothing was used up by looking.',
    e: 'With this link you confirm what you said by phone or on paper. Nothing was used up by looking.',
  },
  howTo:
    'This page cannot do that. Open the program that your community uses, choose “I have a link”, and paste it there. If you do not know which program that is, ask whoever gave you the link.',
};

const es: DoorTexts = {
  title: 'Accompany',
  about:
    'Aquí las comunidades dicen lo que necesitan, y sus aliadas y aliados se comprometen a hacerlo. Las campañas tienen sus propias páginas; pide la dirección a la comunidad.',
  paste: '¿Llegaste por un enlace?',
  label: 'Tu enlace, o el código con que termina',
  hint: 'Copia en este campo la dirección entera, con lo que sigue a la #.',
  goOn: 'Seguir',
  faultsTitle: 'Esto no funcionó',
  over: 'Este enlace o código no funciona (o ya no). Pide uno nuevo a quien te lo dio.',
  otherTitle: 'Un enlace para un programa',
  other: {
    s: 'Este es un enlace de inicio: quien llega primero funda con él una comunidad en este servidor. Con mirar no se gastó nada.',
    i: 'Esta es una invitación a una comunidad. Con mirar no se gastó nada. Es solo para ti, y funciona una vez.',
    r: 'Esta es una invitación a representar a una organización. Con mirar no se gastó nada.',
    c: 'Esta es una invitación para que una comunidad dirija una campaña junto con otra. Con mirar no se gastó nada.',
    h: 'Con este enlace alguien te ofrece pasarte aquello a lo que se comprometió. Con mirar no se gastó nada.',
    e: 'Con este enlace confirmas lo que dijiste por teléfono o en papel. Con mirar no se gastó nada.',
  },
  howTo:
    'Esta página no puede hacerlo. Abre el programa que usa tu comunidad, elige que tienes un enlace, y pégalo allí. Si no sabes qué programa es, pregunta a quien te dio el enlace.',
};

const ar: DoorTexts = {
  title: 'Accompany',
  about: 'هنا تقول المجتمعات ما تحتاج إليه، ويتعهد الحلفاء بالقيام به. للحملات صفحاتها؛ اطلب العنوان من المجتمع.',
  paste: 'هل جئت برابط؟',
  label: 'رابطك، أو الرمز الذي في آخره',
  hint: 'انسخ العنوان كله في هذا الحقل، مع ما يلي العلامة #.',
  goOn: 'تابع',
  faultsTitle: 'لم ينجح هذا',
  over: 'هذا الرابط أو الرمز لا يعمل (أو لم يعد يعمل). اطلب رابطًا جديدًا ممن أعطاك إياه.',
  otherTitle: 'رابط لبرنامج',
  other: {
    s: 'هذا رابط بداية: من يأتي أولًا يؤسس به مجتمعًا على هذا الخادم. لم يُستهلك شيء بالنظر إليه.',
    i: 'هذه دعوة إلى مجتمع. لم يُستهلك شيء بالنظر إليها. هي لك وحدك، وتعمل مرة واحدة.',
    r: 'هذه دعوة إلى تمثيل منظمة. لم يُستهلك شيء بالنظر إليها.',
    c: 'هذه دعوة لمجتمع كي يقود حملة مع مجتمع آخر. لم يُستهلك شيء بالنظر إليها.',
    h: 'بهذا الرابط يعرض عليك شخص أن يسلمك ما تعهد به. لم يُستهلك شيء بالنظر إليه.',
    e: 'بهذا الرابط تؤكد ما قلته بالهاتف أو على الورق. لم يُستهلك شيء بالنظر إليه.',
  },
  howTo:
    'لا تستطيع هذه الصفحة القيام بذلك. افتح البرنامج الذي يستعمله مجتمعك، وقل إن لديك رابطًا، والصقه هناك. إن لم تعرف أي برنامج هو، فاسأل من أعطاك الرابط.',
};

export const doorTexts: Record<PageLanguage, DoorTexts> = { en, es, ar };

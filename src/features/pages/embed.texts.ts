import type { PageLanguage } from '../../platform/pages/page-language.js';
import type { CampaignFigures } from './campaign-figures.js';

export interface EmbedTexts {
  share: string;
  wanted: string;
  pledged: string;
  reported: string;
  attested: string;
  states: Partial<Record<CampaignFigures['state'], string>>;
  asOf(when: string): string;
  more: string;
  opensNew: string;
  measure: string;
  amount: string;
  describing(name: string): string;
  missing: string;
  away: string;
}

export const embedTexts: Record<PageLanguage, EmbedTexts> = {
  en: {
    share: 'Confirmed as done, of what is wanted',
    wanted: 'Wanted',
    pledged: 'Pledged',
    reported: 'Reported, not confirmed yet',
    attested: 'Confirmed by the community',
    states: { STOPPED: 'The campaign stands still for now.', CONCLUDED: 'The campaign is over.' },
    asOf: (when) => `As it was on ${when}. It cannot be read anew right now.`,
    more: 'See the campaign',
    opensNew: 'opens in a new tab',
    measure: 'What',
    amount: 'How much',
    describing: (name) => `How far the campaign ${name} has come`,
    missing: 'There is no such campaign here.',
    away: 'The figures cannot be read right now. Please come again shortly.',
  },
  es: {
    share: 'Confirmado como hecho, de lo que se quiere',
    wanted: 'Se quiere',
    pledged: 'Comprometido',
    reported: 'Informado, aún sin confirmar',
    attested: 'Confirmado por la comunidad',
    states: { STOPPED: 'La campaña está parada por ahora.', CONCLUDED: 'La campaña terminó.' },
    asOf: (when) => `Así estaba el ${when}. Ahora mismo no se puede leer de nuevo.`,
    more: 'Ver la campaña',
    opensNew: 'se abre en otra pestaña',
    measure: 'Qué',
    amount: 'Cuánto',
    describing: (name) => `Hasta dónde ha llegado la campaña ${name}`,
    missing: 'Aquí no hay tal campaña.',
    away: 'Las cifras no se pueden leer ahora mismo. Vuelve en un momento.',
  },
  ar: {
    share: 'ما تأكّد إنجازه من المطلوب',
    wanted: 'المطلوب',
    pledged: 'ما تعهّد به الناس',
    reported: 'ما أُبلغ عنه ولم يتأكّد بعد',
    attested: 'ما أكّده المجتمع',
    states: { STOPPED: 'الحملة متوقفة حاليًا.', CONCLUDED: 'انتهت الحملة.' },
    asOf: (when) => `كما كانت في ${when}. لا يمكن قراءتها من جديد الآن.`,
    more: 'صفحة الحملة',
    opensNew: 'تُفتح في علامة تبويب جديدة',
    measure: 'البند',
    amount: 'المقدار',
    describing: (name) => `إلى أين وصلت حملة ${name}`,
    missing: 'لا توجد حملة كهذه هنا.',
    away: 'لا يمكن قراءة الأرقام الآن. عُد بعد قليل من فضلك.',
  },
};

import type { PageLanguage } from '../../platform/pages/page-language.js';
import type { BandShown, FigureShown, ShareShown } from './campaign-figures.js';

interface Words {
  orMore(number: string): string;
  fewerThan(k: string): string;
  fewerThanInEach(k: string): string;
  byFewerThan(k: string): string;
  byFewerThanInEach(k: string): string;
  ofFewerThan(k: string): string;
  nothingToShare: string;
  bands: Record<Exclude<BandShown, 'NONE'>, (percent: (share: number) => string) => string>;
}

/**
 * What is told of a figure, in the language of a page. The API tells it in English or in a person's language; pages speak
 * others too, and write numbers as their readers do. Only what the API told is told again: the k of `fewer than k` stands in
 * its text alone.
 */
export class FigureWords {
  private readonly numbers: Intl.NumberFormat;
  private readonly percents: Intl.NumberFormat;
  private readonly words: Words;

  constructor(language: PageLanguage) {
    this.numbers = new Intl.NumberFormat(language);
    this.percents = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 });
    this.words = texts[language];
  }

  number(value: number): string {
    return this.numbers.format(value);
  }

  figure({ value, text, isExact }: FigureShown): string {
    if (value === null) return this.hidden(text);
    return isExact ? this.number(value) : this.words.orMore(this.number(value));
  }

  share({ value, band, text }: ShareShown): string {
    if (value !== null) return this.percent(value);
    if (band === null) return this.hidden(text);
    return band === 'NONE' ? this.percent(0) : this.words.bands[band]((share) => this.percent(share));
  }

  /** Rounded down, as the API does: what is not all of it never reads 100 %. */
  percent(share: number): string {
    return this.percents.format(Math.floor(share * 100) / 100);
  }

  private hidden(text: string): string {
    const [digits] = /\d+/.exec(text) ?? [];
    if (digits === undefined) return this.words.nothingToShare;
    const k = this.number(Number(digits));
    if (text.startsWith('of ')) return this.words.ofFewerThan(k);
    const inEach = text.endsWith('in each ask');
    if (text.startsWith('by ')) return inEach ? this.words.byFewerThanInEach(k) : this.words.byFewerThan(k);
    return inEach ? this.words.fewerThanInEach(k) : this.words.fewerThan(k);
  }
}

const texts: Record<PageLanguage, Words> = {
  en: {
    orMore: (number) => `${number} or more`,
    fewerThan: (k) => `fewer than ${k}`,
    fewerThanInEach: (k) => `fewer than ${k} in each ask`,
    byFewerThan: (k) => `by fewer than ${k} people`,
    byFewerThanInEach: (k) => `by fewer than ${k} people in each ask`,
    ofFewerThan: (k) => `of fewer than ${k} people`,
    nothingToShare: 'nothing to share',
    bands: {
      UNDER_A_QUARTER: (percent) => `under ${percent(0.25)}`,
      A_QUARTER_OR_MORE: (percent) => `${percent(0.25)} or more`,
      HALF_OR_MORE: (percent) => `${percent(0.5)} or more`,
      THREE_QUARTERS_OR_MORE: (percent) => `${percent(0.75)} or more`,
      ALL: () => 'all',
    },
  },
  es: {
    orMore: (number) => `${number} o más`,
    fewerThan: (k) => `menos de ${k}`,
    fewerThanInEach: (k) => `menos de ${k} en cada petición`,
    byFewerThan: (k) => `de menos de ${k} personas`,
    byFewerThanInEach: (k) => `de menos de ${k} personas en cada petición`,
    ofFewerThan: (k) => `de menos de ${k} personas`,
    nothingToShare: 'nada que repartir',
    bands: {
      UNDER_A_QUARTER: (percent) => `menos del ${percent(0.25)}`,
      A_QUARTER_OR_MORE: (percent) => `${percent(0.25)} o más`,
      HALF_OR_MORE: (percent) => `${percent(0.5)} o más`,
      THREE_QUARTERS_OR_MORE: (percent) => `${percent(0.75)} o más`,
      ALL: () => 'todo',
    },
  },
  ar: {
    orMore: (number) => `${number} أو أكثر`,
    fewerThan: (k) => `أقل من ${k}`,
    fewerThanInEach: (k) => `أقل من ${k} في كل طلب`,
    byFewerThan: (k) => `من أقل من ${k} أشخاص`,
    byFewerThanInEach: (k) => `من أقل من ${k} أشخاص في كل طلب`,
    ofFewerThan: (k) => `من أقل من ${k} أشخاص`,
    nothingToShare: 'لا شيء مطلوب بعد',
    bands: {
      UNDER_A_QUARTER: (percent) => `أقل من ${percent(0.25)}`,
      A_QUARTER_OR_MORE: (percent) => `${percent(0.25)} أو أكثر`,
      HALF_OR_MORE: (percent) => `${percent(0.5)} أو أكثر`,
      THREE_QUARTERS_OR_MORE: (percent) => `${percent(0.75)} أو أكثر`,
      ALL: () => 'الكل',
    },
  },
};

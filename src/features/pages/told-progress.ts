import type { Kept } from '../../platform/pages/last-good.js';
import { type Direction, directionOf, type PageLanguage } from '../../platform/pages/page-language.js';
import { directionOfText, legible } from '../../platform/pictures/lettering.js';
import type { BandShown, CampaignFigures, FigureShown } from './campaign-figures.js';
import { embedTexts } from './embed.texts.js';
import { FigureWords } from './figure-words.js';

export interface ToldRow {
  label: string;
  value: string;
  /** Of the longest, from 0 to 1; null where it may not be told how much it is. */
  length: number | null;
}

/** The headline and the way from wanted to done, in the words of one language: what pictures and frames show. */
export interface ToldProgress {
  handle: string;
  language: PageLanguage;
  direction: Direction;
  name: string;
  nameDirection: Direction;
  /** As a BCP 47 tag, of the name. */
  nameLanguage: string;
  shareLabel: string;
  share: string;
  /** From 0 to 1, as far as it may be told. */
  shareLength: number | null;
  rows: ToldRow[];
  /** What stands below: that it stands still, or that the figures are old. */
  notes: string[];
}

/** At least so much of the bar is filled by a band. */
const BANDS: Record<BandShown, number> = {
  NONE: 0,
  UNDER_A_QUARTER: 0,
  A_QUARTER_OR_MORE: 0.25,
  HALF_OR_MORE: 0.5,
  THREE_QUARTERS_OR_MORE: 0.75,
  ALL: 1,
};

export function told({ value: campaign, at, isOld }: Kept<CampaignFigures>, language: PageLanguage): ToldProgress {
  const texts = embedTexts[language];
  const { progress, timeZone } = campaign;
  const direction = directionOf(language);
  const name = legible(campaign.name) || campaign.handle;
  const { value, band } = progress.shareAttested;
  const standing = texts.states[campaign.state];
  return {
    handle: campaign.handle,
    language,
    direction,
    name,
    nameDirection: directionOfText(name, direction),
    nameLanguage: campaign.language,
    shareLabel: texts.share,
    share: new FigureWords(language).share(progress.shareAttested),
    shareLength: value ?? (band && BANDS[band]),
    rows: rowsOf(progress, language),
    notes: [
      ...(standing === undefined ? [] : [standing]),
      ...(isOld ? [texts.asOf(instant(at, language, timeZone))] : []),
    ],
  };
}

function rowsOf(progress: CampaignFigures['progress'], language: PageLanguage): ToldRow[] {
  const texts = embedTexts[language];
  const words = new FigureWords(language);
  const figures: [string, FigureShown][] = [
    [texts.wanted, { value: progress.wanted, text: String(progress.wanted), isExact: true }],
    [texts.pledged, progress.pledged.quantity],
    [texts.reported, progress.reported.quantity],
    [texts.attested, progress.attested.quantity],
  ];
  const longest = Math.max(1, ...figures.map(([, { value }]) => value ?? 0));
  return figures.map(([label, figure]) => ({
    label,
    value: words.figure(figure),
    length: figure.value === null ? null : figure.value / longest,
  }));
}

function instant(at: Date, language: PageLanguage, timeZone: string): string {
  const format = { dateStyle: 'medium', timeStyle: 'long', timeZone } as const;
  return new Intl.DateTimeFormat(language, format).format(at);
}

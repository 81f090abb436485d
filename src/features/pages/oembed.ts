import { escapeHtml } from '../../platform/html.js';
import { pageLanguages } from '../../platform/pages/page-language.js';
import { legible } from '../../platform/pictures/lettering.js';
import type { CampaignFigures } from './campaign-figures.js';
import { CARD } from './progress-card.js';

const SIZE = { width: 480, height: 440 };

export interface Linked {
  handle: string;
  /** That the link asks for; empty for the reader's own. */
  language: string;
}

export interface Size {
  width: number;
  height: number;
  mayBePictured: boolean;
}

/** The campaign to which an address of ours leads; null for any other address. */
export function campaignAt(address: string, publicUrl: string): Linked | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  const home = new URL(publicUrl);
  if (url.origin !== home.origin || url.username !== '' || url.password !== '') return null;
  const base = home.pathname.replace(/\/$/, '');
  if (!url.pathname.startsWith(`${base}/c/`)) return null;
  const [, handle] = /^\/c\/([a-z0-9][a-z0-9-]*)(?:\/embed)?\/?$/.exec(url.pathname.slice(base.length)) ?? [];
  if (handle === undefined) return null;
  return { handle, language: pageLanguages.find((one) => one === url.searchParams.get('lang')) ?? '' };
}

/** Of the frame, within what whoever asks has room for; null where that is no size. */
export function sizeWithin(maxWidth: unknown, maxHeight: unknown): Size | null {
  const [width, height] = [roomOf(maxWidth), roomOf(maxHeight)];
  if (width === null || height === null) return null;
  return {
    width: Math.min(SIZE.width, width),
    height: Math.min(SIZE.height, height),
    mayBePictured: width >= CARD.width && height >= CARD.height,
  };
}

function roomOf(sent: unknown): number | null {
  if (sent === undefined) return Number.POSITIVE_INFINITY;
  if (typeof sent !== 'string' || !/^[1-9]\d{0,5}$/.test(sent)) return null;
  return Number(sent);
}

/** https://oembed.com, 2.3.4.4, type "rich". */
export function oembedOf(
  { handle, name }: Pick<CampaignFigures, 'handle' | 'name'>,
  { language, width, height, mayBePictured }: Linked & Size,
  publicUrl: string,
): Readonly<Record<string, string | number>> {
  const title = legible(name) || handle;
  const chosen = language === '' ? '' : `?lang=${language}`;
  const attributes = {
    src: `${publicUrl}/c/${handle}/embed${chosen}`,
    title,
    width,
    height,
    loading: 'lazy',
    referrerpolicy: 'no-referrer',
    sandbox: 'allow-popups allow-popups-to-escape-sandbox',
    style: 'border:0;max-width:100%',
  };
  const written = Object.entries(attributes).map(([key, value]) => `${key}="${escapeHtml(String(value))}"`);
  return {
    version: '1.0',
    type: 'rich',
    title,
    provider_name: 'Accompany',
    provider_url: publicUrl,
    cache_age: 300,
    html: `<iframe ${written.join(' ')}></iframe>`,
    width,
    height,
    ...(mayBePictured && {
      thumbnail_url: `${publicUrl}/c/${handle}/card.png${chosen}`,
      thumbnail_width: CARD.width,
      thumbnail_height: CARD.height,
    }),
  };
}

export function asXml(told: Readonly<Record<string, string | number>>): string {
  const elements = Object.entries(told).map(([name, value]) => `<${name}>${escapeHtml(String(value))}</${name}>`);
  return `<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n<oembed>${elements.join('')}</oembed>\n`;
}

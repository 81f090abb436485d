import type { PageLanguage } from '../../platform/pages/page-language.js';
import { ar } from './pledge-form.ar.js';
import { en } from './pledge-form.en.js';
import { es } from './pledge-form.es.js';
import type { PledgeTexts } from './pledge-texts.js';

export const pledgeTexts: Record<PageLanguage, PledgeTexts> = { en, es, ar };

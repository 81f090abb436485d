import type { Language } from '../../platform/words/index.js';
import type { Topic } from './topics.js';

/** As a mail or a page calls them, where no organizer explains them. */
export const topicNames: Readonly<Record<Topic, Readonly<Record<Language, string>>>> = {
  MY_PLEDGES: { en: 'About what you promised', es: 'Sobre lo que prometiste' },
  MY_STANDING: { en: 'About where you take part', es: 'Sobre los lugares donde participas' },
  COMMUNITY_WORK: { en: 'What waits for you or concerns you', es: 'Lo que te espera o te concierne' },
  ROUNDS_AND_DECISIONS: { en: 'Votes and decisions', es: 'Votaciones y decisiones' },
  ACCOUNT_SAFETY: { en: 'The safety of your account', es: 'La seguridad de tu cuenta' },
};

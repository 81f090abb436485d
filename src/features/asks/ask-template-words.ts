export type TemplateKey =
  | 'show-up'
  | 'speak-up'
  | 'amplify'
  | 'skill'
  | 'translate'
  | 'lend-a-room'
  | 'transport'
  | 'money'
  | 'supply'
  | 'change-practice'
  | 'contact-decision-maker'
  | 'challenge-own-circle'
  | 'host'
  | 'listen-and-learn'
  | 'lend-a-hand';

/** A template in one language. */
export interface TemplateWords {
  title: string;
  description: string;
  unit: string;
  dos: string;
  donts: string;
}

import type { AskKind } from '../../features/asks/index.js';
import type { PriorityKey } from './priorities.js';

/** What comes of an ask in the demo. */
export type AskFate = 'open' | 'paused' | 'closed' | 'cancelled' | 'draft' | 'dropped';

export interface AskText {
  priority: PriorityKey;
  fate: AskFate;
  language: 'en' | 'es';
  kind: `${AskKind}`;
  title: string;
  description: string;
  unit: string;
  wanted: number;
  slots?: number;
  /** How much one pledge is, from and to. */
  each?: readonly [number, number];
  /** Happens at one time, in so many days, for so many hours; else any time within the coming weeks. */
  inDays?: number;
  hours?: number;
  noticeHours?: number;
  place?: string;
  riskTier?: 0 | 1 | 2;
  riskNotes?: string;
  dos?: string;
  donts?: string;
  suits?: string;
  access?: string;
  forAlliesOnly?: boolean;
  /** How many pledge; by people affected where only they may. */
  pledges: number;
  /** Why it was cancelled, or a draft was dropped. */
  because?: string;
}

export const ROOM = {
  place: 'The room behind the laundry, 214 Elm Street',
  access:
    'Step-free from the courtyard; the toilet has a step. Childcare in the next room. Spanish and English. / Sin escalones desde el patio; el baño tiene uno. Hay cuidado de niñas y niños.',
} as const;

export const COURT = {
  place: 'County courthouse, room 304',
  access: 'Elevator and accessible toilets. Security at the door: metal goes into a tray, no photographs.',
} as const;

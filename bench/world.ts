import { createHash } from 'node:crypto';
import { hashToken } from '../src/platform/crypto/keys.js';
import type { Scale } from './scale.js';
import { contenderNames } from './names.js';

/** One community with one campaign, as it is seeded. */
export interface Home {
  key: string;
  asks: number;
  pledgesPerAsk: number;
  pledgers: number;
  allies: number;
  wanted: number;
  slots: number;
  /** Every how many-th ask is full and has a waitlist; 0 for none. */
  fullEvery: number;
}

export type Part = 'person' | 'membership' | 'community' | 'campaign' | 'priority' | 'mandate' | 'ask' | 'pledge';
export type Role = 'steward' | 'organizer' | 'pledger' | 'ally';

const FULL_EVERY = 5;
/** Under the places that an ask may have. */
const MOST_TO_AN_ASK = 90_000;
const DAY = 24 * 60 * 60 * 1000;

/** What the seeded database holds, computed alike by all processes from scale and seed: nothing is handed around. */
export class World {
  readonly campaigns: readonly Home[];
  readonly hot: Home;
  /** An ask for each contender, to compare what they answer and write. */
  readonly twins: Home;
  readonly growth: readonly Home[];
  /** When those who pledge mean to come: the same day for all, after every ask begins. */
  readonly planned = new Date(Math.ceil(Date.now() / DAY + 25) * DAY).toISOString();

  constructor(
    readonly scale: Scale,
    readonly seed: string,
    withGrowth = false,
  ) {
    const { asksPerCampaign: asks, pledgersPerCommunity: pledgers, alliesPerCommunity: allies } = scale;
    this.campaigns = Array.from({ length: scale.campaigns }, (_, index) => ({
      ...room(scale.pledgesPerAsk),
      key: `${index + 1}`,
      asks,
      pledgers,
      allies,
      fullEvery: FULL_EVERY,
    }));
    const empty = { pledgesPerAsk: 0, pledgers: 1, fullEvery: 0 };
    const places = { slots: scale.hotPlaces, wanted: 1_000 };
    this.hot = { ...empty, ...places, key: 'hot', asks: scale.hotAsks, allies: scale.hotAllies };
    this.twins = { ...empty, key: 'twins', asks: contenderNames.length, allies: 4, slots: 2, wanted: 1_000 };
    // As many asks and people in each, so that nothing but their pledges differs.
    const enough = Math.max(asks, ...scale.growth.map((pledges) => Math.ceil(pledges / MOST_TO_AN_ASK)));
    this.growth = (withGrowth ? scale.growth : []).map((pledges) => ({
      ...room(Math.ceil(pledges / enough)),
      asks: enough,
      key: `growth-${pledges}`,
      // Whoever finished may pledge again, so few people can have made many pledges.
      pledgers: Math.min(pledgers, Math.ceil(Math.min(...scale.growth) / enough)),
      allies: scale.growthAllies,
      fullEvery: 0,
    }));
  }

  get homes(): Home[] {
    return [...this.campaigns, this.hot, this.twins, ...this.growth];
  }

  /** The same as bench.id() in the database. */
  id(part: Part, ...names: (string | number)[]): string {
    const hex = createHash('md5')
      .update([this.seed, part, ...names].join(':'))
      .digest('hex');
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
  }

  handle(home: Home): string {
    return `campaign-${home.key}`;
  }

  token(home: Home, role: Role, index: number): string {
    const secret = createHash('sha256').update(`${this.seed}:token:${home.key}:${role}:${index}`).digest('base64url');
    return `acc_${secret}`;
  }

  digest(home: Home, role: Role, index: number): Buffer {
    return hashToken(this.token(home, role, index));
  }

  /** Asks of a campaign that still have room; the others are full from the start. */
  openAsks(home: Home): number[] {
    return Array.from({ length: home.asks }, (_, index) => index + 1).filter((ask) => !isFull(home, ask));
  }
}

export function isFull(home: Home, ask: number): boolean {
  return home.fullEvery > 0 && ask % home.fullEvery === 0;
}

function room(pledgesPerAsk: number): Pick<Home, 'pledgesPerAsk' | 'wanted' | 'slots'> {
  return { pledgesPerAsk, wanted: 2_000 + 4 * pledgesPerAsk, slots: 1_000 + pledgesPerAsk };
}

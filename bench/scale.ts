/** How much there is in the seeded database. */
export interface Scale {
  name: string;
  campaigns: number;
  asksPerCampaign: number;
  pledgesPerAsk: number;
  /** Those whose pledges are there from the start, in each community. */
  pledgersPerCommunity: number;
  /** Those who pledge while it is measured, in each community: each once to every ask. */
  alliesPerCommunity: number;
  /** Asks that everyone wants at once, one after another. */
  hotAsks: number;
  hotAllies: number;
  /** Places of a hot ask: fewer than allies, so that selling too many would show. */
  hotPlaces: number;
  /** Pledges in one campaign, for --growth. */
  growth: number[];
  /** Those who pledge to each ask of such a campaign while it is measured. */
  growthAllies: number;
  /** Requests of each scenario that each contender answers before it is measured. */
  warmUp: number;
}

/** What the bar is for. */
const GROWTH = [10_000, 100_000, 1_000_000, 4_000_000];

export const scales: readonly Scale[] = [
  {
    name: 'tiny',
    campaigns: 2,
    asksPerCampaign: 25,
    pledgesPerAsk: 12,
    pledgersPerCommunity: 15,
    alliesPerCommunity: 120,
    hotAsks: 200,
    hotAllies: 40,
    hotPlaces: 30,
    growth: [500, 5_000],
    growthAllies: 200,
    warmUp: 40,
  },
  {
    name: 'small',
    campaigns: 20,
    asksPerCampaign: 20,
    pledgesPerAsk: 125,
    pledgersPerCommunity: 150,
    alliesPerCommunity: 600,
    hotAsks: 1_000,
    hotAllies: 200,
    hotPlaces: 150,
    growth: GROWTH,
    growthAllies: 600,
    warmUp: 8_000,
  },
  {
    name: 'full',
    campaigns: 200,
    asksPerCampaign: 20,
    pledgesPerAsk: 100,
    pledgersPerCommunity: 150,
    alliesPerCommunity: 60,
    hotAsks: 800,
    hotAllies: 200,
    hotPlaces: 150,
    growth: GROWTH,
    growthAllies: 600,
    warmUp: 8_000,
  },
];

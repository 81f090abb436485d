import { DASHBOARD, FROM_TABLES, LISTING, PLEDGE, type PledgeInput } from './documents.js';
import { post } from './load/connection.js';
import type { ContenderName, ScenarioName } from './names.js';
import type { Home, World } from './world.js';

/** What to ask: a scenario, of all campaigns or of one. */
export interface Task {
  scenario: ScenarioName;
  /** The key of a home. */
  campaign?: string;
}

/** The same question in the words of each contender, and who asks. */
export interface Question {
  token: string | null;
  limit: { path: string; body: unknown };
  /** The rivals speak the same schema. */
  accompany: Operation;
  /** It makes a schema of its own from the tables. */
  postgraphile: Operation;
}

export interface Operation {
  query: string;
  variables: Record<string, unknown>;
}

export interface Questions {
  /** Null when there is nobody left who could ask. */
  at(index: number): Question | null;
  /** How many differ; the same ones come again after that. Infinity for pledges, which come once. */
  period: number;
  /** Matches every answer that was wanted. Postgres sets spaces around colons. */
  mark: RegExp;
}

export const labelOf = ({ scenario, campaign }: Task) =>
  campaign === undefined ? scenario : `${scenario} of ${campaign}`;

export const writes = (scenario: ScenarioName) => scenario.startsWith('W1');

export function questionsOf(world: World, { scenario, campaign }: Task): Questions {
  const homes = campaign === undefined ? world.campaigns : [homeOf(world, campaign)];
  switch (scenario) {
    case 'R1':
      return reads(dashboards(world, homes));
    case 'R1-hot':
      return reads(dashboards(world, world.campaigns.slice(0, 1)));
    case 'R2':
      return reads(homes.map((home) => listing(world, home)));
    case 'W1':
      return pledges((index) => spread(world, homes, index), /"state" ?: ?"ACTIVE"/);
    case 'W1-hot':
      return pledges((index) => crowd(world, index), /"state" ?: ?"(?:ACTIVE|WAITLISTED)"/);
  }
}

/** The bytes that ask it of a contender. */
export function message(name: ContenderName, { token, limit, accompany, postgraphile }: Question): string {
  if (name === 'limit') return post(limit.path, limit.body, token);
  if (name === 'row-lock') return post('/pledge-in-steps', limit.body, token);
  return post('/graphql', name === 'postgraphile' ? postgraphile : accompany, token);
}

/** Half of the readers of a dashboard are nobody, the other half organize the campaign. */
function dashboards(world: World, homes: readonly Home[]): Question[] {
  return homes.flatMap((home) => {
    const handle = world.handle(home);
    const question = {
      limit: { path: '/dashboard', body: { handle } },
      accompany: query(DASHBOARD, handle),
      postgraphile: query(FROM_TABLES.dashboard, handle),
    };
    return [
      { ...question, token: null },
      { ...question, token: world.token(home, 'organizer', 1) },
    ];
  });
}

/** Who pledged is told to those who organize. */
function listing(world: World, home: Home): Question {
  const handle = world.handle(home);
  return {
    token: world.token(home, 'organizer', 1),
    limit: { path: '/listing', body: { handle } },
    accompany: query(LISTING, handle),
    postgraphile: query(FROM_TABLES.listing, handle),
  };
}

function query(text: string, handle: string): Operation {
  return { query: text, variables: { handle } };
}

function reads(questions: readonly Question[]): Questions {
  return {
    at: (index) => questions[index % questions.length] ?? null,
    period: questions.length,
    mark: /^\{"data" ?: ?\{"campaign" ?: ?\{"id"/,
  };
}

function pledges(at: Questions['at'], mark: RegExp): Questions {
  return { at, period: Number.POSITIVE_INFINITY, mark };
}

/** One after another to another community, another ask, another ally. */
function spread(world: World, homes: readonly Home[], index: number): Question | null {
  const home = homes[index % homes.length];
  if (!home) return null;
  const asks = world.openAsks(home);
  const turn = Math.floor(index / homes.length);
  const ask = asks[turn % asks.length] ?? 1;
  const ally = Math.floor(turn / asks.length) + 1;
  return ally > home.allies ? null : pledge(world, home, ask, ally);
}

/** All allies of one ask, then all of the next: there is one ask that everyone wants at any time. */
function crowd(world: World, index: number): Question | null {
  const home = world.hot;
  const ask = Math.floor(index / home.allies) + 1;
  return ask > home.asks ? null : pledge(world, home, ask, (index % home.allies) + 1);
}

export function pledge(world: World, home: Home, ask: number, ally: number, attempt = 1): Question {
  const input: PledgeInput = {
    idempotencyKey: `${home.key}-${ask}-${ally}-${attempt}`.padStart(12, 'k'),
    askId: world.id('ask', home.key, ask),
    quantity: 1,
    plan: { when: world.planned, where: 'Canal Street', firstStep: 'I ask my neighbour for the car.' },
    briefVersion: 1,
    termsVersion: 1,
    agreementVersion: 1,
    acceptedRiskTier: 0,
  };
  return {
    token: world.token(home, 'ally', ally),
    limit: { path: '/pledge', body: input },
    accompany: { query: PLEDGE, variables: { input } },
    postgraphile: { query: FROM_TABLES.pledge, variables: { sent: input } },
  };
}

function homeOf(world: World, key: string): Home {
  const home = world.homes.find((one) => one.key === key);
  if (!home) throw new Error(`There is no home "${key}".`);
  return home;
}

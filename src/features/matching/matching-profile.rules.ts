import type { AskKind, Capacity, RiskBuffer } from '../asks/index.js';
import type { AccessNeed } from './matching-profile.graphql.js';

export interface NamedCapacity {
  capacity: Capacity;
  detail: string;
}

export interface Position {
  latitude: number;
  longitude: number;
}

/** What a person said of themselves so that asks can be suggested to them. Nobody else is shown any of it. */
export interface MatchingProfile {
  capacities: readonly NamedCapacity[];
  languages: readonly string[];
  hoursPerWeek: number | null;
  distanceKm: number | null;
  position: Position | null;
  isOnlineOnly: boolean;
  kindsNotDone: readonly AskKind[];
  accessNeeds: readonly AccessNeed[];
  buffers: readonly RiskBuffer[];
}

export type Capacities = Omit<MatchingProfile, 'buffers'>;

/** As sent: what is undefined stays as it is, and null clears. */
export type CapacitiesSent = {
  [Field in keyof Omit<Capacities, 'capacities'>]?: Capacities[Field] | null | undefined;
} & {
  capacities?: readonly { capacity: Capacity; detail?: string | null | undefined }[] | null | undefined;
};

export const NOTHING_SAID: MatchingProfile = {
  capacities: [],
  languages: [],
  hoursPerWeek: null,
  distanceKm: null,
  position: null,
  isOnlineOnly: false,
  kindsNotDone: [],
  accessNeeds: [],
  buffers: [],
};

export function changedBy(sent: CapacitiesSent, before: Capacities): Capacities {
  const kept = <T>(value: T | null | undefined, was: T, cleared: T): T =>
    value === undefined ? was : (value ?? cleared);
  const capacities = sent.capacities?.map(({ capacity, detail }) => ({ capacity, detail: detail ?? '' }));
  return {
    capacities: kept(sent.capacities === null ? null : capacities, before.capacities, []),
    languages: distinct(kept(sent.languages, before.languages, [])),
    hoursPerWeek: kept(sent.hoursPerWeek, before.hoursPerWeek, null),
    distanceKm: kept(sent.distanceKm, before.distanceKm, null),
    position: kept(sent.position && coarse(sent.position), before.position, null),
    isOnlineOnly: kept(sent.isOnlineOnly, before.isOnlineOnly, false),
    kindsNotDone: distinct(kept(sent.kindsNotDone, before.kindsNotDone, [])),
    accessNeeds: distinct(kept(sent.accessNeeds, before.accessNeeds, [])),
  };
}

/** The same capacity twice would leave open which detail counts; null where each is named once. */
export function namedTwice(capacities: CapacitiesSent['capacities']): string | null {
  const names = (capacities ?? []).map(({ capacity }) => capacity);
  return names.find((name, place) => names.indexOf(name) !== place) ?? null;
}

/** Within some 8 km: enough to tell what is near, and no address. What is finer is never stored. */
export function coarse({ latitude, longitude }: Position): Position {
  const toTenth = (degrees: number): number => Math.round(degrees * 10) / 10 + 0;
  return { latitude: toTenth(latitude), longitude: toTenth(longitude) };
}

/** Room for all buffers there are: a text of one length, so that what is kept does not tell how many somebody has. */
const BUFFERS_LENGTH = 128;

export function written({ buffers, ...capacities }: MatchingProfile): { capacities: string; buffers: string } {
  return { capacities: JSON.stringify(capacities), buffers: JSON.stringify(buffers).padEnd(BUFFERS_LENGTH) };
}

export function readBack(capacities: string, buffers: string): MatchingProfile {
  return { ...NOTHING_SAID, ...(JSON.parse(capacities) as Capacities), buffers: JSON.parse(buffers) as RiskBuffer[] };
}

export function saysNothing(profile: MatchingProfile): boolean {
  return JSON.stringify({ ...NOTHING_SAID, ...profile }) === JSON.stringify(NOTHING_SAID);
}

export function distinct<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}

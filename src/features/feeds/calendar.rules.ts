import { say, type Words } from '../../platform/words/words.js';

export type EventStatus = 'CONFIRMED' | 'TENTATIVE' | 'CANCELLED';

/** How much a calendar says. */
export type Detail = 'BY_RISK' | 'DISCREET' | 'FULL';

/** One entry of a calendar, without names of people. */
export interface CalendarEvent {
  /** Stays the same for as long as the thing itself does. */
  id: string;
  startsAt: Date;
  endsAt: Date;
  status: EventStatus;
  /** Grows whenever the entry says something else. */
  sequence: number;
  changedAt: Date;
  /** As the community wrote it; null where the entry is discreet. */
  title: string | null;
  /** What stands there instead. */
  summary: Words;
  campaignName: string | null;
  notes: readonly Words[];
  place: string | null;
}

/** What a discreet entry says. */
const NOTHING = { title: null, campaignName: null, notes: [], place: null };

interface Row {
  id: string;
  sequence: number;
  changedAt: Date;
}

/** What someone promised to do, at one time. */
export interface PledgedTime extends Row {
  pledgeState: string;
  /** Null while the pledge waits for a place: then nothing is due. */
  occurrenceState: string | null;
  startsAt: Date;
  askEndsAt: Date | null;
  title: string;
  place: string;
  /** Where about. */
  area: string;
  riskTier: number;
  campaignName: string;
  campaignState: string;
  stoppedAt: Date | null;
}

export interface CampaignNow {
  name: string;
  state: string;
  stoppedAt: Date | null;
  concludedAt: Date | null;
}

export interface AskTime extends Row {
  title: string;
  state: string;
  startsAt: Date | null;
  endsAt: Date | null;
  place: string;
  area: string;
  riskTier: number;
}

export interface RoundTime extends Row {
  state: string;
  opensAt: Date | null;
  closesAt: Date;
}

const PLEDGED_TIME: Words = 'Accompany: pledged time';
const AN_ASK: Words = 'Accompany: an ask';

const HOUR = 3_600_000;
/** A window longer than this is a time to choose from, not one that somebody spends. */
const LONGEST = 12 * HOUR;
/** From this tier on, who could look into a calendar matters more than what it says. */
const RISKY = 2;

const DONE = new Set(['REPORTED', 'ATTESTED', 'NO_SHOW', 'UNCONFIRMED']);
const KEPT = new Set(['FULFILLED', 'PARTLY_FULFILLED']);
const LIVE = new Set(['ACTIVE', 'WAITLISTED', 'CONDITIONAL', 'NEEDS_RECONFIRMATION']);

export function isDiscreet(detail: Detail, riskTier: number): boolean {
  return detail === 'DISCREET' || (detail === 'BY_RISK' && riskTier >= RISKY);
}

export function pledgedStatus({
  pledgeState,
  occurrenceState,
  campaignState,
  startsAt,
  stoppedAt,
}: PledgedTime): EventStatus {
  if (occurrenceState !== null && DONE.has(occurrenceState)) return 'CONFIRMED';
  if (occurrenceState === 'SKIPPED') return 'CANCELLED';
  if (KEPT.has(pledgeState)) return 'CONFIRMED';
  if (!LIVE.has(pledgeState) || standsStill(campaignState, stoppedAt, startsAt)) return 'CANCELLED';
  return pledgeState === 'ACTIVE' ? 'CONFIRMED' : 'TENTATIVE';
}

export function pledgedEvent(pledged: PledgedTime, detail: Detail): CalendarEvent {
  const { id, sequence, changedAt, startsAt, riskTier } = pledged;
  const status = pledgedStatus(pledged);
  const times = { startsAt, endsAt: endOf(startsAt, pledged.askEndsAt) };
  const same = { id, sequence, changedAt, status, ...times };
  if (isDiscreet(detail, riskTier)) return { ...same, ...NOTHING, summary: PLEDGED_TIME };
  // Where exactly to come is for those who come: not for who still waits, and never in a calendar when it is a risk.
  const isComing = pledged.pledgeState === 'ACTIVE' && riskTier < RISKY;
  const { title, campaignName, campaignState } = pledged;
  const place = status === 'CANCELLED' ? null : whereTo(pledged, isComing);
  const notes = explained(status, campaignState);
  return { ...same, title, summary: PLEDGED_TIME, campaignName, notes, place };
}

function whereTo({ place, area }: { place: string; area: string }, exactly: boolean): string | null {
  return (exactly && place) || area || null;
}

function explained(status: EventStatus, campaignState: string): Words[] {
  if (status === 'TENTATIVE') return ['Not settled yet: you wait for a place, for others, or are asked to confirm.'];
  if (status !== 'CANCELLED') return [];
  return [
    campaignState === 'STOPPED'
      ? 'The campaign is stopped: everything in it stands still.'
      : 'This does not take place for you.',
  ];
}

/** Null where an ask has no time of its own. */
export function askEvent(ask: AskTime, campaign: CampaignNow, detail: Detail): CalendarEvent | null {
  const startsAt = ask.startsAt ?? ask.endsAt;
  if (startsAt === null) return null;
  const endsAt = ask.endsAt !== null && ask.endsAt > startsAt ? ask.endsAt : hourAfter(startsAt);
  const { id, sequence, changedAt } = ask;
  const status = askStatus(ask, campaign, endsAt);
  const same = { id, sequence, changedAt, startsAt, endsAt, status };
  if (isDiscreet(detail, ask.riskTier)) return { ...same, ...NOTHING, summary: AN_ASK };
  const place = whereTo(ask, ask.riskTier < RISKY);
  const notes = stopped(campaign, status);
  return { ...same, title: ask.title, summary: AN_ASK, campaignName: campaign.name, notes, place };
}

function askStatus({ state }: AskTime, campaign: CampaignNow, endsAt: Date): EventStatus {
  if (state === 'CANCELLED' || campaignEnds(campaign, endsAt)) return 'CANCELLED';
  return state === 'PAUSED' ? 'TENTATIVE' : 'CONFIRMED';
}

/** When a round opens and when it closes; for whoever may know of rounds at all. */
export function roundEvents(round: RoundTime, campaign: CampaignNow, detail: Detail): CalendarEvent[] {
  const name = detail === 'DISCREET' ? null : campaign.name;
  const event = (part: string, startsAt: Date, summary: Words): CalendarEvent => {
    const status = round.state === 'CANCELLED' || campaignEnds(campaign, startsAt) ? 'CANCELLED' : 'CONFIRMED';
    const { id, sequence, changedAt } = round;
    const notes = name === null ? [] : stopped(campaign, status);
    const said = { ...NOTHING, summary, campaignName: name, notes };
    return { id: `${id}-${part}`, sequence, changedAt, status, startsAt, endsAt: hourAfter(startsAt), ...said };
  };
  const opens = name === null ? 'Accompany: a round opens' : say`The round on priorities opens: ${name}`;
  const closes = name === null ? 'Accompany: a round closes' : say`The round on priorities closes: ${name}`;
  return [
    ...(round.opensAt === null ? [] : [event('opens', round.opensAt, opens)]),
    event('closes', round.closesAt, closes),
  ];
}

function campaignEnds({ state, stoppedAt, concludedAt }: CampaignNow, at: Date): boolean {
  return standsStill(state, stoppedAt, at) || (state === 'CONCLUDED' && concludedAt !== null && at > concludedAt);
}

/** What was over when the campaign was stopped has happened. */
function standsStill(campaignState: string, stoppedAt: Date | null, at: Date): boolean {
  return campaignState === 'STOPPED' && (stoppedAt === null || at >= stoppedAt);
}

function stopped({ state }: CampaignNow, status: EventStatus): Words[] {
  if (status !== 'CANCELLED' || state !== 'STOPPED') return [];
  return ['The campaign is stopped: everything in it stands still.'];
}

/** An hour, where nothing says how long it takes: many calendars do not show what has no length. */
function endOf(startsAt: Date, askEndsAt: Date | null): Date {
  const left = askEndsAt === null ? 0 : askEndsAt.getTime() - startsAt.getTime();
  return askEndsAt !== null && left > 0 && left <= LONGEST ? askEndsAt : hourAfter(startsAt);
}

function hourAfter(instant: Date): Date {
  return new Date(instant.getTime() + HOUR);
}

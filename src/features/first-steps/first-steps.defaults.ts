import type { FirstPlanInput, StartCampaignInput } from './first-steps.inputs.js';

const DAY = 86_400_000;

interface Window {
  startsAt: Date | null;
  endsAt: Date | null;
  place: string | null;
  area?: string;
  language: string;
}

/** The plan, prefilled from the ask's window: when it opens; or in a day, but within it, when it is open. */
export function firstPlan(
  ask: Window,
  plan: FirstPlanInput,
  now = Date.now(),
): { when: Date; where: string; firstStep: string } {
  const opens = ask.startsAt?.getTime() ?? 0;
  const closes = ask.endsAt?.getTime() ?? Number.POSITIVE_INFINITY;
  const soon = now + Math.min(DAY, (closes - now) / 2);
  return {
    when: plan.when ?? new Date(opens > now ? opens : soon),
    where: plan.where ?? ask.place ?? ask.area ?? '',
    firstStep: plan.firstStep ?? (isSpanish(ask.language) ? 'Apuntarlo en mi calendario.' : 'Put it in my calendar.'),
  };
}

/** A window of two weeks from now, unless the founder says otherwise. */
export function firstWindow(
  input: { startsAt?: Date | null; endsAt?: Date | null },
  now = Date.now(),
): { startsAt: Date | null; endsAt: Date } {
  const startsAt = input.startsAt ?? null;
  return { startsAt, endsAt: input.endsAt ?? new Date((startsAt?.getTime() ?? now) + 14 * DAY) };
}

/** What allies read first, made of what the founder has said so far. */
export function firstBrief(input: StartCampaignInput): string {
  const { campaignName, communityName, demand, priority } = input;
  return isSpanish(input.language ?? 'en')
    ? `${campaignName}, de ${communityName}.\n\nExigimos: ${demand.title}. Quien decide: ${demand.decisionMaker}.\n\nLo primero: ${priority}`
    : `${campaignName}, by ${communityName}.\n\nWe demand: ${demand.title}. Who decides: ${demand.decisionMaker}.\n\nWhat comes first: ${priority}`;
}

/** The longest that a founding mandate may last, less a minute for the way to the database. */
export function foundingUntil(now = Date.now()): Date {
  return new Date(now + 30 * DAY - 60_000);
}

export function foundingReason(language: string | null | undefined): string {
  return isSpanish(language ?? 'en') ? 'Para empezar, con una firma.' : 'To begin, with one signature.';
}

function isSpanish(language: string): boolean {
  return language.toLowerCase().startsWith('es');
}

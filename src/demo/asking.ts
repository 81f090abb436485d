import { AskKind, AskVisibility } from '../features/asks/index.js';
import type { Campaigning } from './campaigning.js';
import type { Person } from './cast.js';
import type { Founded } from './gathering.js';
import type { PlannedAsk } from './plan.js';
import type { DemoServices } from './services.js';
import type { AskText, PriorityKey } from './texts/index.js';
import type { Watcher } from './watcher.js';

export interface DraftedAsk extends PlannedAsk {
  askId: string;
  startsAt: Date | null;
}

const DAY = 86_400_000;
const HOUR = 3_600_000;
const WINDOW_DAYS = 25;

/** Asks are drafted by those who need them, and opened by whoever runs the work. */
export class Asking {
  constructor(
    private readonly services: DemoServices,
    private readonly watcher: Watcher,
  ) {}

  async draft(
    { campaignId }: Founded,
    { priorities }: Campaigning,
    planned: readonly PlannedAsk[],
    people: readonly Person[],
    organizer: Person,
  ): Promise<DraftedAsk[]> {
    const drafted: DraftedAsk[] = [];
    for (const [index, ask] of planned.entries()) {
      // Every fourth one is written down by the ally who organizes.
      const drafter = (index % 4 === 0 ? organizer : people[ask.drafter]) ?? organizer;
      const window = windowOf(ask.text);
      const { askId } = await this.services.asks.draft(drafter.actor, {
        ...contentOf(ask.text),
        ...window,
        campaignId,
        priorityId: priorities.get(ask.text.priority) ?? '',
        externalId: `elm-${index + 1}`,
      });
      drafted.push({ ...ask, askId, startsAt: window.startsAt });
      this.watcher.step();
    }
    return drafted;
  }

  async open({ mandates }: Campaigning, drafted: readonly DraftedAsk[], by: Person): Promise<void> {
    for (const priority of ['heat', 'evictions', 'mold'] satisfies PriorityKey[]) {
      const askIds = drafted.filter(({ text }) => text.priority === priority).map(({ askId }) => askId);
      const mandateId = mandates.get(priority) ?? '';
      const { results } = await this.services.askStates.openAll(by.actor, { mandateId, askIds });
      const refused = results.find(({ userErrors }) => userErrors.length > 0);
      if (refused) throw new Error(`An ask does not open: ${refused.userErrors[0]?.code}`);
    }
  }

  /** Once the pledges are in. */
  async settle({ askId, text }: DraftedAsk, by: Person): Promise<void> {
    const { askStates } = this.services;
    if (text.fate === 'paused') await askStates.pause(by.actor, { askId });
    if (text.fate === 'closed') await askStates.close(by.actor, { askId });
    if (text.fate === 'cancelled' || text.fate === 'dropped') {
      await askStates.cancel(by.actor, { askId, reason: text.because ?? '' });
    }
  }
}

function contentOf(text: AskText) {
  const { priority: _priority, fate: _fate, each: _each, inDays: _inDays, hours: _hours, ...rest } = text;
  const { pledges: _pledges, because: _because, forAlliesOnly, kind, wanted, ...content } = rest;
  return {
    ...content,
    kind: AskKind[kind],
    quantityWanted: wanted,
    visibility: forAlliesOnly ? AskVisibility.ALLIES : AskVisibility.PUBLIC,
  };
}

function windowOf({ inDays, hours = 2 }: AskText): { startsAt: Date | null; endsAt: Date } {
  if (inDays === undefined) return { startsAt: null, endsAt: inTheMorning(WINDOW_DAYS) };
  const startsAt = inTheMorning(inDays);
  return { startsAt, endsAt: new Date(startsAt.getTime() + hours * HOUR) };
}

/** Nine or ten in the morning in the union's city. */
function inTheMorning(days: number): Date {
  const instant = new Date(Date.now() + days * DAY);
  instant.setUTCHours(15, 0, 0, 0);
  return instant;
}

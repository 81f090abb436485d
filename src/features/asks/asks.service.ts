import { Injectable } from '@nestjs/common';
import { type Actor, isPaused } from '../../platform/access/actor.js';
import { authorize } from '../../platform/access/rule.js';
import { Database } from '../../platform/database/database.js';
import { newId } from '../../platform/database/id.js';
import type { Tx } from '../../platform/database/tx.js';
import { Forbidden, NotFound, refuse } from '../../platform/graphql/errors.js';
import { say } from '../../platform/words/words.js';
import { actingFor, isOver, visibleCampaign } from '../campaigns/index.js';
import { refusePutAside, seenPriority } from '../priorities/index.js';
import { record } from '../record/index.js';
import {
  askDeed,
  contentOf,
  insertAsks,
  keepTerms,
  loadAsk,
  lockAsk,
  type Place,
  settleAsk,
  refuseIfLeadLeft,
  rewriteAsks,
  type StoredAsk,
} from './ask-rows.js';
import './ask.constraints.js';
import type { DraftAskInput, ReviseAskInput, RotateAskLinkInput } from './ask.inputs.js';
import type { DuplicateAskInput } from './ask-posting.inputs.js';
import { canDraftAsk, canRunAsks } from './ask.policy.js';
import { type AskContent, changesOf, differences, NEW_ASK, raisesTerms, revised } from './ask-content.rules.js';
import { type Clock, refuseFault } from './ask-faults.js';

export type AskDraft = Omit<DraftAskInput, 'idempotencyKey'>;

export interface RevisedAsk {
  askId: string;
  /** Whether it changed what those who pledged have taken on. */
  isMaterial: boolean;
  /** How many pledges are asked to confirm again. */
  pledgesAsked: number;
}

interface Change {
  changed: (keyof AskContent)[];
  isMaterial: boolean;
}

export interface Home extends Place, Clock {
  language: string;
}

/** Writes asks down and changes what they say. */
@Injectable()
export class AsksService {
  constructor(private readonly database: Database) {}

  draft(actor: Actor, input: DraftAskInput): Promise<{ askId: string }> {
    return this.database.write(actor, { name: 'draftAsk', input }, (tx) => this.draftWithin(tx, input));
  }

  /** Within a transaction of whoever drafts. */
  async draftWithin(tx: Tx, input: AskDraft): Promise<{ askId: string }> {
    const home = await homeOf(tx, input.campaignId, input.leadId);
    const { title, kind, unit, quantityWanted, priorityId } = input;
    const start = { ...NEW_ASK, priorityId, language: home.language, title, kind, unit, quantityWanted };
    const content = revised(start, changesOf(input));
    return { askId: await this.write(tx, home, content, differences(start, content)) };
  }

  /** Another draft with the words of an ask, and its times unless others are given: then all of them move alike. */
  duplicate(actor: Actor, input: DuplicateAskInput): Promise<{ askId: string }> {
    return this.database.write(actor, { name: 'duplicateAsk', input }, async (tx) => {
      const origin = await loadAsk(tx, input.askId);
      authorizeDraft(tx, origin);
      refuseIfLeadLeft(origin);
      const home = await homeOf(tx, origin.campaignId, origin.leadId ?? origin.communityId);
      const start = { ...contentOf(origin), externalId: null };
      const content = revised(moved(start, input.startsAt), changesOf(input));
      const changed = differences(start, content);
      return { askId: await this.write(tx, home, content, changed, origin.id) };
    });
  }

  revise(actor: Actor, input: ReviseAskInput): Promise<RevisedAsk> {
    return this.database.write(actor, { name: 'reviseAsk', input }, async (tx) => {
      const found = await loadAsk(tx, input.askId);
      authorizeRevision(tx, found);
      refuseIfLeadLeft(found);
      const ask = await lockAsk(tx, found, 'revise');
      // It may have opened while this waited for the lock.
      authorizeRevision(tx, ask);
      if (ask.version !== input.expectedVersion) {
        throw refuse(
          'STALE_VERSION',
          say`The ask is at version ${ask.version} now. Read it, then send your changes over that one.`,
          'expectedVersion',
        );
      }
      const content = revised(contentOf(ask), changesOf(input));
      const changed = differences(contentOf(ask), content);
      refuseFault(content, changed, ask);
      if (changed.includes('priorityId')) await this.refuseNewPriority(tx, ask, content.priorityId);
      // Nobody has accepted a draft.
      const isMaterial = ask.state !== 'DRAFT' && raisesTerms(changed);
      const pledgesAsked = changed.length > 0 ? await this.rewrite(tx, ask, content, { changed, isMaterial }) : 0;
      return { askId: ask.id, isMaterial, pledgesAsked };
    });
  }

  /** The old link stops working at once. */
  rotateLink(actor: Actor, input: RotateAskLinkInput): Promise<{ askId: string }> {
    return this.database.write(actor, { name: 'rotateAskLink', input }, async (tx) => {
      const found = await loadAsk(tx, input.askId);
      authorize(tx.actor, canRunAsks, found);
      refuseIfLeadLeft(found);
      const ask = await lockAsk(tx, found, 'cancel');
      await tx.rows(
        'UPDATE ask SET link_version = link_version + 1, version = version + 1 WHERE community_id = $1 AND id = $2',
        [ask.communityId, ask.id],
      );
      await record(tx, { ...askDeed(ask), kind: 'ask.link_rotated', details: { linkVersion: ask.linkVersion + 1 } });
      return { askId: ask.id };
    });
  }

  private async write(
    tx: Tx,
    { language: _language, now, campaignZone, ...place }: Home,
    content: AskContent,
    changed: (keyof AskContent)[],
    copiedFrom?: string,
  ): Promise<string> {
    await this.refuseForeignPriority(tx, place.campaignId, content.priorityId);
    refuseFault(content, changed, { now, campaignZone });
    const ask = { ...place, id: newId() };
    await insertAsks(tx, place, [{ ...content, id: ask.id, ...(copiedFrom && { copiedFrom }) }]);
    await record(tx, { ...askDeed(ask), kind: 'ask.drafted', ...(copiedFrom && { details: { copiedFrom } }) });
    return ask.id;
  }

  private async rewrite(tx: Tx, ask: StoredAsk, content: AskContent, { changed, isMaterial }: Change): Promise<number> {
    await refuseBelowPledged(tx, ask, content);
    await rewriteAsks(tx, ask.communityId, [{ ...content, id: ask.id }]);
    const termsVersion = ask.termsVersion + (isMaterial ? 1 : 0);
    let asked = 0;
    if (isMaterial) {
      await tx.rows('UPDATE ask SET terms_version = $3 WHERE community_id = $1 AND id = $2', [
        ask.communityId,
        ask.id,
        termsVersion,
      ]);
      await keepTerms(tx, { ...ask, ...content, termsVersion });
      asked = await askToReconfirm(tx, ask);
    }
    await record(tx, { ...askDeed(ask), kind: 'ask.revised', details: { changed, termsVersion } });
    await settleAsk(tx, ask);
    return asked;
  }

  private async refuseNewPriority(tx: Tx, ask: StoredAsk, priorityId: string): Promise<void> {
    if (ask.state !== 'DRAFT') {
      throw refuse(
        'WRONG_STATE',
        'An ask that was opened serves the priority of its mandate. Draft a new one for another priority.',
        'priorityId',
      );
    }
    await this.refuseForeignPriority(tx, ask.campaignId, priorityId);
  }

  private async refuseForeignPriority(tx: Tx, campaignId: string, priorityId: string): Promise<void> {
    const priority = await seenPriority(tx, priorityId);
    if (priority.campaignId !== campaignId) throw new NotFound();
    refusePutAside(priority);
  }
}

/** The campaign in which the actor may write asks down, and for which of the communities that lead it. */
export async function homeOf(tx: Tx, campaignId: string, asked: string | null | undefined): Promise<Home> {
  const campaign = await visibleCampaign(tx, campaignId);
  const leadId = actingFor(tx.actor, canDraftAsk, campaign, asked);
  const { communityId, language, now, timeZone: campaignZone } = campaign;
  authorizeDraft(tx, { communityId, leadId });
  if (isOver(campaign.state)) {
    throw refuse('CAMPAIGN_NOT_LAUNCHED', 'This campaign has concluded. Start another for new asks.', 'campaignId');
  }
  return { communityId, campaignId, leadId, language, now, campaignZone };
}

/** Drafts are changed by whoever drafts, what was opened by organizers. */
function authorizeRevision(tx: Tx, ask: StoredAsk): void {
  if (ask.state === 'DRAFT') authorizeDraft(tx, ask);
  else authorize(tx.actor, canRunAsks, ask);
}

/** Whoever accepted older terms says whether they still come; answers how many are asked. */
async function askToReconfirm(tx: Tx, { communityId, id }: StoredAsk): Promise<number> {
  const row = await tx.row<{ asked: number }>('SELECT app.ask_to_reconfirm($1, $2) AS asked', [communityId, id]);
  return row?.asked ?? 0;
}

export function authorizeDraft(tx: Tx, { communityId, leadId }: Pick<Place, 'communityId' | 'leadId'>): void {
  authorize(tx.actor, canDraftAsk, { communityId, leadId });
  if (leadId === null && isPaused(tx.actor, communityId))
    throw new Forbidden('Your standing here is paused. Finish what you pledged; new work waits.');
}

async function refuseBelowPledged(tx: Tx, ask: StoredAsk, { slots, quantityWanted }: AskContent): Promise<void> {
  const tally = await tx.row<{ places: number; quantity: number }>(
    'SELECT places_taken + held_count AS places, pledged_quantity + held_quantity AS quantity FROM ask_tally WHERE community_id = $1 AND ask_id = $2',
    [ask.communityId, ask.id],
  );
  if (!tally) return;
  if (slots !== null && slots < tally.places) {
    throw refuse('BELOW_PLEDGED', say`Places taken: ${tally.places}. Send at least that many.`, 'slots');
  }
  if (quantityWanted < tally.quantity) {
    throw refuse('BELOW_PLEDGED', say`${tally.quantity} is pledged. Send at least that much.`, 'quantityWanted');
  }
}

/** With its end and the time of its threshold as far from a new start as they were from the old one. */
function moved(content: AskContent, startsAt: Date | null | undefined): AskContent {
  if (!startsAt || !content.startsAt) return content;
  const by = startsAt.getTime() - content.startsAt.getTime();
  const later = (at: Date | null) => at && new Date(at.getTime() + by);
  return { ...content, endsAt: later(content.endsAt), thresholdAt: later(content.thresholdAt) };
}

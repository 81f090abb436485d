import { Injectable } from '@nestjs/common';
import { type Actor, isPaused } from '../../platform/access/actor.js';
import { authorize } from '../../platform/access/rule.js';
import { Database } from '../../platform/database/database.js';
import { newId } from '../../platform/database/id.js';
import type { Tx } from '../../platform/database/tx.js';
import { Forbidden, NotFound, Refusal, refuse } from '../../platform/graphql/errors.js';
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
import { canDraftAsk, canRunAsks } from './ask.policy.js';
import { type AskContent, contentFault, differences, NEW_ASK, raisesTerms, revised } from './ask.rules.js';

export type AskDraft = Omit<DraftAskInput, 'idempotencyKey'>;

interface Home extends Place {
  language: string;
  now: Date;
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
    const { campaignId } = input;
    const { language, now, ...place } = await homeOf(tx, campaignId, input.leadId);
    const { title, kind, unit, quantityWanted } = input;
    const start = { ...NEW_ASK, priorityId: input.priorityId, language, title, kind, unit, quantityWanted };
    const content = revised(start, input);
    await this.refuseForeignPriority(tx, campaignId, content.priorityId);
    refuseFault(content, differences(start, content), now);
    const ask = { ...place, id: newId() };
    await insertAsks(tx, place, [{ ...content, id: ask.id }]);
    await record(tx, { ...askDeed(ask), kind: 'ask.drafted' });
    return { askId: ask.id };
  }

  revise(actor: Actor, input: ReviseAskInput): Promise<{ askId: string; pledgesAsked: number }> {
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
      const content = revised(contentOf(ask), input);
      const changed = differences(contentOf(ask), content);
      refuseFault(content, changed, ask.now);
      if (changed.includes('priorityId')) await this.refuseNewPriority(tx, ask, content.priorityId);
      const pledgesAsked = changed.length > 0 ? await this.rewrite(tx, ask, content, changed) : 0;
      return { askId: ask.id, pledgesAsked };
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

  private async rewrite(tx: Tx, ask: StoredAsk, content: AskContent, changed: (keyof AskContent)[]): Promise<number> {
    await refuseBelowPledged(tx, ask, content);
    await rewriteAsks(tx, ask.communityId, [{ ...content, id: ask.id }]);
    const isMaterial = ask.state !== 'DRAFT' && raisesTerms(changed);
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
  const { communityId, language, now } = campaign;
  authorizeDraft(tx, { communityId, leadId });
  if (isOver(campaign.state)) {
    throw refuse('CAMPAIGN_NOT_LAUNCHED', 'This campaign has concluded. Start another for new asks.', 'campaignId');
  }
  return { communityId, campaignId, leadId, language, now };
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

export function refuseFault(content: AskContent, changed: readonly (keyof AskContent)[], now: Date): void {
  const fault = contentFault(content, changed, now);
  if (fault) throw new Refusal(fault);
}

function authorizeDraft(tx: Tx, { communityId, leadId }: Pick<Place, 'communityId' | 'leadId'>): void {
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

import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { admit, authorize } from '../../platform/access/rule.js';
import { Database } from '../../platform/database/database.js';
import type { RequestContext } from '../../platform/graphql/context.js';
import { Conflict, Forbidden, NotFound } from '../../platform/graphql/errors.js';
import { Budgets } from '../../platform/limits/budgets.js';
import { isHandle } from '../../platform/validation/formats.js';
import { record } from '../record/index.js';
import { canExportPledges, canHoldPledges } from './pledge-exports.policy.js';
import { type ExportedCampaign, type ExportedPledge, PledgeExportsQueries } from './pledge-exports.queries.js';

/** Pledges a point; a million cost half of what a person may spend in a minute, and more cost no more. */
const PLEDGES_A_POINT = 20;
const DEAREST = 60_000;

export interface PledgeExport {
  campaign: ExportedCampaign;
  /** How many there are, for whoever waits for them. */
  total: number;
  until: string;
  pages: AsyncIterable<readonly ExportedPledge[]>;
}

type Payer = Pick<RequestContext, 'actor' | 'clientAddress'>;

/** Lets the pledges of a campaign out, once it is settled that they may be and the record says so. */
@Injectable()
export class PledgeExportsService {
  constructor(
    private readonly database: Database,
    private readonly queries: PledgeExportsQueries,
    private readonly budgets: Budgets,
  ) {}

  /** `recognise` says again who asks: what takes minutes must stop when they may not any more. */
  async open(payer: Payer, handle: string, recognise: () => Promise<Actor>): Promise<PledgeExport> {
    const { actor } = payer;
    await this.budgets.charge(payer, 0);
    refuseApps(actor);
    admit(actor, canExportPledges);
    const campaign = isHandle(handle) ? await this.queries.campaign(actor, handle) : null;
    if (!campaign) throw new NotFound();
    authorize(actor, canExportPledges, campaign);
    const { total, until } = await this.queries.extent(actor, campaign);
    await this.budgets.charge(payer, Math.min(DEAREST, total / PLEDGES_A_POINT));
    await this.putOnRecord(actor, campaign, total);
    const stillMay = async (): Promise<Actor> => {
      const now = await recognise();
      refuseApps(now);
      if (now.personId !== actor.personId || !canHoldPledges.allows(now, campaign)) throw new Forbidden();
      return now;
    };
    return { campaign, total, until, pages: this.queries.pages(campaign, until, stillMay) };
  }

  /** Once, before the first row is sent: what left is out of the community's hands, however little of it. */
  private async putOnRecord(actor: Actor, { id, communityId }: ExportedCampaign, quantity: number): Promise<void> {
    await this.database.write(actor, null, async (tx) => {
      authorize(tx.actor, canExportPledges, { communityId });
      const { short } = await tx.only<{ short: boolean }>('SELECT app.is_short_of_stewards($1) AS short', [
        communityId,
      ]);
      if (short)
        throw new Conflict('There are fewer than two stewards. Find another first; until then nothing is exported.');
      await record(tx, {
        communityId,
        campaignId: id,
        kind: 'campaign.pledges_exported',
        subjectType: 'Campaign',
        subjectId: id,
        details: { quantity },
      });
    });
  }
}

function refuseApps({ scopes }: Actor): void {
  if (scopes !== undefined) throw new Forbidden('Exports are for people: sign in, and send the token of your session.');
}

import type { INestApplicationContext } from '@nestjs/common';
import { InvitationsService } from '../features/admissions/index.js';
import { AlliesService } from '../features/allies/index.js';
import { AskStatesService, AsksService } from '../features/asks/index.js';
import { CampaignsService, DemandsService } from '../features/campaigns/index.js';
import { CommunitiesService } from '../features/communities/index.js';
import { AttestationsService, ReportsService } from '../features/fulfilment/index.js';
import { MandatesService } from '../features/mandates/index.js';
import { AccountsService, SessionsService } from '../features/people/index.js';
import { PledgesService } from '../features/pledges/index.js';
import { PrioritiesService } from '../features/priorities/index.js';
import { Database } from '../platform/database/database.js';

export type DemoServices = ReturnType<typeof servicesOf>;

/** The services that the API uses; the demo knows no other way to write. */
export function servicesOf(app: INestApplicationContext) {
  const anywhere = { strict: false };
  return {
    database: app.get(Database, anywhere),
    accounts: app.get(AccountsService, anywhere),
    sessions: app.get(SessionsService, anywhere),
    communities: app.get(CommunitiesService, anywhere),
    invitations: app.get(InvitationsService, anywhere),
    allies: app.get(AlliesService, anywhere),
    campaigns: app.get(CampaignsService, anywhere),
    demands: app.get(DemandsService, anywhere),
    priorities: app.get(PrioritiesService, anywhere),
    mandates: app.get(MandatesService, anywhere),
    asks: app.get(AsksService, anywhere),
    askStates: app.get(AskStatesService, anywhere),
    pledges: app.get(PledgesService, anywhere),
    reports: app.get(ReportsService, anywhere),
    attestations: app.get(AttestationsService, anywhere),
  };
}

import { Module } from '@nestjs/common';
import { AdmissionClock } from './admission-clock.js';
import { CommunityInvitationsResolver, InvitationsResolver } from './invitations.resolver.js';
import { InvitationsService } from './invitations.service.js';
import { OwnRequestsResolver, RequestsResolver, ViewerRequestsResolver } from './requests.resolver.js';
import { RequestsService } from './requests.service.js';
import { SettingsResolver } from './settings.resolver.js';
import { SettingsService } from './settings.service.js';

@Module({
  providers: [
    AdmissionClock,
    CommunityInvitationsResolver,
    InvitationsResolver,
    InvitationsService,
    OwnRequestsResolver,
    RequestsResolver,
    RequestsService,
    SettingsResolver,
    SettingsService,
    ViewerRequestsResolver,
  ],
  exports: [AdmissionClock, InvitationsService],
})
export class AdmissionsModule {}

import { LayTheGround1764000000000 } from './1764000000000-lay-the-ground.js';
import { OpenAccounts1764000000100 } from './1764000000100-open-accounts.js';
import { GatherCommunities1764000000200 } from './1764000000200-gather-communities.js';
import { KeepTheRecord1764000000300 } from './1764000000300-keep-the-record.js';
import { RunCampaigns1764000000400 } from './1764000000400-run-campaigns.js';
import { NamePriorities1764000000500 } from './1764000000500-name-priorities.js';
import { MakeAsks1764000000600 } from './1764000000600-make-asks.js';
import { FollowThrough1764000000700 } from './1764000000700-follow-through.js';
import { RelayEvents1764000000900 } from './1764000000900-relay-events.js';
import { InviteToAsks1764000002000 } from './1764000002000-invite-to-asks.js';
import { FollowPledges1764000003000 } from './1764000003000-follow-pledges.js';
import { PublishFigures1764000004000 } from './1764000004000-publish-figures.js';
import { WidenStanding1764000005000 } from './1764000005000-widen-standing.js';
import { ChooseAdmission1764000013000 } from './1764000013000-choose-admission.js';
import { AskToJoin1764000013100 } from './1764000013100-ask-to-join.js';
import { OfferDuties1764000013200 } from './1764000013200-offer-duties.js';
import { RemoveMembers1764000013300 } from './1764000013300-remove-members.js';
import { LeaveAndDisappear1764000013400 } from './1764000013400-leave-and-disappear.js';
import { TellOfStanding1764000013500 } from './1764000013500-tell-of-standing.js';

/** Every migration in the order in which it runs: an explicit list, so that a build cannot lose one unnoticed. */
export const migrations = [
  LayTheGround1764000000000,
  OpenAccounts1764000000100,
  GatherCommunities1764000000200,
  KeepTheRecord1764000000300,
  RunCampaigns1764000000400,
  NamePriorities1764000000500,
  MakeAsks1764000000600,
  FollowThrough1764000000700,
  RelayEvents1764000000900,
  InviteToAsks1764000002000,
  FollowPledges1764000003000,
  PublishFigures1764000004000,
  WidenStanding1764000005000,
  ChooseAdmission1764000013000,
  AskToJoin1764000013100,
  OfferDuties1764000013200,
  RemoveMembers1764000013300,
  LeaveAndDisappear1764000013400,
  TellOfStanding1764000013500,
];

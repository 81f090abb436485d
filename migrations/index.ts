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
import { ProveIdentities1764000010000 } from './1764000010000-prove-identities.js';
import { ChangeAddresses1764000010100 } from './1764000010100-change-addresses.js';
import { AskForSecondFactors1764000010200 } from './1764000010200-ask-for-second-factors.js';
import { KeepPasskeys1764000011000 } from './1764000011000-keep-passkeys.js';
import { SignInAtAProvider1764000011100 } from './1764000011100-sign-in-at-a-provider.js';
import { KeepAWayIn1764000011200 } from './1764000011200-keep-a-way-in.js';
import { IssueDashboardKeys1764000012000 } from './1764000012000-issue-dashboard-keys.js';
import { GiveTokensToApps1764000012100 } from './1764000012100-give-tokens-to-apps.js';
import { SearchAsksByStoredWords1764000012200 } from './1764000012200-search-asks-by-stored-words.js';
import { ChooseAdmission1764000013000 } from './1764000013000-choose-admission.js';
import { AskToJoin1764000013100 } from './1764000013100-ask-to-join.js';
import { OfferDuties1764000013200 } from './1764000013200-offer-duties.js';
import { RemoveMembers1764000013300 } from './1764000013300-remove-members.js';
import { LeaveAndDisappear1764000013400 } from './1764000013400-leave-and-disappear.js';
import { TellOfStanding1764000013500 } from './1764000013500-tell-of-standing.js';
import { AdmitAllies1764000014000 } from './1764000014000-admit-allies.js';
import { RepresentOrganizations1764000014100 } from './1764000014100-represent-organizations.js';
import { WorkForOrganizations1764000014200 } from './1764000014200-work-for-organizations.js';
import { CountOrganizationsApart1764000014300 } from './1764000014300-count-organizations-apart.js';
import { FormCoalitions1764000015000 } from './1764000015000-form-coalitions.js';
import { ShareTheLead1764000015100 } from './1764000015100-share-the-lead.js';
import { TellLeads1764000015200 } from './1764000015200-tell-leads.js';
import { MarkPersonalColumns1764000016000 } from './1764000016000-mark-personal-columns.js';
import { HandOutOwnData1764000016100 } from './1764000016100-hand-out-own-data.js';
import { ErasePeople1764000016200 } from './1764000016200-erase-people.js';
import { LetTimeErase1764000016300 } from './1764000016300-let-time-erase.js';
import { ExportPeople1764000016400 } from './1764000016400-export-people.js';
import { AppointOperators1764000016500 } from './1764000016500-appoint-operators.js';
import { KnowLanguage1764000017000 } from './1764000017000-know-language.js';
import { HideAllOfAPerson1764000018000 } from './1764000018000-hide-all-of-a-person.js';
import { HideFromKeysWhatIsTakenDown1764000018100 } from './1764000018100-hide-from-keys-what-is-taken-down.js';
import { PutPrioritiesAside1764000020000 } from './1764000020000-put-priorities-aside.js';
import { WithdrawAndMergePriorities1764000020100 } from './1764000020100-withdraw-and-merge-priorities.js';
import { WitnessPriorities1764000020200 } from './1764000020200-witness-priorities.js';
import { DiscussPriorities1764000020300 } from './1764000020300-discuss-priorities.js';
import { TranslatePriorities1764000020400 } from './1764000020400-translate-priorities.js';
import { HoldRounds1764000021000 } from './1764000021000-hold-rounds.js';
import { RunRounds1764000021100 } from './1764000021100-run-rounds.js';
import { RatifyRounds1764000021200 } from './1764000021200-ratify-rounds.js';
import { PublishRecordHeads1764000022000 } from './1764000022000-publish-record-heads.js';
import { CheckTheRecord1764000022050 } from './1764000022050-check-the-record.js';
import { FreezeLists1764000023000 } from './1764000023000-freeze-lists.js';
import { ShareRounds1764000024000 } from './1764000024000-share-rounds.js';
import { DeclareConstituencies1764000024100 } from './1764000024100-declare-constituencies.js';
import { EnterAssemblyBallots1764000025000 } from './1764000025000-enter-assembly-ballots.js';
import { AdoptAsks1764000028000 } from './1764000028000-adopt-asks.js';
import { TellOfRounds1764000028100 } from './1764000028100-tell-of-rounds.js';
import { PublishSovereignty1764000029000 } from './1764000029000-publish-sovereignty.js';
import { FindFaultsOfPriorities1764000029100 } from './1764000029100-find-faults-of-priorities.js';
import { FindFaultsOfRounds1764000029200 } from './1764000029200-find-faults-of-rounds.js';
import { FindFaultsOfMandates1764000029300 } from './1764000029300-find-faults-of-mandates.js';
import { ReportSovereignty1764000029400 } from './1764000029400-report-sovereignty.js';
import { SayMoreInAsks1764000030000 } from './1764000030000-say-more-in-asks.js';
import { WidenPledges1764000030100 } from './1764000030100-widen-pledges.js';
import { SettleAsks1764000030200 } from './1764000030200-settle-asks.js';
import { KeepPledgesCurrent1764000030300 } from './1764000030300-keep-pledges-current.js';
import { NameKindsOfAsks1764000031000 } from './1764000031000-name-kinds-of-asks.js';
import { SearchAsksInTheirLanguage1764000031100 } from './1764000031100-search-asks-in-their-language.js';
import { TranslateAsks1764000031200 } from './1764000031200-translate-asks.js';
import { TellPlacesToThoseWhoCome1764000031300 } from './1764000031300-tell-places-to-those-who-come.js';
import { CopyAsks1764000031400 } from './1764000031400-copy-asks.js';
import { KeepMessengerAddresses1764000032000 } from './1764000032000-keep-messenger-addresses.js';
import { KeepNotifications1764000032100 } from './1764000032100-keep-notifications.js';
import { WriteInThreads1764000033000 } from './1764000033000-write-in-threads.js';
import { KeepTimeOfQuestions1764000033100 } from './1764000033100-keep-time-of-questions.js';
import { ReportMessages1764000033200 } from './1764000033200-report-messages.js';
import { OfferHelp1764000034000 } from './1764000034000-offer-help.js';
import { TellOfOffers1764000034100 } from './1764000034100-tell-of-offers.js';
import { KeepCalendars1764000035000 } from './1764000035000-keep-calendars.js';
import { PrintSignUpSheets1764000035100 } from './1764000035100-print-sign-up-sheets.js';
import { MatchPeopleToAsks1764000036000 } from './1764000036000-match-people-to-asks.js';
import { SettleOccurrences1764000037000 } from './1764000037000-settle-occurrences.js';
import { KeepPromisesInTime1764000037100 } from './1764000037100-keep-promises-in-time.js';
import { PrepareAttestations1764000037200 } from './1764000037200-prepare-attestations.js';
import { LookBackTogether1764000037300 } from './1764000037300-look-back-together.js';
import { AnswerForPledges1764000038000 } from './1764000038000-answer-for-pledges.js';
import { HandOverPledges1764000038100 } from './1764000038100-hand-over-pledges.js';
import { FillShifts1764000038200 } from './1764000038200-fill-shifts.js';
import { TakeEntriesByHand1764000039000 } from './1764000039000-take-entries-by-hand.js';
import { RemindPledgers1764000040000 } from './1764000040000-remind-pledgers.js';
import { EndPausesByClosing1764000041000 } from './1764000041000-end-pauses-by-closing.js';
import { AnswerWhatOthersTookDown1764000041100 } from './1764000041100-answer-what-others-took-down.js';
import { TieEntriesToSheets1764000042000 } from './1764000042000-tie-entries-to-sheets.js';
import { FindEveryone1764000043000 } from './1764000043000-find-everyone.js';
import { LeaveShiftsToTheirLead1764000044000 } from './1764000044000-leave-shifts-to-their-lead.js';
import { PublishMoreMeasures1764000050000 } from './1764000050000-publish-more-measures.js';
import { KeepDays1764000050100 } from './1764000050100-keep-days.js';
import { MoveFiguresUnforeseen1764000050200 } from './1764000050200-move-figures-unforeseen.js';
import { SplitFigures1764000050300 } from './1764000050300-split-figures.js';
import { RecountProgress1764000050400 } from './1764000050400-recount-progress.js';
import { TellBodies1764000051000 } from './1764000051000-tell-bodies.js';
import { ShortenAsks1764000053000 } from './1764000053000-shorten-asks.js';
import { MakePledgesTogether1764000056000 } from './1764000056000-make-pledges-together.js';
import { SealInOneGo1764000060000 } from './1764000060000-seal-in-one-go.js';
import { PublishFiguresAtOnce1764000060100 } from './1764000060100-publish-figures-at-once.js';
import { CheckPledgesInOneLook1764000060200 } from './1764000060200-check-pledges-in-one-look.js';
import { MakePledgesByIndex1764000060300 } from './1764000060300-make-pledges-by-index.js';
import { KeepFewerIndexes1764000060400 } from './1764000060400-keep-fewer-indexes.js';

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
  ProveIdentities1764000010000,
  ChangeAddresses1764000010100,
  AskForSecondFactors1764000010200,
  KeepPasskeys1764000011000,
  SignInAtAProvider1764000011100,
  KeepAWayIn1764000011200,
  IssueDashboardKeys1764000012000,
  GiveTokensToApps1764000012100,
  SearchAsksByStoredWords1764000012200,
  ChooseAdmission1764000013000,
  AskToJoin1764000013100,
  OfferDuties1764000013200,
  RemoveMembers1764000013300,
  LeaveAndDisappear1764000013400,
  TellOfStanding1764000013500,
  AdmitAllies1764000014000,
  RepresentOrganizations1764000014100,
  WorkForOrganizations1764000014200,
  CountOrganizationsApart1764000014300,
  FormCoalitions1764000015000,
  ShareTheLead1764000015100,
  TellLeads1764000015200,
  MarkPersonalColumns1764000016000,
  HandOutOwnData1764000016100,
  ErasePeople1764000016200,
  LetTimeErase1764000016300,
  ExportPeople1764000016400,
  AppointOperators1764000016500,
  KnowLanguage1764000017000,
  HideAllOfAPerson1764000018000,
  HideFromKeysWhatIsTakenDown1764000018100,
  PutPrioritiesAside1764000020000,
  WithdrawAndMergePriorities1764000020100,
  WitnessPriorities1764000020200,
  DiscussPriorities1764000020300,
  TranslatePriorities1764000020400,
  HoldRounds1764000021000,
  RunRounds1764000021100,
  RatifyRounds1764000021200,
  PublishRecordHeads1764000022000,
  CheckTheRecord1764000022050,
  FreezeLists1764000023000,
  ShareRounds1764000024000,
  DeclareConstituencies1764000024100,
  EnterAssemblyBallots1764000025000,
  AdoptAsks1764000028000,
  TellOfRounds1764000028100,
  PublishSovereignty1764000029000,
  FindFaultsOfPriorities1764000029100,
  FindFaultsOfRounds1764000029200,
  FindFaultsOfMandates1764000029300,
  ReportSovereignty1764000029400,
  SayMoreInAsks1764000030000,
  WidenPledges1764000030100,
  SettleAsks1764000030200,
  KeepPledgesCurrent1764000030300,
  NameKindsOfAsks1764000031000,
  SearchAsksInTheirLanguage1764000031100,
  TranslateAsks1764000031200,
  TellPlacesToThoseWhoCome1764000031300,
  CopyAsks1764000031400,
  KeepMessengerAddresses1764000032000,
  KeepNotifications1764000032100,
  WriteInThreads1764000033000,
  KeepTimeOfQuestions1764000033100,
  ReportMessages1764000033200,
  OfferHelp1764000034000,
  TellOfOffers1764000034100,
  KeepCalendars1764000035000,
  PrintSignUpSheets1764000035100,
  MatchPeopleToAsks1764000036000,
  SettleOccurrences1764000037000,
  KeepPromisesInTime1764000037100,
  PrepareAttestations1764000037200,
  LookBackTogether1764000037300,
  AnswerForPledges1764000038000,
  HandOverPledges1764000038100,
  FillShifts1764000038200,
  TakeEntriesByHand1764000039000,
  RemindPledgers1764000040000,
  EndPausesByClosing1764000041000,
  AnswerWhatOthersTookDown1764000041100,
  TieEntriesToSheets1764000042000,
  FindEveryone1764000043000,
  LeaveShiftsToTheirLead1764000044000,
  PublishMoreMeasures1764000050000,
  KeepDays1764000050100,
  MoveFiguresUnforeseen1764000050200,
  SplitFigures1764000050300,
  RecountProgress1764000050400,
  TellBodies1764000051000,
  ShortenAsks1764000053000,
  MakePledgesTogether1764000056000,
  SealInOneGo1764000060000,
  PublishFiguresAtOnce1764000060100,
  CheckPledgesInOneLook1764000060200,
  MakePledgesByIndex1764000060300,
  KeepFewerIndexes1764000060400,
];

import { deeds, sights } from './deeds.js';
import type { Rows } from './rows.js';

const mutations = `
                                    nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator
inviteToCommunity                   ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ✓      ·          ·       ·    ·
delegateOrganizer                   ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ·      ·          ·       ·    ·
endDelegation                       ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ·      ·          ·       ·    ·
createCampaign                      ·       ·          ·     ·          ·             ·       ·         ✓         ✓          ✓        ✓      ·          ·       ·    ·
reviseCampaign: own draft           ·       ·          ·     ·          ·             ·       ·         ✓         ✓          ✓        ✓      ·          ·       ·    ·
reviseCampaign: another's           ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ✓      ·          ·       ·    ·
publishBrief: own draft             ·       ·          ·     ·          ·             ·       ·         ✓         ✓          ✓        ✓      ·          ·       ·    ·
publishBrief: another's             ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ✓      ·          ·       ·    ·
launchCampaign                      ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ✓      ·          ·       ·    ·
stopCampaign                        ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ✓      ·          ·       ·    ·
resumeCampaign                      ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ✓      ·          ·       ·    ·
concludeCampaign                    ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ✓      ·          ·       ·    ·
makeDemand                          ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ✓      ·          ·       ·    ·
reviseDemand                        ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ✓      ·          ·       ·    ·
answerDemand                        ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ✓      ·          ·       ·    ·
proposePriority                     ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
revisePriority: own                 ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
revisePriority: another's           ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·
proposeMandate                      ·       ·          ·     ·          ·             ·       ·         ✓         ✓          ✓        ✓      ·          ·       ·    ·
cosignMandate: emergency            ·       ·          ·     ·          ·             ·       ·         ✓         ✓          ✓        ✓      ·          ·       ·    ·
draftAsk                            ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
importAsks                          ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
reviseAsk: a draft                  ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
reviseAsk: an open one              ·       ·          ·     ✓          ·             ·       ·         ·         ✓          ✓        ✓      ·          ·       ·    ·
openAsk                             ·       ·          ·     ✓          ·             ·       ·         ·         ✓          ✓        ✓      ·          ·       ·    ·
openAsks                            ·       ·          ·     ✓          ·             ·       ·         ·         ✓          ✓        ✓      ·          ·       ·    ·
pauseAsk                            ·       ·          ·     ✓          ·             ·       ·         ·         ✓          ✓        ✓      ·          ·       ·    ·
closeAsk                            ·       ·          ·     ✓          ·             ·       ·         ·         ✓          ✓        ✓      ·          ·       ·    ·
cancelAsk                           ·       ·          ·     ✓          ·             ·       ·         ·         ✓          ✓        ✓      ·          ·       ·    ·
rotateAskLink                       ·       ·          ·     ✓          ·             ·       ·         ·         ✓          ✓        ✓      ·          ·       ·    ·
makePledge                          ·       ·          ✓     ✓          ✓             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
makePledge: to speak                ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
stepBack: own                       ·       ·          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
stepBack: another's                 ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·
reportFulfilment: own               ·       ·          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
reportFulfilment: another's         ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·
attestFulfilment                    ·       ·          ·     ·          ·             ·       ·         ✓         ✓          ✓        ✓      ·          ·       ·    ·
attestFulfilment: own               ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·
sendBackFulfilment                  ·       ·          ·     ·          ·             ·       ·         ✓         ✓          ✓        ✓      ·          ·       ·    ·
sendBackFulfilment: own             ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·
correctAttestation                  ·       ·          ·     ·          ·             ·       ·         ✓         ✓          ✓        ✓      ·          ·       ·    ·
correctAttestation: own             ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·
signUp                              ✓       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ·    ✓
confirmEmail                        ✓       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ·    ✓
signIn                              ✓       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ·    ✓
refreshSession                      ✓       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ·    ✓
signOut                             ·       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ·    ✓
createCommunity                     ·       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ·    ·
startCampaign                       ·       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ·    ·
acceptInvitation: elsewhere         ·       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ·    ·
joinAsAlly: elsewhere               ·       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ·    ·
joinAndPledge: elsewhere            ✓       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ·    ·
publishAgreement                    ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ✓      ·          ·       ·    ·
`;

const queries = `
                                    nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator
viewer                              ·       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ·    ✓
community: public                   ✓       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ✓    ✓
community: with nothing public      ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ·      ·          ·       ·    ·
campaign: launched                  ✓       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ✓    ✓
campaign: unlisted                  ·       ·          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ·          ·       ✓    ·
campaign: draft                     ·       ·          ·     ?          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
campaigns                           ✓       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ✓    ✓
asks                                ✓       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ✓    ✓
ask: public                         ✓       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ✓    ✓
ask: for allies                     ·       ·          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
ask: draft                          ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
askByLink                           ✓       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ✓    ✓
askTemplates                        ✓       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ✓    ✓
pledge: own                         ·       ·          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
pledge: another ally's              ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
pledge: an affected person's        ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
node: an entry of the record        ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
node: a public ask                  ✓       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ✓    ✓
node: a priority not yet named      ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
node: a mandate not yet signed      ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
`;

/** Fields that ask more than that their object may be seen, and what is shown of a thing to some only. */
const fields = `
                                    nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator
Community.members: of affected      ·       ·          ·     ·          ·             ·       ·         ✓         ✓          ✓        ✓      ·          ·       ·    ·
Community.members: of allies        ·       ·          ·     ✓          ·             ·       ·         ✓         ✓          ✓        ✓      ·          ·       ·    ·
Community.record                    ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
Community.recordCheck               ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
Community.recordHeads               ✓       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ✓    ✓
Campaign.brief                      ·       ·          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
Campaign.stopReason                 ·       ·          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
Campaign.reportsAwaiting            ·       ·          ·     ·          ·             ·       ·         ✓         ✓          ✓        ✓      ·          ·       ·    ·
Campaign.progress: exact if risky   ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
Ask.placesLeft                      ·       ·          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
Ask.place: of a risky ask           ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
Ask.link                            ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
Ask.pledges: of allies              ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
Mandate.signatures                  ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
Mandate.signatureCount              ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
Priority.proposedBy                 ·       ·          ·     ?          ·             ·       ?         ?         ?          ✓        ✓      ·          ·       ·    ·
Attestation.attestedBy              ·       ·          ·     ·          ·             ·       ?         ?         ?          ✓        ✓      ·          ·       ·    ·
`;

/** The main job: from a community to attested work. */
export const mainJob: Rows = { mutations, queries, fields, deeds, sights };

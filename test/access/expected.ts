import { people, type Who } from './cast.js';

/**
 * Who may what, written by hand from the table of roles in the design, and never from the code. ✓ may, · may not,
 * ? the design does not say. "newcomer" is affected and on probation, "paused" an ally whose standing is paused,
 * "neighbour" the steward of another community, "former" someone affected whose membership ended.
 */
const MUTATIONS = `
                                    nobody  signed in  ally  organizer  paused  newcomer  affected  aff. org.  steward  neighbour  former
inviteToCommunity                   ·       ·          ·     ·          ·       ·         ·         ·          ✓        ·          ·
delegateOrganizer                   ·       ·          ·     ·          ·       ·         ·         ·          ✓        ·          ·
endDelegation                       ·       ·          ·     ·          ·       ·         ·         ·          ✓        ·          ·
createCampaign                      ·       ·          ·     ·          ·       ·         ✓         ✓          ✓        ·          ·
reviseCampaign: own draft           ·       ·          ·     ·          ·       ·         ✓         ✓          ✓        ·          ·
reviseCampaign: another's           ·       ·          ·     ·          ·       ·         ·         ·          ✓        ·          ·
publishBrief: own draft             ·       ·          ·     ·          ·       ·         ✓         ✓          ✓        ·          ·
publishBrief: another's             ·       ·          ·     ·          ·       ·         ·         ·          ✓        ·          ·
launchCampaign                      ·       ·          ·     ·          ·       ·         ·         ·          ✓        ·          ·
stopCampaign                        ·       ·          ·     ·          ·       ·         ·         ·          ✓        ·          ·
resumeCampaign                      ·       ·          ·     ·          ·       ·         ·         ·          ✓        ·          ·
concludeCampaign                    ·       ·          ·     ·          ·       ·         ·         ·          ✓        ·          ·
makeDemand                          ·       ·          ·     ·          ·       ·         ·         ·          ✓        ·          ·
reviseDemand                        ·       ·          ·     ·          ·       ·         ·         ·          ✓        ·          ·
answerDemand                        ·       ·          ·     ·          ·       ·         ·         ·          ✓        ·          ·
proposePriority                     ·       ·          ·     ·          ·       ✓         ✓         ✓          ✓        ·          ·
revisePriority: own                 ·       ·          ·     ·          ·       ✓         ✓         ✓          ✓        ·          ·
revisePriority: another's           ·       ·          ·     ·          ·       ·         ·         ·          ·        ·          ·
proposeMandate                      ·       ·          ·     ·          ·       ·         ✓         ✓          ✓        ·          ·
cosignMandate: emergency            ·       ·          ·     ·          ·       ·         ✓         ✓          ✓        ·          ·
draftAsk                            ·       ·          ·     ✓          ·       ✓         ✓         ✓          ✓        ·          ·
importAsks                          ·       ·          ·     ✓          ·       ✓         ✓         ✓          ✓        ·          ·
reviseAsk: a draft                  ·       ·          ·     ✓          ·       ✓         ✓         ✓          ✓        ·          ·
reviseAsk: an open one              ·       ·          ·     ✓          ·       ·         ·         ✓          ✓        ·          ·
openAsk                             ·       ·          ·     ✓          ·       ·         ·         ✓          ✓        ·          ·
openAsks                            ·       ·          ·     ✓          ·       ·         ·         ✓          ✓        ·          ·
pauseAsk                            ·       ·          ·     ✓          ·       ·         ·         ✓          ✓        ·          ·
closeAsk                            ·       ·          ·     ✓          ·       ·         ·         ✓          ✓        ·          ·
cancelAsk                           ·       ·          ·     ✓          ·       ·         ·         ✓          ✓        ·          ·
rotateAskLink                       ·       ·          ·     ✓          ·       ·         ·         ✓          ✓        ·          ·
makePledge                          ·       ·          ✓     ✓          ·       ✓         ✓         ✓          ✓        ·          ·
makePledge: to speak                ·       ·          ·     ·          ·       ✓         ✓         ✓          ✓        ·          ·
stepBack: own                       ·       ·          ✓     ✓          ✓       ✓         ✓         ✓          ✓        ·          ·
stepBack: another's                 ·       ·          ·     ·          ·       ·         ·         ·          ·        ·          ·
reportFulfilment: own               ·       ·          ✓     ✓          ✓       ✓         ✓         ✓          ✓        ·          ·
reportFulfilment: another's         ·       ·          ·     ·          ·       ·         ·         ·          ·        ·          ·
attestFulfilment                    ·       ·          ·     ·          ·       ·         ✓         ✓          ✓        ·          ·
attestFulfilment: own               ·       ·          ·     ·          ·       ·         ·         ·          ·        ·          ·
sendBackFulfilment                  ·       ·          ·     ·          ·       ·         ✓         ✓          ✓        ·          ·
sendBackFulfilment: own             ·       ·          ·     ·          ·       ·         ·         ·          ·        ·          ·
correctAttestation                  ·       ·          ·     ·          ·       ·         ✓         ✓          ✓        ·          ·
correctAttestation: own             ·       ·          ·     ·          ·       ·         ·         ·          ·        ·          ·
signUp                              ✓       ✓          ✓     ✓          ✓       ✓         ✓         ✓          ✓        ✓          ✓
confirmEmail                        ✓       ✓          ✓     ✓          ✓       ✓         ✓         ✓          ✓        ✓          ✓
signIn                              ✓       ✓          ✓     ✓          ✓       ✓         ✓         ✓          ✓        ✓          ✓
refreshSession                      ✓       ✓          ✓     ✓          ✓       ✓         ✓         ✓          ✓        ✓          ✓
signOut                             ·       ✓          ✓     ✓          ✓       ✓         ✓         ✓          ✓        ✓          ✓
createCommunity                     ·       ✓          ✓     ✓          ✓       ✓         ✓         ✓          ✓        ✓          ✓
startCampaign                       ·       ✓          ✓     ✓          ✓       ✓         ✓         ✓          ✓        ✓          ✓
acceptInvitation: elsewhere         ·       ✓          ✓     ✓          ✓       ✓         ✓         ✓          ✓        ✓          ✓
joinAsAlly: elsewhere               ·       ✓          ✓     ✓          ✓       ✓         ✓         ✓          ✓        ✓          ✓
joinAndPledge: elsewhere            ✓       ✓          ✓     ✓          ✓       ✓         ✓         ✓          ✓        ✓          ✓
publishAgreement                    ·       ·          ·     ·          ·       ·         ·         ·          ✓        ·          ·
`;

const QUERIES = `
                                    nobody  signed in  ally  organizer  paused  newcomer  affected  aff. org.  steward  neighbour  former
viewer                              ·       ✓          ✓     ✓          ✓       ✓         ✓         ✓          ✓        ✓          ✓
community: public                   ✓       ✓          ✓     ✓          ✓       ✓         ✓         ✓          ✓        ✓          ✓
community: with nothing public      ·       ·          ·     ·          ·       ·         ·         ·          ✓        ·          ·
campaign: launched                  ✓       ✓          ✓     ✓          ✓       ✓         ✓         ✓          ✓        ✓          ✓
campaign: unlisted                  ·       ·          ✓     ✓          ✓       ✓         ✓         ✓          ✓        ·          ·
campaign: draft                     ·       ·          ·     ?          ·       ✓         ✓         ✓          ✓        ·          ·
campaigns                           ✓       ✓          ✓     ✓          ✓       ✓         ✓         ✓          ✓        ✓          ✓
asks                                ✓       ✓          ✓     ✓          ✓       ✓         ✓         ✓          ✓        ✓          ✓
ask: public                         ✓       ✓          ✓     ✓          ✓       ✓         ✓         ✓          ✓        ✓          ✓
ask: for allies                     ·       ·          ✓     ✓          ✓       ✓         ✓         ✓          ✓        ·          ·
ask: draft                          ·       ·          ·     ✓          ·       ✓         ✓         ✓          ✓        ·          ·
askByLink                           ✓       ✓          ✓     ✓          ✓       ✓         ✓         ✓          ✓        ✓          ✓
askTemplates                        ✓       ✓          ✓     ✓          ✓       ✓         ✓         ✓          ✓        ✓          ✓
pledge: own                         ·       ·          ✓     ✓          ✓       ✓         ✓         ✓          ✓        ·          ·
pledge: another ally's              ·       ·          ·     ✓          ·       ✓         ✓         ✓          ✓        ·          ·
pledge: an affected person's        ·       ·          ·     ·          ·       ✓         ✓         ✓          ✓        ·          ·
node: an entry of the record        ·       ·          ·     ·          ·       ✓         ✓         ✓          ✓        ·          ·
node: a public ask                  ✓       ✓          ✓     ✓          ✓       ✓         ✓         ✓          ✓        ✓          ✓
node: a priority not yet named      ·       ·          ·     ✓          ·       ✓         ✓         ✓          ✓        ·          ·
node: a mandate not yet signed      ·       ·          ·     ✓          ·       ✓         ✓         ✓          ✓        ·          ·
`;

/** Fields that ask more than that their object may be seen, and what is shown of a thing to some only. */
const FIELDS = `
                                    nobody  signed in  ally  organizer  paused  newcomer  affected  aff. org.  steward  neighbour  former
Community.members: of affected      ·       ·          ·     ·          ·       ·         ✓         ✓          ✓        ·          ·
Community.members: of allies        ·       ·          ·     ✓          ·       ·         ✓         ✓          ✓        ·          ·
Community.record                    ·       ·          ·     ·          ·       ✓         ✓         ✓          ✓        ·          ·
Campaign.brief                      ·       ·          ✓     ✓          ✓       ✓         ✓         ✓          ✓        ·          ·
Campaign.stopReason                 ·       ·          ✓     ✓          ✓       ✓         ✓         ✓          ✓        ·          ·
Campaign.reportsAwaiting            ·       ·          ·     ·          ·       ·         ✓         ✓          ✓        ·          ·
Campaign.progress: exact if risky   ·       ·          ·     ✓          ·       ✓         ✓         ✓          ✓        ·          ·
Ask.placesLeft                      ·       ·          ✓     ✓          ✓       ✓         ✓         ✓          ✓        ·          ·
Ask.place: of a risky ask           ·       ·          ✓     ✓          ✓       ✓         ✓         ✓          ✓        ·          ·
Ask.link                            ·       ·          ·     ✓          ·       ✓         ✓         ✓          ✓        ·          ·
Ask.pledges: of allies              ·       ·          ·     ✓          ·       ✓         ✓         ✓          ✓        ·          ·
Mandate.signatures                  ·       ·          ·     ·          ·       ✓         ✓         ✓          ✓        ·          ·
Mandate.signatureCount              ·       ·          ·     ·          ·       ✓         ✓         ✓          ✓        ·          ·
Priority.proposedBy                 ·       ·          ·     ?          ·       ?         ?         ?          ✓        ·          ·
Attestation.attestedBy              ·       ·          ·     ·          ·       ?         ?         ?          ✓        ·          ·
`;

export type Cell = '✓' | '·' | '?';

export interface Expected {
  name: string;
  /** The coordinate, without what follows the colon. */
  coordinate: string;
  cells: Readonly<Record<Who, Cell>>;
}

export const mutations = parse(MUTATIONS);
export const queries = parse(QUERIES);
export const fields = parse(FIELDS);

function parse(table: string): Expected[] {
  const [heading = '', ...lines] = table.split('\n').filter((line) => line.trim() !== '');
  const columns = heading.trim().split(/\s{2,}/);
  if (columns.join() !== people.join()) throw new Error(`The columns are ${people.join()}, not ${columns.join()}.`);
  return lines.map((line) => {
    const [name = '', ...cells] = line.trim().split(/\s{2,}/);
    if (cells.length !== people.length || cells.some((cell) => !'✓·?'.includes(cell)))
      throw new Error(`Odd row: ${line}`);
    return {
      name,
      coordinate: name.split(':')[0] as string,
      cells: Object.fromEntries(people.map((who, index) => [who, cells[index]])) as Record<Who, Cell>,
    };
  });
}

/**
 * What is asked of Accompany. The schema has no order of asks by priority: the bench takes those opened last and selects
 * the priority and its rank with each.
 */
const SELECTION = `{
  wanted
  pledged { count { value } quantity { value } }
  waitlisted { count { value } }
  reported { count { value } }
  attested { count { value } quantity { value } }
  sentBack { value }
  steppedBack { value }
  cancelled { value }
  neverStarted { value }
  shareAttested { value }
}`;
const FIGURES = `fragment Figures on Progress ${SELECTION}`;

export const DASHBOARD = `query Dashboard($handle: String!) {
  campaign(handle: $handle) {
    id handle name state
    progress { ...Figures }
    asks(first: 10, orderBy: OPENED) {
      nodes { id title kind unit state quantityWanted priority { rank statement } progress { ...Figures } }
    }
  }
}
${FIGURES}`;

export const LISTING = `query Listing($handle: String!) {
  campaign(handle: $handle) {
    id name
    asks(first: 20, orderBy: OPENED) {
      nodes {
        id title kind state place startsAt
        priority { rank statement }
        pledges(first: 5) { nodes { id quantity state createdAt pledger { pseudonym } } }
      }
    }
  }
}`;

export const PLEDGE = `mutation Pledge($input: MakePledgeInput!) {
  makePledge(input: $input) {
    pledge { id state turn ask { id progress { ...Figures } } }
    userErrors { code path }
  }
}
${FIGURES}`;

/** The same questions in the schema that PostGraphile makes of the tables, renamed so that the answers look alike. */
export const FROM_TABLES = {
  dashboard: `query Dashboard($handle: String!) {
  campaign: campaignByHandle(handle: $handle) {
    id: rowId handle name state
    progress ${SELECTION}
    asks: asksAsOpened(first: 10) {
      nodes {
        id: rowId title kind unit state quantityWanted
        priority: priorityByCommunityIdAndCampaignIdAndPriorityId { rank statement }
        progress ${SELECTION}
      }
    }
  }
}`,
  listing: `query Listing($handle: String!) {
  campaign: campaignByHandle(handle: $handle) {
    id: rowId name
    asks: asksAsOpened(first: 20) {
      nodes {
        id: rowId title kind state place startsAt
        priority: priorityByCommunityIdAndCampaignIdAndPriorityId { rank statement }
        pledges: pledgesAsMade(first: 5) {
          nodes { id: rowId quantity state createdAt pledger: membershipByCommunityIdAndPledgerIdAndPledgerStanding { pseudonym } }
        }
      }
    }
  }
}`,
  pledge: `mutation Pledge($sent: JSON!) {
  makePledge: contendForPlace(input: { sent: $sent }) { result }
}`,
};

export interface PledgeInput {
  idempotencyKey: string;
  askId: string;
  quantity: number;
  plan: { when: string; where: string; firstStep: string };
  briefVersion: number;
  termsVersion: number;
  agreementVersion: number;
  acceptedRiskTier: number;
}

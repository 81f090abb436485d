import { randomUUID } from 'node:crypto';
import { Accompany, done, given } from './client.js';
import { graphql } from './gql/index.js';

const SIGN_UP = graphql(`
  mutation FounderSignsUp($input: SignUpInput!) {
    signUp(input: $input) {
      session { accessToken }
      recoveryCodes
      userErrors { code message path }
    }
  }
`);

const START = graphql(`
  mutation FounderStarts($input: StartCampaignInput!) {
    startCampaign(input: $input) {
      campaign { handle }
      priority { id }
      userErrors { code message path }
    }
  }
`);

const POST_ASK = graphql(`
  mutation PostOneAsk($input: PostAskInput!) {
    postAsk(input: $input) {
      ask { id title state link }
      userErrors { code message path }
    }
  }
`);

const REPORTED = graphql(`
  query Reported($handle: String!, $after: String) {
    campaign(handle: $handle) {
      id
      reportsAwaiting(first: 50, after: $after) {
        nodes { id reportedQuantity pledge { pledger { pseudonym } ask { title unit } } }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
`);

const ATTEST = graphql(`
  mutation AttestReported($input: AttestReportsInput!) {
    attestReports(input: $input) {
      attested { id state }
      leftOut { occurrence { id } because { code message } }
      remaining
      userErrors { code message path }
    }
  }
`);

export interface Started {
  token: string;
  handle: string;
  priorityId: string;
}

/** A new community, by the start link that the server printed: one person, two calls, no e-mail address. */
export async function start(server: string, startLink: string): Promise<Started> {
  const nobody = new Accompany({ server });
  const { signUp } = await nobody.send(SIGN_UP, { input: { link: startLink, idempotencyKey: randomUUID() } });
  const token = given(done(signUp).session).accessToken;
  const founder = new Accompany({ server, token });
  const { startCampaign } = await founder.send(START, {
    input: {
      idempotencyKey: randomUUID(),
      communityHandle: `mill-lane-${randomUUID().slice(0, 8)}`,
      communityName: 'Tenants of Mill Lane',
      pseudonym: 'Amara',
      campaignName: 'Heat before winter',
      demand: { title: 'Repair every boiler before November', decisionMaker: 'Northside Housing' },
      priority: 'Warm homes for families with small children',
      ask: { template: 'show-up', title: 'Come along to the housing office', quantity: 5 },
    },
  });
  const { campaign, priority } = done(startCampaign);
  return { token, handle: given(campaign).handle, priorityId: given(priority).id };
}

export interface Row {
  /** Yours, such as the number of the row: without spaces. */
  key: string;
  title: string;
  template: string;
  quantity: number;
}

/** As from the rows of a spreadsheet. What is sent again under the same key is done once: a run that broke off can be run again. */
export async function post(server: string, { token, priorityId }: Started, rows: readonly Row[]) {
  const organizer = new Accompany({ server, token });
  const posted = [];
  for (const { key, title, template, quantity } of rows) {
    const { postAsk } = await organizer.send(POST_ASK, {
      input: {
        idempotencyKey: `row-${priorityId}-${key}`,
        priorityId,
        template,
        title,
        quantityWanted: quantity,
      },
    });
    posted.push(given(done(postAsk).ask));
  }
  return posted;
}

/** Everything that was reported and waits for the community's word, page by page. */
export async function reported(server: string, { token, handle }: Started) {
  const organizer = new Accompany({ server, token });
  const page = async (after: string | null | undefined) => {
    const { campaign } = await organizer.send(REPORTED, { handle, after });
    return { campaignId: given(campaign).id, ...given(given(campaign).reportsAwaiting) };
  };
  const first = await page(null);
  const reports = [...first.nodes];
  for (let { hasNextPage, endCursor } = first.pageInfo; hasNextPage; ) {
    const next = await page(endCursor);
    reports.push(...next.nodes);
    ({ hasNextPage, endCursor } = next.pageInfo);
  }
  return { campaignId: first.campaignId, reports };
}

/** Only affected people attest, and never work of their own: the founder is one of them. */
export async function attest(server: string, started: Started): Promise<number> {
  const { campaignId } = await reported(server, started);
  const organizer = new Accompany({ server, token: started.token });
  let number = 0;
  for (let left = 1; left > 0; ) {
    const { attestReports } = await organizer.send(ATTEST, { input: { campaignId, idempotencyKey: randomUUID() } });
    const { attested, remaining } = done(attestReports);
    number += given(attested).length;
    left = given(attested).length === 0 ? 0 : given(remaining);
  }
  return number;
}

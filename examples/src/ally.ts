import { randomUUID } from 'node:crypto';
import { Accompany, done, given } from './client.js';
import { graphql } from './gql/index.js';

const INVITATION = graphql(`
  query WhatTheLinkSays($link: String!) {
    askByLink(link: $link) {
      ask { title description unit riskTier riskNotes dos donts quantityLeft }
      agreement { version text questions { id text required } }
      brief { version text }
      termsVersion
      riskTier
    }
  }
`);

const JOIN = graphql(`
  mutation AllyJoins($input: JoinAndPledgeInput!) {
    joinAndPledge(input: $input) {
      session { accessToken }
      signInName
      recoveryCodes
      pledge { id state plan { when } }
      userErrors { code message path }
    }
  }
`);

const REPORT = graphql(`
  mutation AllyReports($input: ReportFulfilmentInput!) {
    reportFulfilment(input: $input) {
      occurrence { id state }
      userErrors { code message path }
    }
  }
`);

const MINE = graphql(`
  query MyPledges {
    viewer {
      unreadNotificationCount
      pledges(first: 20) {
        nodes { id state quantity ask { title } occurrences { state dueAt attestedQuantity } }
      }
    }
  }
`);

/** What must be read, and how whoever reads it answers. */
export interface Reader {
  /** Shown everything; answers the questions of the agreement, or nothing if they do not want to join. */
  accept(invitation: Invitation): { questionId: string; text: string }[] | null;
}

export type Invitation = NonNullable<Awaited<ReturnType<typeof read>>>;

export interface Joined {
  token: string;
  pledgeId: string;
}

/** All that joining accepts. Null when the link does not work (any more). */
export async function read(server: string, link: string) {
  const { askByLink } = await new Accompany({ server }).send(INVITATION, { link });
  return askByLink ?? null;
}

/** Joins and pledges in one step. Each thing is accepted by the version that was read: what changed meanwhile is refused. */
export async function join(server: string, link: string, quantity: number, reader: Reader): Promise<Joined | null> {
  const invitation = given(await read(server, link));
  const answers = reader.accept(invitation);
  if (answers === null) return null;
  const { joinAndPledge } = await new Accompany({ server }).send(JOIN, {
    input: {
      link,
      quantity,
      answers,
      pseudonym: 'Jonas',
      idempotencyKey: randomUUID(),
      agreementVersion: invitation.agreement.version,
      briefVersion: invitation.brief.version,
      termsVersion: invitation.termsVersion,
      acceptedRiskTier: invitation.riskTier,
    },
  });
  const { session, pledge } = done(joinAndPledge);
  return { token: given(session).accessToken, pledgeId: given(pledge).id };
}

/** An ally's word: it counts once the community attests it. */
export async function report(server: string, { token, pledgeId }: Joined, quantity: number): Promise<string> {
  const { reportFulfilment } = await new Accompany({ server, token }).send(REPORT, {
    input: { pledgeId, quantity, idempotencyKey: randomUUID() },
  });
  return given(done(reportFulfilment).occurrence).state;
}

/** Where one's own pledges stand. */
export async function mine(server: string, { token }: Joined) {
  const { viewer } = await new Accompany({ server, token }).send(MINE, {});
  return given(viewer);
}

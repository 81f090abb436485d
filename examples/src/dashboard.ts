import { createClient } from 'graphql-ws';
import { print } from 'graphql';
import WebSocket from 'ws';
import { type Accompany, given } from './client.js';
import type { FiguresQuery, StandingSubscription } from './gql/graphql.js';
import { graphql } from './gql/index.js';

const FIGURES = graphql(`
  query Figures($handle: String!, $after: String) {
    campaign(handle: $handle) {
      name
      progress {
        wanted
        pledged { count { text } quantity { text } }
        attested { quantity { value text } }
        shareAttested { value text }
      }
      asks(first: 100, after: $after, orderBy: OPENED) {
        nodes { title unit state progress { wanted attested { quantity { text } } shareAttested { text } } }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
`);

export type Figures = NonNullable<FiguresQuery['campaign']>;

/**
 * How far a campaign and each of its asks have come. Show the texts as they are: where figures could point at people they
 * say "10 or more" or "fewer than 5", and `value` is rounded down or null.
 */
export async function figures(as: Accompany, handle: string): Promise<Figures> {
  const first = await page(as, handle, null);
  const asks = [...first.asks.nodes];
  for (let { hasNextPage, endCursor } = first.asks.pageInfo; hasNextPage; ) {
    const next = await page(as, handle, endCursor);
    asks.push(...next.asks.nodes);
    ({ hasNextPage, endCursor } = next.asks.pageInfo);
  }
  return { ...first, asks: { ...first.asks, nodes: asks } };
}

async function page(as: Accompany, handle: string, after: string | null | undefined): Promise<Figures> {
  const { campaign } = await as.send(FIGURES, { handle, after });
  return given(campaign);
}

const STANDING = graphql(`
  subscription Standing($handle: String!) {
    campaignProgressed(handle: $handle) {
      campaign {
        progress {
          wanted
          pledged { quantity { text } }
          attested { quantity { value text } }
          shareAttested { text }
        }
      }
    }
  }
`);

export type Standing = StandingSubscription['campaignProgressed']['campaign']['progress'];

/** How a campaign stands: at once, and again whenever that has changed. It comes back by itself after the server was away. */
export async function* watch(server: string, handle: string): AsyncGenerator<Standing> {
  const client = createClient({
    url: `${server.replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: Infinity,
    shouldRetry: () => true,
  });
  try {
    for await (const { data } of client.iterate<StandingSubscription>({
      query: print(STANDING),
      variables: { handle },
    })) {
      if (data) yield data.campaignProgressed.campaign.progress;
    }
  } finally {
    await client.dispose();
  }
}

import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '../../config.js';
import { Database } from '../../platform/database/database.js';
import { anonymous } from '../../platform/access/actor.js';
import { batch } from '../../platform/graphql/loader.js';
import { CONFIG } from '../../platform/http/config.token.js';
import { endingOf, shortCodeOf } from './short-codes.js';

export interface PublicAsk {
  id: string;
  campaignHandle: string;
}

/** Those of the asks that anyone may see. */
export const publicAskById = batch<string, PublicAsk>('publicAskById', (reader, ids) =>
  reader.rows(
    `SELECT a.id, g.handle AS "campaignHandle" FROM ask a
       JOIN campaign g ON g.community_id = a.community_id AND g.id = a.campaign_id
      WHERE a.id = ANY ($1) AND a.published`,
    [ids],
  ),
);

/** Where the page of an ask is, at length and in short. */
@Injectable()
export class AskAddresses {
  constructor(
    private readonly database: Database,
    @Inject(CONFIG) private readonly config: Pick<Config, 'publicUrl'>,
  ) {}

  page({ id, campaignHandle }: PublicAsk): string {
    return `${this.config.publicUrl}${pagePath(campaignHandle, id)}`;
  }

  short(id: string): string {
    return `${this.config.publicUrl}/a/${shortCodeOf(id)}`;
  }

  /** The id behind the code of a short link. Guessing finds nothing but what anyone may see anyway. */
  async behind(code: string): Promise<string | null> {
    const ending = endingOf(code);
    if (ending === null) return null;
    const [row] = await this.database.read(anonymous, (reader) =>
      reader.rows<{ id: string | null }>('SELECT app.published_ask_ending($1) AS id', [ending]),
    );
    return row?.id ?? null;
  }
}

export function pagePath(campaignHandle: string, id: string): string {
  return `/c/${campaignHandle}/asks/${id}`;
}

import { timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '../../config.js';
import { Keys } from '../../platform/crypto/keys.js';
import type { Reader } from '../../platform/graphql/reader.js';
import { CONFIG } from '../../platform/http/config.token.js';
import { type AgreementType, type CurrentAgreement } from '../communities/index.js';
import { invalidLink, Links, parseLink } from '../people/index.js';
import type { AskType } from './ask.graphql.js';
import { askColumns } from './ask.loaders.js';

/** What joining by a link needs to know before there is a standing to read it with. */
export interface OpenedLink {
  communityId: string;
  campaignId: string;
  askId: string;
  agreement: CurrentAgreement;
  briefVersion: number;
  termsVersion: number;
  riskTier: number;
  ask: AskType;
}

const ID_BYTES = 16;
const SEAL_BYTES = 16;

/**
 * Links to asks. They are not stored: a link is the ask's id under a seal made of its link version and a key that the
 * database does not have, so whoever may see the ask can be shown it again, and raising the version ends it.
 */
@Injectable()
export class AskLinks {
  constructor(
    private readonly keys: Keys,
    @Inject(CONFIG) private readonly config: Config,
    links: Links,
  ) {
    links.register('ask', async (tx, { token }) => (await this.find(tx, token)) !== null);
  }

  url(ask: Pick<AskType, 'id' | 'linkVersion'>): string {
    return `${this.config.publicUrl}/#${this.code(ask)}`;
  }

  code({ id, linkVersion }: Pick<AskType, 'id' | 'linkVersion'>): string {
    return `a_${Buffer.concat([bytesOf(id), this.seal(id, linkVersion)]).toString('base64url')}`;
  }

  /** For joining by it: what must be accepted, at its current versions. */
  async openLink(reader: Reader, text: string): Promise<OpenedLink> {
    const link = parseLink(text);
    const ask = link?.kind === 'ask' ? await this.find(reader, link.token) : null;
    if (!ask) throw invalidLink();
    const agreement = await this.agreement(reader, ask.id);
    const [brief] = await reader.rows<{ version: number }>('SELECT version FROM app.linked_brief($1)', [ask.id]);
    if (!agreement || !brief) throw invalidLink();
    const { communityId, campaignId, termsVersion, riskTier } = ask;
    const { version, questions } = agreement;
    const accepted = { communityId, version, questions };
    return {
      communityId,
      campaignId,
      askId: ask.id,
      agreement: accepted,
      briefVersion: brief.version,
      termsVersion,
      riskTier,
      ask,
    };
  }

  /** The ask behind a link, or null for a link that is unknown or withdrawn, or when the ask has ended. */
  async find(reader: Reader, code: string): Promise<AskType | null> {
    const bytes = Buffer.from(code.slice(2), 'base64url');
    // Base64 has spare bits: only the one spelling that was given out is taken.
    if (bytes.length !== ID_BYTES + SEAL_BYTES || bytes.toString('base64url') !== code.slice(2)) return null;
    const id = idOf(bytes.subarray(0, ID_BYTES));
    const [ask] = await reader.rows<AskType>(`SELECT ${askColumns} FROM app.linked_ask($1) a`, [id]);
    if (!ask || !timingSafeEqual(bytes.subarray(ID_BYTES), this.seal(id, ask.linkVersion))) return null;
    return ask;
  }

  async agreement(reader: Reader, askId: string): Promise<(AgreementType & { communityId: string }) | undefined> {
    const [agreement] = await reader.rows<AgreementType & { communityId: string }>(
      `SELECT a.community_id AS "communityId", a.version, a.text, a.questions, a.published_at AS "publishedAt" FROM app.linked_agreement($1) a`,
      [askId],
    );
    return agreement;
  }

  private seal(id: string, linkVersion: number): Buffer {
    return this.keys.digest('link', `${id}:${linkVersion}`).subarray(0, SEAL_BYTES);
  }
}

function bytesOf(id: string): Buffer {
  return Buffer.from(id.replaceAll('-', ''), 'hex');
}

function idOf(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

import { randomUUID } from 'node:crypto';
import { plantFrom } from './canaries.mjs';
import { AccountsService } from '../../src/features/people/index.js';
import { anonymous } from '../../src/platform/access/actor.js';
import { Database } from '../../src/platform/database/database.js';
import type { Answer, Person, TestApp } from './client.js';

export interface Founded {
  id: string;
  handle: string;
  steward: Person;
}

export interface Campaign {
  id: string;
  handle: string;
  communityId: string;
  steward: Person;
}

export interface Pledged {
  id: string;
  state: string;
  turn: number;
  occurrenceId: string;
  by: Person;
}

/** The input of a pledge that nothing stands against. */
export function pledgeTo(ask: { id: string }, input: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    askId: ask.id,
    quantity: 1,
    plan: {
      when: new Date(Date.now() + 2 * 86_400_000).toISOString(),
      where: 'At the gate',
      firstStep: 'Call the driver',
    },
    briefVersion: 1,
    termsVersion: 1,
    agreementVersion: 1,
    acceptedRiskTier: 0,
    ...input,
  };
}

/** Builds what a test needs, each piece through the API under its own person; nothing is shared between tests. */
export class World {
  constructor(readonly on: TestApp) {}

  unique(prefix = 'x'): string {
    return `${prefix}-${randomUUID().slice(0, 13)}`;
  }

  /** Someone with an account and no standing anywhere. Made by the service that link sign-ups use, without the link. */
  async person(): Promise<Person> {
    const accounts = this.on.app.get(AccountsService, { strict: false });
    const database = this.on.app.get(Database, { strict: false });
    const { session, signInName, recoveryCodes } = await database.write(anonymous, null, (tx) =>
      accounts.create(tx, {}, null),
    );
    plantFrom(null, { ...session, signInName, recoveryCodes });
    return { accessToken: session.accessToken, refreshToken: session.refreshToken, signInName, recoveryCodes };
  }

  async community(input: Record<string, unknown> = {}): Promise<Founded> {
    const steward = await this.person();
    const handle = this.unique('community');
    const { community } = await this.done(
      steward,
      'createCommunity',
      { handle, name: `Community ${handle}`, ...input },
      'community { id handle }',
    );
    return { ...community, steward };
  }

  /** One more affected person of a community, by invitation. */
  async affected(community: Founded, input: Record<string, unknown> = {}): Promise<Person> {
    const { code } = await this.done(community.steward, 'inviteToCommunity', { communityId: community.id }, 'code');
    const person = await this.person();
    await this.done(person, 'acceptInvitation', { link: code, declinesStewardship: true, ...input });
    return person;
  }

  /** An ally. A community is seen by outsiders once it has a launched public campaign. */
  async ally(community: Founded, input: Record<string, unknown> = {}): Promise<Person & { membershipId: string }> {
    const person = await this.person();
    const { membership } = await this.done(
      person,
      'joinAsAlly',
      {
        communityHandle: community.handle,
        agreementVersion: 1,
        answers: [{ questionId: 'position', text: 'I rent, with a secure lease.' }],
        ...input,
      },
      'membership { id }',
    );
    return { ...person, membershipId: membership.id };
  }

  /** An ally to whom organizing is delegated. */
  async allyOrganizer(community: Founded): Promise<Person & { membershipId: string }> {
    const ally = await this.ally(community);
    const until = new Date(Date.now() + 30 * 86_400_000).toISOString();
    await this.done(community.steward, 'delegateOrganizer', { membershipId: ally.membershipId, until });
    return ally;
  }

  /** A public campaign with a brief, launched unless told otherwise; `input` goes to createCampaign over the defaults. */
  async campaign(community: Founded, input: Record<string, unknown> = {}, launched = true): Promise<Campaign> {
    const { steward } = community;
    const handle = this.unique('campaign');
    const { campaign } = await this.done(
      steward,
      'createCampaign',
      { communityId: community.id, handle, name: `Campaign ${handle}`, ...input },
      'campaign { id handle }',
    );
    const of = { campaignId: campaign.id };
    await this.done(steward, 'publishBrief', { ...of, replacesVersion: 0, text: 'What we live with.' });
    if (launched) await this.done(steward, 'launchCampaign', of);
    return { ...campaign, communityId: community.id, steward };
  }

  /** A proposal of the steward's; it is named once it has a mandate. */
  async priority(campaign: Campaign, input: Record<string, unknown> = {}): Promise<{ id: string }> {
    const { priority } = await this.done(
      campaign.steward,
      'proposePriority',
      { campaignId: campaign.id, statement: `Heat in winter ${this.unique()}`, ...input },
      'priority { id }',
    );
    return priority;
  }

  /** A live mandate: with a cosigner an emergency one, else the founding one, which a community has once. */
  async mandate(
    priority: { id: string },
    by: { steward: Person; cosigner?: Person },
    input: Record<string, unknown> = {},
  ): Promise<{ id: string }> {
    const { mandate } = await this.done(
      by.steward,
      'proposeMandate',
      {
        priorityId: priority.id,
        kind: by.cosigner ? 'EMERGENCY' : 'FOUNDING',
        until: new Date(Date.now() + 20 * 86_400_000).toISOString(),
        reason: 'Winter comes.',
        ...input,
      },
      'mandate { id }',
    );
    if (by.cosigner) await this.done(by.cosigner, 'cosignMandate', { mandateId: mandate.id });
    return mandate;
  }

  /**
   * An ask, open unless told otherwise. Without a mandate it opens under the live one for its priority; `input` goes to
   * draftAsk over the defaults.
   */
  async ask(
    of: { steward: Person; campaignId: string; priorityId: string; mandateId?: string },
    input: Record<string, unknown> = {},
    open = true,
  ): Promise<{ id: string }> {
    const { steward, campaignId, priorityId, mandateId } = of;
    const { ask } = await this.done(
      steward,
      'draftAsk',
      { campaignId, priorityId, title: 'Carry boxes', kind: 'SHOW_UP', unit: 'people', quantityWanted: 10, ...input },
      'ask { id }',
    );
    if (open) await this.done(steward, 'openAsk', { askId: ask.id, mandateId: mandateId ?? null });
    return ask;
  }

  /** A pledge of one for the day after tomorrow, accepting the first version of everything; `input` goes over the defaults. */
  async pledge({ ask, by, ...input }: { ask: { id: string }; by: Person } & Record<string, unknown>): Promise<Pledged> {
    const { pledge } = await this.done(
      by,
      'makePledge',
      pledgeTo(ask, input),
      'pledge { id state turn occurrences { id } }',
    );
    return { id: pledge.id, state: pledge.state, turn: pledge.turn, occurrenceId: pledge.occurrences[0]?.id, by };
  }

  /** A pledge of which its pledger says that it is done. */
  async reported({ pledge, ...input }: { pledge: Pledged } & Record<string, unknown>): Promise<Pledged> {
    await this.done(pledge.by, 'reportFulfilment', { pledgeId: pledge.id, quantity: 1, ...input });
    return pledge;
  }

  /** The payload of a mutation that must succeed. */
  async done(as: Person, field: string, input: Record<string, unknown>, fields = ''): Promise<Answer> {
    const payload = await this.on.mutate(as, field, input, fields);
    if (payload.userErrors.length > 0) throw new Error(`${field}: ${JSON.stringify(payload.userErrors)}`);
    return payload;
  }
}

import { Injectable } from '@nestjs/common';
import { type Actor, anonymous } from '../../platform/access/actor.js';
import { hashToken } from '../../platform/crypto/keys.js';
import { Database } from '../../platform/database/database.js';
import type { Tx } from '../../platform/database/tx.js';
import { AskLinks, type AskType, type OpenedLink } from '../asks/index.js';
import { AlliesService } from '../allies/index.js';
import { AccountsService, type NewAccount } from '../people/index.js';
import { PledgesService } from '../pledges/index.js';
import { firstPlan } from './first-steps.defaults.js';
import type { JoinAndPledgeInput } from './first-steps.inputs.js';
import { withPaths } from '../../platform/graphql/refusal-paths.js';

export interface Joined {
  pledgeId: string | null;
  membershipId: string | null;
  /** What waits where the community looks at each ally first; then nothing is pledged. */
  requestId: string | null;
  /** For who was not signed in. */
  account: NewAccount | null;
}

/**
 * An ally's first step: account, standing and pledge in one transaction, so that none of them is there without the others.
 * Only where the community looks at each ally first, account and request are kept without a pledge: whoever came by a link
 * and answered its questions would else lose both, and have to come by the link again.
 */
@Injectable()
export class JoinAndPledgeService {
  constructor(
    private readonly database: Database,
    private readonly accounts: AccountsService,
    private readonly allies: AlliesService,
    private readonly links: AskLinks,
    private readonly pledges: PledgesService,
  ) {}

  async joinAndPledge(actor: Actor, input: JoinAndPledgeInput, address: string): Promise<Joined> {
    if (actor.kind === 'person') return this.asPerson(actor, input);
    await this.accounts.countSignUp(address);
    await this.accounts.countMail(input.account?.email);
    return this.asNewcomer(input);
  }

  private asPerson(actor: Actor, input: JoinAndPledgeInput): Promise<Joined> {
    return this.database.write(actor, { name: 'joinAndPledge', input }, async (tx) => {
      const opened = await this.links.openLink(tx, input.link);
      return { ...(await this.pledge(tx, opened, input)), account: null };
    });
  }

  private async asNewcomer(input: JoinAndPledgeInput): Promise<Joined> {
    const passwordHash = await withPaths({ password: ['account', 'password'] }, () =>
      this.accounts.checkedPassword(input.account?.password),
    );
    const scope = `link:${hashToken(input.link).toString('hex')}`;
    return this.database.write(anonymous, { name: 'joinAndPledge', input, issuesSecrets: true, scope }, async (tx) => {
      const opened = await this.links.openLink(tx, input.link);
      const account = await this.accounts.create(tx, input.account ?? {}, passwordHash);
      const newcomer = await tx.reenter({ ...anonymous, kind: 'person', personId: account.personId });
      return { ...(await this.pledge(newcomer, opened, input)), account };
    });
  }

  private async pledge(tx: Tx, opened: OpenedLink, input: JoinAndPledgeInput): Promise<Omit<Joined, 'account'>> {
    const { tx: inside, ...joined } = await this.standing(tx, opened, input);
    if (joined.membershipId === null) return { ...joined, pledgeId: null };
    const { pledgeId } = await this.pledges.makeWithin(inside, {
      askId: opened.askId,
      quantity: input.quantity ?? 1,
      plan: firstPlan(await windowOf(inside, opened.ask, input.shiftId), input.plan ?? {}),
      briefVersion: input.briefVersion,
      termsVersion: input.termsVersion,
      agreementVersion: input.agreementVersion,
      acceptedRiskTier: input.acceptedRiskTier,
      shiftId: input.shiftId ?? null,
      onlyIf: input.onlyIf ?? null,
      shownAs: input.shownAs ?? null,
    });
    return { ...joined, pledgeId };
  }

  /** Who belongs to the community already, and has accepted its current agreement, keeps the standing they have. */
  private async standing(
    tx: Tx,
    opened: OpenedLink,
    input: JoinAndPledgeInput,
  ): Promise<{ membershipId: string | null; requestId: string | null; tx: Tx }> {
    const own = await tx.row<{ id: string }>(
      `SELECT id FROM membership WHERE community_id = $1 AND person_id = app.person_id() AND ended_at IS NULL
          AND (until IS NULL OR until > now()) AND (standing = 'AFFECTED' OR agreement_version = $2)`,
      [opened.communityId, opened.agreement.version],
    );
    return own ? { membershipId: own.id, requestId: null, tx } : this.allies.accept(tx, opened.agreement, input);
  }
}

type PlanWindow = Pick<AskType, 'startsAt' | 'endsAt' | 'place' | 'language'>;

/** The plan is prefilled from the shift that is chosen; a shift of another ask is refused with the pledge. */
async function windowOf(tx: Tx, ask: AskType, shiftId: string | null | undefined): Promise<PlanWindow> {
  if (shiftId == null) return ask;
  const shift = await tx.row<Pick<PlanWindow, 'startsAt' | 'endsAt'>>(
    'SELECT starts_at AS "startsAt", ends_at AS "endsAt" FROM ask_shift WHERE ask_id = $1 AND id = $2',
    [ask.id, shiftId],
  );
  const { startsAt, endsAt, place, language } = ask;
  return { startsAt, endsAt, place, language, ...shift };
}

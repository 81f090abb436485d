/**
 * Standing as the design tells it, in memory: one community, written from the product's text and from none of the code.
 * Time is in hours since the founding. What a call may do is a question here; what it changes, a command.
 */

const DAY = 24;
export const PROBATION_DAYS = 10;

export interface Member {
  /** Which of their memberships it is: who comes back is someone new. */
  key: number;
  standing: 'AFFECTED' | 'ALLY';
  steward: boolean;
  since: number;
  probationUntil: number | null;
  isFounder: boolean;
}

interface Request {
  state: 'OPEN' | 'ADMITTED' | 'DECLINED' | 'WITHDRAWN' | 'EXPIRED';
  expiresAt: number;
  vouches: { by: number; key: number; at: number; withdrawn: boolean }[];
}

interface Offer {
  open: boolean;
  to: number;
  toKey: number;
  expiresAt: number;
  backers: Map<number, number>;
}

interface Removal {
  state: 'PROPOSED' | 'CONFIRMED' | 'OBJECTED' | 'WITHDRAWN' | 'LAPSED' | 'EXECUTED';
  of: number;
  ofKey: number;
  by: number;
  byKey: number;
  confirmedBy: number | null;
  confirmedByKey: number | null;
  confirmedAt: number;
  expiresAt: number;
  dueAt: number | null;
}

export class StandingModel {
  now = 0;
  readonly members = new Map<number, Member>();
  readonly suspended = new Set<number>();
  readonly requests = new Map<number, Request[]>();
  readonly offers: Offer[] = [];
  readonly removals: Removal[] = [];
  private keys = 0;

  constructor(founder: number) {
    this.join(founder, { standing: 'AFFECTED', steward: true, probationUntil: null, isFounder: true });
  }

  // Who is what.

  /** A membership whose removal took effect is over, whether or not the clock has written that down. */
  live(who: number): Member | null {
    const member = this.members.get(who);
    return member && !this.isGone(who, member) ? member : null;
  }

  affected(who: number): boolean {
    return this.live(who)?.standing === 'AFFECTED';
  }

  settled(who: number): boolean {
    const member = this.live(who);
    return this.affected(who) && !this.suspended.has(who) && (member?.probationUntil ?? 0) <= this.now;
  }

  steward(who: number): boolean {
    return this.settled(who) && this.live(who)?.steward === true;
  }

  isShort(): boolean {
    return this.count((who) => this.steward(who)) < (this.count((who) => this.affected(who)) < 3 ? 1 : 2);
  }

  // Coming in.

  mayInvite(by: number, whom: number): boolean {
    return this.steward(by) && !this.suspended.has(whom) && !this.members.has(whom);
  }

  invite(by: number, whom: number, declines: boolean): void {
    const people = this.count((who) => this.affected(who));
    const trusted = this.live(by)?.isFounder === true && (people < 10 || this.now < 14 * DAY);
    this.join(whom, {
      standing: 'AFFECTED',
      steward: people === 1 && !declines,
      probationUntil: trusted ? null : this.now + PROBATION_DAYS * DAY,
      isFounder: false,
    });
  }

  mayAlly(who: number): boolean {
    return !this.suspended.has(who) && !this.members.has(who);
  }

  ally(who: number): void {
    this.join(who, { standing: 'ALLY', steward: false, probationUntil: null, isFounder: false });
  }

  mayRequest(who: number): boolean {
    const earlier = this.requests.get(who) ?? [];
    const declined = earlier.some((one) => one.state === 'DECLINED' && one.expiresAt > this.now);
    return !this.suspended.has(who) && !this.members.has(who) && !declined && !this.openRequest(who);
  }

  request(who: number): void {
    const earlier = this.requests.get(who) ?? [];
    for (const one of earlier) if (one.state === 'OPEN') one.state = 'EXPIRED';
    this.requests.set(who, [...earlier, { state: 'OPEN', expiresAt: this.now + 30 * DAY, vouches: [] }]);
  }

  openRequest(who: number): Request | null {
    const latest = this.requests.get(who)?.at(-1);
    return latest?.state === 'OPEN' && latest.expiresAt > this.now ? latest : null;
  }

  closeRequest(who: number, state: 'DECLINED' | 'WITHDRAWN'): void {
    const request = this.openRequest(who);
    if (request) request.state = state;
  }

  mayWithdrawRequest(who: number): boolean {
    return !this.suspended.has(who) && this.openRequest(who) !== null;
  }

  mayDecline(by: number, whom: number): boolean {
    return this.steward(by) && this.openRequest(whom) !== null;
  }

  mayVouch(by: number, whom: number): boolean {
    const request = this.openRequest(whom);
    if (!request || by === whom || !this.settled(by) || this.suspended.has(whom)) return false;
    return !this.vouchOf(by, request) && this.recentVouches(by) < 3;
  }

  vouch(by: number, whom: number): void {
    const request = this.openRequest(whom) as Request;
    request.vouches.push({ by, key: this.keyOf(by), at: this.now, withdrawn: false });
    const vouchers = new Set(request.vouches.filter((one) => this.counts(one)).map((one) => one.by));
    const seasoned = [...vouchers].some((who) => (this.live(who)?.since ?? 0) <= this.now - 30 * DAY);
    if (vouchers.size < 2 || (this.now >= 30 * DAY && !seasoned)) return;
    request.state = 'ADMITTED';
    this.join(whom, {
      standing: 'AFFECTED',
      steward: false,
      probationUntil: this.now + PROBATION_DAYS * DAY,
      isFounder: false,
    });
  }

  mayWithdrawVouch(by: number, whom: number): boolean {
    const request = this.openRequest(whom);
    return request !== null && this.settled(by) && this.vouchOf(by, request) !== undefined;
  }

  withdrawVouch(by: number, whom: number): void {
    const vouch = this.vouchOf(by, this.openRequest(whom) as Request);
    if (vouch) vouch.withdrawn = true;
  }

  // Duties.

  mayOffer(by: number, to: number): boolean {
    const offer = this.openOffer(to);
    return (
      this.steward(by) &&
      !this.isShort() &&
      this.canBecomeSteward(to) &&
      !(offer && offer.backers.get(by) === this.keyOf(by))
    );
  }

  mayConfirmSteward(by: number, to: number): boolean {
    if (!this.settled(by) || !this.isShort() || !this.canBecomeSteward(to)) return false;
    if (by === to) return this.backersNeeded(to) === 0;
    return this.openOffer(to)?.backers.get(by) !== this.keyOf(by);
  }

  back(by: number, to: number): void {
    let offer = this.openOffer(to);
    if (!offer) {
      for (const one of this.rowsOfOffers(to)) one.open = false;
      offer = { open: true, to, toKey: this.keyOf(to), expiresAt: this.now + 30 * DAY, backers: new Map() };
      this.offers.push(offer);
    }
    if (by !== to) offer.backers.set(by, this.keyOf(by));
  }

  mayTakeOfferBack(by: number, to: number): boolean {
    return this.steward(by) && !this.isShort() && this.members.has(to) && this.rowsOfOffers(to).length > 0;
  }

  mayAccept(who: number): boolean {
    const offer = this.openOffer(who);
    if (!offer || !this.settled(who)) return false;
    const backers = [...offer.backers].filter(([by, key]) => by !== who && this.settled(by) && this.keyOf(by) === key);
    const enough = backers.length >= this.backersNeeded(who);
    return enough && (this.isShort() || backers.some(([by]) => this.steward(by)));
  }

  accept(who: number): void {
    this.closeOffers(who);
    (this.live(who) as Member).steward = true;
  }

  mayDeclineDuty(who: number): boolean {
    return this.affected(who) && !this.suspended.has(who) && this.rowsOfOffers(who).length > 0;
  }

  closeOffers(who: number): void {
    for (const one of this.rowsOfOffers(who)) one.open = false;
  }

  resign(who: number): void {
    const member = this.live(who) as Member;
    member.steward = false;
    this.stewardLost(who, member.key);
  }

  // Going.

  mayLeave(who: number): boolean {
    return !this.suspended.has(who) && this.live(who) !== null;
  }

  end(who: number): void {
    const member = this.members.get(who) as Member;
    const open = [...this.requests.values()].flat().filter((request) => request.state === 'OPEN');
    for (const vouch of open.flatMap((request) => request.vouches))
      if (vouch.by === who && vouch.key === member.key) vouch.withdrawn = true;
    this.closeOffers(who);
    for (const one of this.removals)
      if (one.of === who && one.ofKey === member.key && isPending(one)) one.state = 'LAPSED';
    this.members.delete(who);
    if (member.steward) this.stewardLost(who, member.key);
  }

  mayRemove(by: number, whom: number): boolean {
    return this.steward(by) && !this.isShort() && by !== whom && this.affected(whom) && !this.live(whom)?.steward;
  }

  mayPropose(by: number, whom: number): boolean {
    return (
      this.steward(by) &&
      !this.isShort() &&
      by !== whom &&
      this.affected(whom) &&
      this.live(whom)?.steward === true &&
      this.stayers(whom) >= 2 &&
      !this.removals.some((one) => one.of === whom && one.ofKey === this.keyOf(whom) && isPending(one))
    );
  }

  propose(by: number, whom: number): void {
    this.removals.push({
      state: 'PROPOSED',
      of: whom,
      ofKey: this.keyOf(whom),
      by,
      byKey: this.keyOf(by),
      confirmedBy: null,
      confirmedByKey: null,
      confirmedAt: 0,
      expiresAt: this.now + 14 * DAY,
      dueAt: null,
    });
  }

  latestRemoval(of: number): Removal | undefined {
    return this.removals.findLast((one) => one.of === of);
  }

  mayConfirmRemoval(by: number, of: number): boolean {
    const removal = this.latestRemoval(of);
    return (
      removal?.state === 'PROPOSED' &&
      removal.expiresAt > this.now &&
      this.steward(removal.by) &&
      this.keyOf(removal.by) === removal.byKey &&
      this.steward(by) &&
      !this.isShort() &&
      by !== removal.by &&
      by !== of &&
      this.stayers(of) >= 2
    );
  }

  confirmRemoval(by: number, of: number): void {
    const removal = this.latestRemoval(of) as Removal;
    Object.assign(removal, {
      state: 'CONFIRMED',
      confirmedBy: by,
      confirmedByKey: this.keyOf(by),
      confirmedAt: ++this.keys,
      dueAt: this.now + 72,
    });
  }

  mayObject(by: number, of: number): boolean {
    const removal = this.latestRemoval(of);
    return (
      removal !== undefined && this.canStillEnd(removal) && by !== of && this.affected(by) && !this.suspended.has(by)
    );
  }

  mayWithdrawRemoval(by: number, of: number): boolean {
    const removal = this.latestRemoval(of);
    if (!removal || !this.canStillEnd(removal) || !this.steward(by)) return false;
    const key = this.keyOf(by);
    return (
      (removal.by === by && removal.byKey === key) || (removal.confirmedBy === by && removal.confirmedByKey === key)
    );
  }

  closeRemoval(of: number, state: 'OBJECTED' | 'WITHDRAWN'): void {
    const removal = this.latestRemoval(of);
    if (removal) removal.state = state;
  }

  suspend(who: number): void {
    this.suspended.add(who);
    const member = this.members.get(who);
    if (member?.steward) this.stewardLost(who, member.key);
  }

  /** What the clocks write down; it changes nothing that a question here would answer otherwise. */
  clock(): void {
    for (const requests of this.requests.values())
      for (const one of requests) if (one.state === 'OPEN' && one.expiresAt <= this.now) one.state = 'EXPIRED';
    for (const one of this.removals) {
      if (!isPending(one) || (one.dueAt ?? one.expiresAt) > this.now) continue;
      one.state = one.state === 'CONFIRMED' ? 'EXECUTED' : 'LAPSED';
      if (one.state === 'EXECUTED' && this.members.get(one.of)?.key === one.ofKey) this.end(one.of);
    }
  }

  private join(who: number, member: Omit<Member, 'key' | 'since'>): void {
    for (const one of this.requests.get(who) ?? []) if (one.state === 'OPEN') one.state = 'WITHDRAWN';
    this.members.set(who, { ...member, key: ++this.keys, since: this.now });
  }

  private count(is: (who: number) => boolean): number {
    return [...this.members.keys()].filter(is).length;
  }

  private keyOf(who: number): number {
    return this.members.get(who)?.key ?? -1;
  }

  private isGone(who: number, member: Member): boolean {
    return this.removals.some(
      (one) => one.of === who && one.ofKey === member.key && one.state === 'CONFIRMED' && (one.dueAt ?? 0) <= this.now,
    );
  }

  private canStillEnd(removal: Removal): boolean {
    return isPending(removal) && (removal.dueAt ?? removal.expiresAt) > this.now;
  }

  private vouchOf(by: number, request: Request) {
    return request.vouches.find((one) => one.by === by && one.key === this.keyOf(by) && !one.withdrawn);
  }

  private counts(vouch: Request['vouches'][number]): boolean {
    return !vouch.withdrawn && this.settled(vouch.by) && this.keyOf(vouch.by) === vouch.key;
  }

  private recentVouches(by: number): number {
    const standing = [...this.requests.values()]
      .flat()
      .filter((one) => one.state === 'ADMITTED' || (one.state === 'OPEN' && one.expiresAt > this.now));
    return standing
      .flatMap((one) => one.vouches)
      .filter((one) => one.by === by && !one.withdrawn && one.at > this.now - 30 * DAY).length;
  }

  private canBecomeSteward(who: number): boolean {
    return this.settled(who) && !this.live(who)?.steward;
  }

  private backersNeeded(candidate: number): number {
    if (!this.isShort()) return 1;
    return Math.min(
      2,
      this.count((who) => who !== candidate && this.affected(who) && !this.suspended.has(who)),
    );
  }

  private rowsOfOffers(to: number): Offer[] {
    return this.offers.filter((one) => one.open && one.to === to && one.toKey === this.keyOf(to));
  }

  private openOffer(to: number): Offer | undefined {
    return this.rowsOfOffers(to).find((one) => one.expiresAt > this.now);
  }

  /** Stewards who would still be there once everything that is confirmed has taken effect. */
  private stayers(besides: number): number {
    const leaving = (who: number) =>
      this.removals.some((one) => one.of === who && one.ofKey === this.keyOf(who) && one.state === 'CONFIRMED');
    return this.count((who) => who !== besides && this.steward(who) && !leaving(who));
  }

  private stewardLost(who: number, key: number): void {
    for (const one of this.removals)
      if (one.state === 'PROPOSED' && one.by === who && one.byKey === key) one.state = 'LAPSED';
    while (this.stayers(who) < 2) {
      const latest = this.removals
        .filter(
          (one) => one.state === 'CONFIRMED' && (one.dueAt ?? 0) > this.now && !(one.of === who && one.ofKey === key),
        )
        .toSorted((a, b) => b.confirmedAt - a.confirmedAt)[0];
      if (!latest) return;
      latest.state = 'LAPSED';
    }
  }
}

function isPending(removal: Removal): boolean {
  return removal.state === 'PROPOSED' || removal.state === 'CONFIRMED';
}

/** What a person is in one community. */
export interface Membership {
  communityId: string;
  membershipId: string;
  standing: 'AFFECTED' | 'ALLY';
  steward: boolean;
  organizer: boolean;
  probation: boolean;
  /** A paused ally keeps reading and finishing; whoever takes new work from people asks for this too. */
  paused: boolean;
  /** Set where an organization stands as an ally and the person represents it; their own standings come first. */
  organizationId?: string | null;
  /** Duties rest: the community asks for a second factor and the session was opened without one. */
  awaitsSecondFactor?: boolean;
}

/** Who asks. */
export interface Actor {
  kind: 'anonymous' | 'person' | 'key' | 'operator' | 'system';
  personId: string | null;
  sessionId: string | null;
  memberships: readonly Membership[];
  /** The language that the person chose, as a BCP 47 tag. */
  language?: string;
  /** A token was sent and is not valid (any more): the client must replace it before anything else. */
  rejected?: boolean | 'key' | 'app';
  /** The session was opened with a second factor. */
  secondFactor?: boolean;
  /** When the person last proved that it is them; what is hard to undo asks that it was lately. */
  provedAt?: Date | null;
  /** What an app may do that acts with a token which the person gave it; absent for the person's own session. */
  scopes?: readonly string[];
  /** What a dashboard key may read: one community and, unless null, only these of its campaigns. */
  key?: { id: string; communityId: string; campaignIds: string[] | null };
}

export const roles = [
  'anonymous',
  'signedIn',
  'probation',
  'ally',
  'allyOrganizer',
  'affected',
  'affectedOrganizer',
  'steward',
  'dashboardKey',
  'operator',
] as const;

export type Role = (typeof roles)[number];

export const anonymous: Actor = { kind: 'anonymous', personId: null, sessionId: null, memberships: [] };

/** The clock: it may take the transitions that are a matter of time, and nothing that a person decides. */
export const system: Actor = { kind: 'system', personId: null, sessionId: null, memberships: [] };

/**
 * The roles that each role includes. Permissions are their union, so a rule names the least role that may.
 * On purpose absent: an ally who organizes is never affected, and someone on probation is not affected yet.
 */
export const included: Record<Role, readonly Role[]> = {
  anonymous: ['anonymous'],
  signedIn: ['signedIn'],
  probation: ['probation', 'signedIn'],
  ally: ['ally', 'signedIn'],
  allyOrganizer: ['allyOrganizer', 'ally', 'signedIn'],
  affected: ['affected', 'signedIn'],
  affectedOrganizer: ['affectedOrganizer', 'affected', 'signedIn'],
  steward: ['steward', 'affected', 'signedIn'],
  dashboardKey: ['dashboardKey'],
  operator: ['operator'],
};

/**
 * The roles in one community; with null, those that need no community. Of a community that leads a campaign of another
 * one, the people affected alone have a part there.
 */
export function rolesIn(actor: Actor, communityId: string | null, leadId: string | null = null): Set<Role> {
  if (leadId !== null) {
    const led = actor.memberships.filter((one) => one.communityId === leadId && one.standing === 'AFFECTED');
    return union([...rolesOfKind(actor), ...led.flatMap(rolesOfMembership)]);
  }
  const own = communityId === null ? [] : actor.memberships.filter((one) => one.communityId === communityId);
  const key = communityId !== null && actor.key?.communityId === communityId;
  return union([...rolesOfKind(actor), ...own.flatMap(rolesOfMembership), ...(key ? ['dashboardKey' as const] : [])]);
}

/** The roles in any community at all: enough to let a request in, never enough to answer it. */
export function rolesAnywhere(actor: Actor): Set<Role> {
  const key = actor.key ? ['dashboardKey' as const] : [];
  return union([...rolesOfKind(actor), ...actor.memberships.flatMap(rolesOfMembership), ...key]);
}

/** Whether their own standing as an ally rests: they keep reading and finishing, and work on nothing new. */
export function isPaused(actor: Actor, communityId: string): boolean {
  return actor.memberships.some(
    (one) => one.communityId === communityId && one.standing === 'ALLY' && one.organizationId == null && one.paused,
  );
}

/** Whether they may begin something as an ally there, be it for an organization. */
export function isActiveAlly(actor: Actor, communityId: string): boolean {
  return actor.memberships.some((one) => one.communityId === communityId && one.standing === 'ALLY' && !one.paused);
}

function rolesOfKind(actor: Actor): Role[] {
  if (actor.kind === 'anonymous') return ['anonymous'];
  if (actor.kind === 'person') return ['signedIn'];
  return actor.kind === 'operator' ? ['operator'] : [];
}

function rolesOfMembership(membership: Membership): Role[] {
  if (membership.standing === 'ALLY') return [membership.organizer ? 'allyOrganizer' : 'ally'];
  // Time runs out for an affected person only when a removal took effect: they are nobody here from that moment on.
  if (membership.paused) return [];
  // Duties are for those whom the community has fully admitted, whatever the row says.
  if (membership.probation) return ['probation'];
  const duties: Role[] = ['affected'];
  if (membership.organizer) duties.push('affectedOrganizer');
  if (membership.steward) duties.push('steward');
  return duties;
}

function union(names: readonly Role[]): Set<Role> {
  return new Set(names.flatMap((name) => included[name]));
}

import { describe, expect, it } from '@jest/globals';
import { type Actor, anonymous, type Membership, type Role, rolesAnywhere, rolesIn, system } from './actor.js';
import { admit, authorize, doorway, everyone, type Facts, members, rule, signedIn } from './rule.js';

const HERE = 'here';
const THERE = 'there';

function member(changes: Partial<Membership>): Actor {
  const plain: Membership = {
    communityId: HERE,
    membershipId: 'm',
    standing: 'AFFECTED',
    steward: false,
    organizer: false,
    probation: false,
    paused: false,
  };
  return { kind: 'person', personId: 'p', sessionId: 's', memberships: [{ ...plain, ...changes }] };
}

const stranger: Actor = { kind: 'person', personId: 'p', sessionId: 's', memberships: [] };
const key: Actor = {
  kind: 'key',
  personId: null,
  sessionId: null,
  memberships: [],
  key: { id: 'k', communityId: HERE, campaignIds: null },
};
const operator: Actor = { kind: 'operator', personId: 'o', sessionId: 's', memberships: [] };

describe('the roles of an actor', () => {
  const table: [string, Actor, Role[]][] = [
    ['nobody', anonymous, ['anonymous']],
    ['the clock', system, []],
    ['a stranger', stranger, ['signedIn']],
    ['an operator', operator, ['operator']],
    ['a dashboard key', key, ['dashboardKey']],
    ['someone affected', member({}), ['affected', 'signedIn']],
    ['someone on probation', member({ probation: true }), ['probation', 'signedIn']],
    [
      'someone on probation whose row holds duties',
      member({ probation: true, steward: true, organizer: true }),
      ['probation', 'signedIn'],
    ],
    ['an organizer', member({ organizer: true }), ['affected', 'affectedOrganizer', 'signedIn']],
    ['a steward', member({ steward: true }), ['affected', 'signedIn', 'steward']],
    ['an ally', member({ standing: 'ALLY' }), ['ally', 'signedIn']],
    ['an ally who organizes', member({ standing: 'ALLY', organizer: true }), ['ally', 'allyOrganizer', 'signedIn']],
    ['an ally whose row says steward', member({ standing: 'ALLY', steward: true }), ['ally', 'signedIn']],
    ['a paused ally', member({ standing: 'ALLY', paused: true }), ['ally', 'signedIn']],
  ];

  it.each(table)('%s', (_name, actor, expected) => {
    expect([...rolesIn(actor, HERE)].toSorted()).toEqual(expected);
    expect([...rolesAnywhere(actor)].toSorted()).toEqual(expected);
  });

  it.each(table)('%s takes none of them to another community', (_name, actor) => {
    const elsewhere = [...rolesIn(actor, THERE)];
    expect(elsewhere.filter((role) => !['anonymous', 'signedIn', 'operator'].includes(role))).toEqual([]);
    expect([...rolesIn(actor, null)].toSorted()).toEqual(elsewhere.toSorted());
  });
});

describe('a rule', () => {
  interface Pledge extends Facts {
    by: string;
  }
  const seesPledge = rule<Pledge>({ ally: 'own', affected: true }, (actor, pledge) => actor.personId === pledge.by);

  it('asks the test only of those whose cell names a condition', () => {
    expect(seesPledge.allows(member({}), { communityId: HERE, by: 'someone' })).toBe(true);
    expect(seesPledge.allows(member({ standing: 'ALLY' }), { communityId: HERE, by: 'someone' })).toBe(false);
    expect(seesPledge.allows(member({ standing: 'ALLY' }), { communityId: HERE, by: 'p' })).toBe(true);
  });

  it('is about the community of the row and no other', () => {
    expect(seesPledge.allows(member({}), { communityId: THERE, by: 'p' })).toBe(false);
  });

  it('lets in at the door whoever could be allowed somewhere', () => {
    expect(seesPledge.admits(member({ standing: 'ALLY' }))).toBe(true);
    expect(seesPledge.admits(member({ probation: true }))).toBe(false);
    expect(seesPledge.admits(stranger)).toBe(false);
  });

  it('prints what each role gets with the roles it includes', () => {
    const roles: Role[] = ['anonymous', 'signedIn', 'probation', 'ally', 'allyOrganizer', 'affected', 'steward'];
    expect(roles.map((role) => seesPledge.print(role))).toEqual(['', '', '', '~ own', '~ own', '✓', '✓']);
  });

  it('is refused when it names a condition that nothing tests', () => {
    expect(() => rule({ ally: 'own' })).toThrow('test');
  });

  it('includes newcomers, allies and the affected among the members', () => {
    const actors = [
      member({}),
      member({ probation: true }),
      member({ standing: 'ALLY' }),
      stranger,
      anonymous,
      operator,
    ];
    expect(actors.map((actor) => members.allows(actor, { communityId: HERE }))).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  it('never lets the clock in by a rule for people', () => {
    expect(everyone.admits(system)).toBe(false);
  });
});

describe('refusing', () => {
  const rejected: Actor = { ...anonymous, rejected: true };

  it('asks strangers to sign in and tells the others that they may not', () => {
    expect(() => authorize(anonymous, signedIn, { communityId: null })).toThrow(
      expect.objectContaining({ code: 'UNAUTHENTICATED' }),
    );
    expect(() => authorize(stranger, members, { communityId: HERE })).toThrow(
      expect.objectContaining({ code: 'FORBIDDEN' }),
    );
  });

  it('turns away an outdated token even where everyone may, except where one gets a new one', () => {
    expect(() => admit(rejected, everyone)).toThrow(expect.objectContaining({ code: 'UNAUTHENTICATED' }));
    expect(() => admit(rejected, everyone)).toThrow('Refresh');
    expect(() => admit(rejected, doorway)).not.toThrow();
  });
});

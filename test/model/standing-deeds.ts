import type { StandingModel } from './standing-model.js';

/** The service as the deeds need it: each call answers whether it was done. */
export interface Caller {
  home: { id: string; handle: string };
  call(by: number, field: string, input: Record<string, unknown>): Promise<boolean>;
  inviteTo(by: number, to: number, declines: boolean): Promise<boolean>;
  member(person: number): Promise<{ membershipId: string }>;
  request(person: number): Promise<{ requestId: string }>;
  offer(person: number): Promise<{ offerId: string }>;
  removal(person: number): Promise<{ removalId: string }>;
}

export interface Deed {
  /** Whether the design lets `by` do it, to `to`. */
  may: (model: StandingModel, by: number, to: number) => boolean;
  call: (run: Caller, by: number, to: number) => Promise<boolean>;
  note: (model: StandingModel, by: number, to: number) => void;
}

const REASON = { reason: 'Harm.' };
const ANSWERS = [{ questionId: 'position', text: 'I rent.' }];

export const deeds: Record<string, Deed> = {
  invite: {
    may: (model, by, to) => model.mayInvite(by, to),
    call: (run, by, to) => run.inviteTo(by, to, false),
    note: (model, by, to) => model.invite(by, to, false),
  },
  inviteWhoDeclines: {
    may: (model, by, to) => model.mayInvite(by, to),
    call: (run, by, to) => run.inviteTo(by, to, true),
    note: (model, by, to) => model.invite(by, to, true),
  },
  ally: {
    may: (model, by) => model.mayAlly(by),
    call: (run, by) =>
      run.call(by, 'joinAsAlly', { communityHandle: run.home.handle, agreementVersion: 1, answers: ANSWERS }),
    note: (model, by) => model.ally(by),
  },
  request: {
    may: (model, by) => model.mayRequest(by),
    call: (run, by) => run.call(by, 'requestMembership', { communityHandle: run.home.handle }),
    note: (model, by) => model.request(by),
  },
  vouch: {
    may: (model, by, to) => model.mayVouch(by, to),
    call: async (run, by, to) => run.call(by, 'vouchFor', await run.request(to)),
    note: (model, by, to) => model.vouch(by, to),
  },
  withdrawVouch: {
    may: (model, by, to) => model.mayWithdrawVouch(by, to),
    call: async (run, by, to) => run.call(by, 'withdrawVouch', await run.request(to)),
    note: (model, by, to) => model.withdrawVouch(by, to),
  },
  decline: {
    may: (model, by, to) => model.mayDecline(by, to),
    call: async (run, by, to) => run.call(by, 'declineMembership', await run.request(to)),
    note: (model, _, to) => model.closeRequest(to, 'DECLINED'),
  },
  withdrawRequest: {
    may: (model, by) => model.mayWithdrawRequest(by),
    call: async (run, by) => run.call(by, 'withdrawMembershipRequest', await run.request(by)),
    note: (model, by) => model.closeRequest(by, 'WITHDRAWN'),
  },
  offer: {
    may: (model, by, to) => model.mayOffer(by, to),
    call: async (run, by, to) => run.call(by, 'changeDuties', { ...(await run.member(to)), isSteward: true }),
    note: (model, by, to) => model.back(by, to),
  },
  takeOfferBack: {
    may: (model, by, to) => model.mayTakeOfferBack(by, to),
    call: async (run, by, to) => run.call(by, 'changeDuties', { ...(await run.member(to)), isSteward: false }),
    note: (model, _, to) => model.closeOffers(to),
  },
  confirmSteward: {
    may: (model, by, to) => model.mayConfirmSteward(by, to),
    call: async (run, by, to) => run.call(by, 'confirmSteward', await run.member(to)),
    note: (model, by, to) => model.back(by, to),
  },
  accept: {
    may: (model, by) => model.mayAccept(by),
    call: async (run, by) => run.call(by, 'acceptDuty', await run.offer(by)),
    note: (model, by) => model.accept(by),
  },
  declineDuty: {
    may: (model, by) => model.mayDeclineDuty(by),
    call: async (run, by) => run.call(by, 'declineDuty', await run.offer(by)),
    note: (model, by) => model.closeOffers(by),
  },
  resign: {
    may: (model, by) => model.steward(by),
    call: (run, by) => run.call(by, 'resignStewardship', { communityId: run.home.id }),
    note: (model, by) => model.resign(by),
  },
  leave: {
    may: (model, by) => model.mayLeave(by),
    call: (run, by) => run.call(by, 'leaveCommunity', { communityId: run.home.id }),
    note: (model, by) => model.end(by),
  },
  remove: {
    may: (model, by, to) => model.mayRemove(by, to),
    call: async (run, by, to) => run.call(by, 'removeMember', { ...(await run.member(to)), ...REASON }),
    note: (model, _, to) => model.end(to),
  },
  propose: {
    may: (model, by, to) => model.mayPropose(by, to),
    call: async (run, by, to) => run.call(by, 'proposeStewardRemoval', { ...(await run.member(to)), ...REASON }),
    note: (model, by, to) => model.propose(by, to),
  },
  confirmRemoval: {
    may: (model, by, to) => model.mayConfirmRemoval(by, to),
    call: async (run, by, to) => run.call(by, 'confirmStewardRemoval', await run.removal(to)),
    note: (model, by, to) => model.confirmRemoval(by, to),
  },
  object: {
    may: (model, by, to) => model.mayObject(by, to),
    call: async (run, by, to) => run.call(by, 'objectToStewardRemoval', await run.removal(to)),
    note: (model, _, to) => model.closeRemoval(to, 'OBJECTED'),
  },
  withdrawRemoval: {
    may: (model, by, to) => model.mayWithdrawRemoval(by, to),
    call: async (run, by, to) => run.call(by, 'withdrawStewardRemoval', await run.removal(to)),
    note: (model, _, to) => model.closeRemoval(to, 'WITHDRAWN'),
  },
};

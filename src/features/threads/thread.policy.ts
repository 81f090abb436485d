import { type Actor, isPaused, type Role } from '../../platform/access/actor.js';
import { type Facts, rule } from '../../platform/access/rule.js';

export interface SpeakingFacts extends Facts {
  communityId: string;
}

export interface ThreadFacts extends SpeakingFacts {
  /** Whether the actor made the pledge, or represents the organization that did. */
  isOwn: boolean;
  pledgerStanding: string;
}

export interface MessageFacts extends ThreadFacts {
  side: string;
  isMine: boolean;
}

const OWN = 'own';

/** Of those who organize as allies, not while they are paused; of others, whoever the rule lets in. */
const works = (actor: Actor, { communityId }: SpeakingFacts, roles: ReadonlySet<Role>): boolean =>
  roles.has('affected') || !isPaused(actor, communityId);
const withPledger = (actor: Actor, facts: ThreadFacts, roles: ReadonlySet<Role>): boolean =>
  !facts.isOwn &&
  (roles.has('affected') ||
    (roles.has('allyOrganizer') && facts.pledgerStanding === 'ALLY' && works(actor, facts, roles)));

/**
 * Those who speak for the community: its settled people, and allies who organize where the pledger is an ally. Whoever is
 * on probation reads along and does not speak in its name yet.
 */
export const canWriteToPledger = rule<ThreadFacts>(
  { affected: 'not one’s own pledge', allyOrganizer: 'an ally’s pledge, not one’s own' },
  withPledger,
);
export const canWriteToPledgers = rule<SpeakingFacts>({ affected: true, allyOrganizer: 'allies’ pledges' }, works);
/** Paused allies too: they finish what they began. */
export const canAnswerQuestion = rule<ThreadFacts>(
  { probation: OWN, ally: OWN, affected: OWN },
  (_actor, { isOwn }) => isOwn,
);
export const canBlockThread = canAnswerQuestion;
export const canSendMessage = rule<ThreadFacts>(
  { probation: OWN, ally: OWN, allyOrganizer: 'own and allies’ pledges', affected: true },
  (actor, facts, roles) => facts.isOwn || withPledger(actor, facts, roles),
);
export const canWithdrawMessage = rule<MessageFacts>(
  { probation: OWN, ally: OWN, affected: OWN },
  (_actor, { isMine }) => isMine,
);
export const canReportMessage = rule<MessageFacts>(
  {
    probation: 'sent to oneself',
    ally: 'sent to oneself',
    allyOrganizer: 'about an ally’s pledge, not one’s own message',
    affected: 'not one’s own message',
  },
  (actor, facts, roles) =>
    !facts.isMine && (facts.isOwn ? facts.side === 'COMMUNITY' : withPledger(actor, facts, roles)),
);

interface ReportFacts extends Facts {
  /** Whether the actor is one of those to whom the report went. */
  settles: boolean;
}

export const canSettleReport = rule<ReportFacts>(
  { affected: 'where no other steward is left, not of one’s own message', steward: 'not of one’s own message' },
  (_actor, { settles }) => settles,
);

import type { Casting, Person } from './cast.js';
import type { DemoServices } from './services.js';
import { affected, agreement, allies, campaign, community, type PersonText } from './texts/index.js';
import type { Plan } from './plan.js';
import type { Watcher } from './watcher.js';

export interface Founded {
  communityId: string;
  campaignId: string;
  founder: Person;
}

const YEAR = 365 * 86_400_000;
const AGREEMENT = 2;

/** The people of the demo come together, each by the way in that their standing has. */
export class Gathering {
  constructor(
    private readonly services: DemoServices,
    private readonly casting: Casting,
    private readonly watcher: Watcher,
  ) {}

  /** Person, community and campaign come into being together, so that a taken handle leaves nothing behind. */
  async found(handle: string): Promise<Founded> {
    const [first] = affected;
    if (!first) throw new Error('Nobody founds the union.');
    let communityId = '';
    let campaignId = '';
    const founder = await this.casting.newcomer(first, true, async (tx) => {
      const founding = { ...community, handle, pseudonym: first.pseudonym };
      const founded = await this.services.communities.found(tx, founding);
      communityId = founded.communityId;
      campaignId = await this.services.campaigns.createWithin(founded.tx, communityId, { ...campaign, handle });
    });
    this.watcher.step();
    return { communityId, campaignId, founder: { ...founder, membershipId: '' } };
  }

  /** By invitation of the founder, the founder first in the list that is returned. */
  async affected({ communityId, founder }: Founded): Promise<Person[]> {
    const people = [founder];
    for (const [index, text] of affected.entries()) {
      if (index === 0) continue;
      const { code } = await this.services.invitations.invite(founder.actor, { communityId });
      const person = await this.casting.newcomer(text, index === affected.length - 1);
      const { pseudonym } = text;
      await this.services.invitations.accept(person.actor, { link: code, pseudonym }, 'this host');
      people.push({ ...person, membershipId: '' });
      this.watcher.step();
    }
    return people;
  }

  async publishAgreement({ communityId, founder }: Founded): Promise<void> {
    await this.services.communities.publishAgreement(founder.actor, {
      ...agreement,
      communityId,
      replacesVersion: AGREEMENT - 1,
    });
  }

  /** The first one is asked to organize. */
  async allies(handle: string, { founder }: Founded, answers: Plan['answers']): Promise<Person[]> {
    const people: Person[] = [];
    for (const [index, text] of allies.entries()) {
      people.push(await this.ally(handle, text, answers[index], index === 0 || index === allies.length - 1));
      this.watcher.step();
    }
    const [organizer] = people;
    if (organizer) {
      const { membershipId } = organizer;
      const until = new Date(Date.now() + YEAR / 2);
      await this.services.communities.delegateOrganizer(founder.actor, { membershipId, until });
    }
    return people;
  }

  private async ally(
    communityHandle: string,
    text: PersonText,
    answers: Plan['answers'][number] | undefined,
    canSignIn: boolean,
  ): Promise<Person> {
    const person = await this.casting.newcomer(text, canSignIn);
    const { membershipId } = await this.services.allies.join(person.actor, {
      communityHandle,
      agreementVersion: AGREEMENT,
      pseudonym: text.pseudonym,
      answers: Object.entries(answers ?? {}).flatMap(([questionId, answer]) =>
        answer === null ? [] : [{ questionId, text: answer }],
      ),
    });
    if (membershipId === null) throw new Error('The community of the demo takes allies at once.');
    return { ...person, membershipId };
  }
}

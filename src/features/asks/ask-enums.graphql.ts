import { registerEnumType } from '@nestjs/graphql';

export enum AskKind {
  SHOW_UP = 'SHOW_UP',
  SPEAK = 'SPEAK',
  AMPLIFY = 'AMPLIFY',
  SKILL = 'SKILL',
  TRANSLATE = 'TRANSLATE',
  SPACE = 'SPACE',
  TRANSPORT = 'TRANSPORT',
  MONEY = 'MONEY',
  SUPPLY = 'SUPPLY',
  CHANGE_PRACTICE = 'CHANGE_PRACTICE',
  CONTACT_DECISION_MAKER = 'CONTACT_DECISION_MAKER',
  CHALLENGE_OWN_CIRCLE = 'CHALLENGE_OWN_CIRCLE',
  HOST = 'HOST',
  LISTEN_AND_LEARN = 'LISTEN_AND_LEARN',
  OTHER = 'OTHER',
}
registerEnumType(AskKind, {
  name: 'AskKind',
  description: 'What sort of doing is asked for.',
  valuesMap: {
    SHOW_UP: { description: 'Be there: a vigil, a hearing, a picket.' },
    SPEAK: { description: 'Speak for the community: for affected people only.' },
    AMPLIFY: { description: 'Pass the community’s own words on.' },
    SKILL: { description: 'Do something that takes a trade: legal advice, repairs, childcare.' },
    TRANSLATE: { description: 'Translate or interpret.' },
    SPACE: { description: 'Lend a room, a kitchen, a yard.' },
    TRANSPORT: { description: 'Drive people or things.' },
    MONEY: { description: 'Give money, in the way that is described.' },
    SUPPLY: { description: 'Give or lend things.' },
    CHANGE_PRACTICE: { description: 'Change how one’s own workplace, school or body does things.' },
    CONTACT_DECISION_MAKER: { description: 'Write to, call or visit a decision-maker.' },
    CHALLENGE_OWN_CIRCLE: { description: 'Speak up among the people one belongs to.' },
    HOST: { description: 'Have someone to stay, or feed a group.' },
    LISTEN_AND_LEARN: { description: 'Come to listen, or read what the community asks one to read.' },
    OTHER: { description: 'Something else, as described.' },
  },
});

export enum AskState {
  DRAFT = 'DRAFT',
  OPEN = 'OPEN',
  PAUSED = 'PAUSED',
  CLOSED = 'CLOSED',
  CANCELLED = 'CANCELLED',
}
registerEnumType(AskState, {
  name: 'AskState',
  description: 'Where an ask stands.',
  valuesMap: {
    DRAFT: { description: 'Being written. Only those who do the community’s work see it.' },
    OPEN: { description: 'Opened under a mandate.' },
    PAUSED: { description: 'Takes no pledges for now; those made are kept. See `pausedBecause`.' },
    CLOSED: { description: 'Takes no more pledges; those made run to their end.' },
    CANCELLED: { description: 'Called off, and its pledges with it, without fault of anyone.' },
  },
});

export enum AskPause {
  ORGANIZER = 'ORGANIZER',
  MANDATE_ENDED = 'MANDATE_ENDED',
  LEAD_LEFT = 'LEAD_LEFT',
}
registerEnumType(AskPause, {
  name: 'AskPause',
  description: 'Why an ask is paused.',
  valuesMap: {
    ORGANIZER: { description: 'Someone who organizes paused it.' },
    MANDATE_ENDED: { description: 'The mandate under which it was open has ended.' },
    LEAD_LEFT: { description: 'The community that led it has left the coalition. It still attests what was reported.' },
  },
});

export enum AskVisibility {
  PUBLIC = 'PUBLIC',
  ALLIES = 'ALLIES',
}
registerEnumType(AskVisibility, {
  name: 'AskVisibility',
  description: 'Who may find an ask once it is open.',
  valuesMap: {
    PUBLIC: { description: 'Anyone, if the campaign is public.' },
    ALLIES: { description: 'The community and its allies, and whoever is given the link.' },
  },
});

export enum AccessFeature {
  STEP_FREE = 'STEP_FREE',
  INTERPRETING = 'INTERPRETING',
  CHILDCARE = 'CHILDCARE',
  EASY_LANGUAGE = 'EASY_LANGUAGE',
}
registerEnumType(AccessFeature, {
  name: 'AccessFeature',
  description: 'What is there so that more people can take part.',
  valuesMap: {
    STEP_FREE: { description: 'Reachable without steps, the toilet too.' },
    INTERPRETING: { description: 'Interpreted, into the languages that the ask names, signed ones among them.' },
    CHILDCARE: { description: 'Children are looked after.' },
    EASY_LANGUAGE: { description: 'Said and written in plain, short sentences.' },
  },
});

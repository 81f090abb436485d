import { registerEnumType } from '@nestjs/graphql';

export enum Capacity {
  SKILL = 'SKILL',
  LANGUAGE = 'LANGUAGE',
  SPACE = 'SPACE',
  TRANSPORT = 'TRANSPORT',
  AUDIENCE = 'AUDIENCE',
  FUNDS = 'FUNDS',
  DECISION_MAKER = 'DECISION_MAKER',
  TIME = 'TIME',
}
registerEnumType(Capacity, {
  name: 'Capacity',
  description: 'What an ally can put to use for a community, and what an ask takes.',
  valuesMap: {
    SKILL: { description: 'A trade or a skill.' },
    LANGUAGE: { description: 'A language, spoken or signed, well enough to translate.' },
    SPACE: { description: 'A room, a kitchen, a bed, a yard.' },
    TRANSPORT: { description: 'A vehicle and the time to drive it.' },
    AUDIENCE: { description: 'People who listen: readers, followers, members, a congregation.' },
    FUNDS: { description: 'Money.' },
    DECISION_MAKER: { description: 'Access to a decision-maker.' },
    TIME: { description: 'Time, regularly or at short notice.' },
  },
});

export enum RiskBuffer {
  CITIZENSHIP = 'CITIZENSHIP',
  JOB = 'JOB',
  HOUSING = 'HOUSING',
  INCOME = 'INCOME',
  LEGAL_SUPPORT = 'LEGAL_SUPPORT',
  HEALTH = 'HEALTH',
  APPEARANCE = 'APPEARANCE',
}
registerEnumType(RiskBuffer, {
  name: 'RiskBuffer',
  description: 'What makes a risk smaller for one person than for another.',
  valuesMap: {
    CITIZENSHIP: { description: 'Cannot be deported, or lose a permit.' },
    JOB: { description: 'Cannot easily be dismissed.' },
    HOUSING: { description: 'Cannot easily lose their home.' },
    INCOME: { description: 'Can do without some income.' },
    LEGAL_SUPPORT: { description: 'Has a lawyer, or a body that pays for one.' },
    HEALTH: { description: 'Is in health that can take strain.' },
    APPEARANCE: { description: 'Is seldom stopped or suspected for how they look.' },
  },
});

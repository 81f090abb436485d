/** What the person of the story wrote of themselves, wherever one can: none of it may be anywhere once they are erased. */
export const CANARIES = {
  email: 'canary-address@people.example',
  pseudonyms: ['Canary the steward', 'Canary the ally', 'Canary the third'],
  answer: 'canary answer: I rent with a lease',
  plan: 'canary plan: by the canal',
  firstStep: 'canary first step: call my sister',
  shownAs: 'Canary of the bakery',
  reason: 'canary reason: my back is broken',
  note: 'canary note: three boxes for my aunt',
  evidence: 'https://photos.example/canary-evidence',
  feedback: 'canary feedback: which door was yours',
  asked: 'canary message: my sister lives there',
  called: 'Canary who asks',
  removedFor: 'canary removed for the quarrel at the gate',
  allyAnswer: 'canary waiting answer: by the harbour',
  represents: 'Canary for the union',
  pausedFor: 'canary paused for a bad week',
  endedFor: 'canary ended for a bad month',
  device: 'canary telephone of mine',
  formerAddress: 'canary-former@people.example',
  passkeyName: 'canary key on my ring',
  app: 'canary calendar app',
  remark: 'canary remark: our flat is the coldest',
  remarkRemovedFor: 'canary remark removed for naming the caretaker',
  offer: 'canary offer: my van on Sundays',
  offerWhen: 'canary when: after mass',
  offerWhere: 'canary where: from my street',
  offerUnit: 'canary seats',
  offerThanks: 'canary thanks: your van is too small',
};

/** What other people wrote: none of it may be in the person's export. */
export const OTHERS = {
  pseudonyms: ['Wren the cosigner', 'Wren the ally', 'Wren of elsewhere'],
  plan: 'wren plan at the mill',
  firstStep: 'wren first step',
  note: 'wren note of boxes',
  answer: 'wren answer',
  asked: 'wren message to who may vouch',
  allyAnswer: 'wren waiting answer',
  removedFor: 'wren removed for shouting',
  remark: 'wren remark: by lot',
  offer: 'wren offer of soup',
};

/** What was written of the person for others alone: not in their export, and gone with them. */
export const SAID_OF_THEM = {
  declinedFor: 'said of canary: nobody knows them',
  blockedFor: 'said of canary: came with a camera',
};

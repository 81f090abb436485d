import { describe, expect, it } from '@jest/globals';
import { type Openness, whyNotOpen } from './pledge.rules.js';

describe('an ask', () => {
  const open: Openness = {
    askState: 'OPEN',
    pausedBecause: null,
    campaignState: 'LAUNCHED',
    mandateLives: true,
    windowIsOver: false,
  };

  it.each<[string, Partial<Openness>, RegExp | null]>([
    ['open under a live mandate takes pledges', {}, null],
    ['of a campaign in preparation', { campaignState: 'DRAFT' }, /not launched/],
    ['of a stopped campaign', { campaignState: 'STOPPED' }, /stopped/],
    ['of a concluded campaign', { campaignState: 'CONCLUDED' }, /concluded/],
    ['in a stop and closed, says the stop', { campaignState: 'STOPPED', askState: 'CLOSED' }, /stopped/],
    ['in draft', { askState: 'DRAFT' }, /draft/],
    ['paused by someone', { askState: 'PAUSED', pausedBecause: 'ORGANIZER' }, /paused/],
    ['paused with its mandate', { askState: 'PAUSED', pausedBecause: 'MANDATE_ENDED' }, /mandate/],
    ['closed', { askState: 'CLOSED' }, /closed/],
    ['cancelled', { askState: 'CANCELLED' }, /cancelled/],
    ['whose mandate ended though no clock has said so', { mandateLives: false }, /mandate/],
    ['whose time is over', { windowIsOver: true }, /time/],
  ])('%s', (_name, over, expected) => {
    const reason = whyNotOpen({ ...open, ...over });
    if (expected === null) expect(reason).toBeNull();
    else expect(reason).toMatch(expected);
  });
});

import { NotFound, refuse } from '../../platform/graphql/errors.js';
import type { ChoiceFault } from './round.rules.js';

/** `path` leads to the ballot, where that lies inside something else. */
export function refuseChoice(fault: ChoiceFault, ...path: string[]): Error {
  switch (fault) {
    case 'ONE_WAY':
      return refuse(
        'INVALID',
        'Send one of approvals, ranking and noneOfThese, and leave out the others.',
        ...path,
        'approvals',
      );
    case 'APPROVALS_WANTED':
      return refuse('INVALID', 'In this round people mark what matters: send approvals.', ...path, 'ranking');
    case 'RANKING_WANTED':
      return refuse('INVALID', 'In this round people rank: send ranking.', ...path, 'approvals');
    case 'EMPTY':
      return refuse('TOO_SHORT', 'Mark at least one priority, or say none of these.', ...path, 'approvals');
    case 'TWICE':
      return refuse('INVALID', 'Name each priority once.', ...path, 'approvals');
    case 'NOT_LISTED':
      return new NotFound();
  }
}

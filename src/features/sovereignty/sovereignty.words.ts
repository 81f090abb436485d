import { say, type Words } from '../../platform/words/words.js';

/** What can be wrong, as the functions of the database name it, in words for the public manual. */
export const faultMeanings = {
  PRIORITY_CHANGED:
    'A priority does not say what the last entry about it vouches for, or is said to be by someone else.',
  PRIORITY_UNRECORDED: 'A priority of which the record knows nothing.',
  PRIORITY_MISSING: 'A priority that the record knows is gone.',
  WITNESS_ERASED: 'The last entry about a priority no longer says what vouched for it.',
  TRANSLATION_CHANGED: 'A translation does not say what the record vouches for.',
  TRANSLATION_UNRECORDED: 'A translation that the record does not know.',
  TRANSLATION_MISSING: 'A translation that the record knows is gone.',
  RANK_CHANGED: 'A priority has another rank than the last ratified round gave it.',
  NAMING_CHANGED:
    'A priority is shown as one that the community stands behind although no mandate and no round did, or the other way round.',
  ROUND_CHANGED: 'A round is in another state than the record says.',
  ROUND_UNRECORDED: 'A round that nobody scheduled.',
  ROUND_MISSING: 'A round that the record knows is gone.',
  RESULT_CHANGED: 'A rank in the result of a ratified round is not the one on the record.',
  TALLY_CHANGED: 'List, lots, ranks or reasons of a counted round are not those that were counted.',
  TURNOUT_CHANGED: 'Roll or ballots of a closed round are not as many as the record says.',
  BALLOTS_DIFFER: 'A round has more or fewer published ballots than were cast.',
  BALLOTS_PUT_IN: 'Ballots of nobody on the roll were put in, and set aside when the round closed.',
  PAPER_BALLOTS_CHANGED:
    'Ballots taken on paper count that are not as many as were entered and witnessed, or not by whom the record says.',
  MANDATE_CHANGED: 'A mandate is not as the record has it: its state, its end, its priority or who gave it.',
  MANDATE_UNRECORDED: 'A mandate that nobody proposed and no round gave.',
  MANDATE_MISSING: 'A mandate that the record knows is gone.',
  MANDATE_UNSIGNED: 'A mandate in force, or that was, without the signatures of people affected that it needs.',
  MANDATE_WITHOUT_ROUND: 'A mandate by ballot whose round is not ratified, or did not rank its priority.',
  SIGNATURE_UNRECORDED: 'A signature under a mandate of which the record knows nothing.',
  ASK_WITHOUT_MANDATE: 'An ask is open without a mandate in force for its priority.',
  WRITE_FORGED: 'An entry says that someone wrote who may not: an ally, an operator, or the clock in place of people.',
  RECORD_CHANGED: 'An entry of this campaign was changed after it was recorded.',
  RECORD_INCOMPLETE: 'Entries of the record are missing, or its end is not where it was.',
} as const;

export type SovereigntyFaultKind = keyof typeof faultMeanings;

type Said = (row: string) => Words;

/** Each names the row, for those who may look at it. */
const sentences: Readonly<Record<SovereigntyFaultKind, Said>> = {
  PRIORITY_CHANGED: (row) =>
    say`The priority ${row} does not say what the record vouches for: it was changed past the record.`,
  PRIORITY_UNRECORDED: (row) => say`The priority ${row} is not on the record: it was put in past it.`,
  PRIORITY_MISSING: (row) => say`The priority ${row} is on the record and no longer there: it was deleted.`,
  WITNESS_ERASED: (row) =>
    say`What vouched for the priority ${row} was taken out of the record. Erasing a person does not do that.`,
  TRANSLATION_CHANGED: (row) =>
    say`The translation ${row} does not say what the record vouches for: it was changed past the record.`,
  TRANSLATION_UNRECORDED: (row) => say`The translation ${row} is not on the record: it was put in past it.`,
  TRANSLATION_MISSING: (row) => say`The translation ${row} is on the record and no longer there: it was deleted.`,
  RANK_CHANGED: (row) => say`The priority ${row} has a rank that no ratified round gave it, or lacks the one it got.`,
  NAMING_CHANGED: (row) =>
    say`The priority ${row} is shown as one that the community stands behind, or is not, against what mandates and rounds say.`,
  ROUND_CHANGED: (row) => say`The round ${row} is in another state than the record says.`,
  ROUND_UNRECORDED: (row) => say`The round ${row} is not on the record: nobody scheduled it.`,
  ROUND_MISSING: (row) => say`The round ${row} is on the record and no longer there: it was deleted.`,
  RESULT_CHANGED: (row) => say`The result of a round ranks the priority ${row} otherwise than the record says.`,
  TALLY_CHANGED: (row) => say`List, lots, ranks or reasons of the round ${row} were changed after it was counted.`,
  TURNOUT_CHANGED: (row) => say`Roll or ballots of the round ${row} are not as many as the record says.`,
  BALLOTS_DIFFER: (row) => say`The part ${row} of a round has more or fewer published ballots than were cast.`,
  BALLOTS_PUT_IN: (row) =>
    say`Into the part ${row} of a round ballots were put that belonged to nobody on the roll. They were not counted.`,
  PAPER_BALLOTS_CHANGED: (row) =>
    say`The batch ${row} of ballots on paper counts otherwise than it was entered and witnessed on the record.`,
  MANDATE_CHANGED: (row) =>
    say`The mandate ${row} is not as the record has it: its state, its end, its priority or who gave it was changed.`,
  MANDATE_UNRECORDED: (row) => say`The mandate ${row} is not on the record: nobody proposed it and no round gave it.`,
  MANDATE_MISSING: (row) => say`The mandate ${row} is on the record and no longer there: it was deleted.`,
  MANDATE_UNSIGNED: (row) =>
    say`The mandate ${row} came into force without the signatures of people affected that it needs.`,
  MANDATE_WITHOUT_ROUND: (row) =>
    say`The mandate ${row} is said to come from a ballot; its round is not ratified or did not rank its priority.`,
  SIGNATURE_UNRECORDED: (row) => say`A signature is not on the record: ${row}.`,
  ASK_WITHOUT_MANDATE: (row) => say`The ask ${row} is open without a mandate in force for its priority.`,
  WRITE_FORGED: (row) =>
    say`The entry ${row} says that someone wrote who may not: an ally, an operator, or the clock in place of people.`,
  RECORD_CHANGED: (row) => say`The entry ${row} was changed after it was recorded.`,
  RECORD_INCOMPLETE: () =>
    'Entries of the record are missing, or its end is not where it was. Check the record as a whole.',
};

export interface Fault {
  kind: SovereigntyFaultKind | null;
  table: string;
  rowId: string | null;
}

/** One sentence. In the short version, that a row of a table does not agree, and which where it is no secret. */
export function faultSentence({ kind, table, rowId }: Fault): Words {
  if (kind !== null) return sentences[kind](rowId ?? '');
  return rowId === null
    ? say`A row of ${table} is not as the record has it.`
    : say`The row ${rowId} of ${table} is not as the record has it.`;
}

export interface Told {
  status: 'HOLDS' | 'BROKEN';
  isWhole: boolean;
  faultCount: number;
  faults: readonly Fault[];
  writes: readonly { standing: string; count: number }[];
}

export interface OpenAsks {
  kind: string | null;
  count: number;
}

const SHORT: Words = 'This is the short version, which the community publishes for everyone.';

/** The whole report for reading, a sentence each. */
export function reportSentences(report: Told, openAsks: readonly OpenAsks[]): Words[] {
  const { status, isWhole, faultCount, faults } = report;
  const of = (kind: string | null): number =>
    openAsks.filter((some) => some.kind === kind).reduce((sum, { count }) => sum + count, 0);
  const unmandated = of(null);
  return [
    status === 'HOLDS'
      ? 'It holds: as far as record and tables tell, the people affected alone decided the priorities of this campaign.'
      : say`It is broken. Rows that are not as the record has them: ${faultCount}.`,
    ...(isWhole ? [] : [SHORT]),
    ...writesSentences(report),
    say`Open asks that you may see: ${of('RATIFIED')} under mandates by ballot, ${of('EMERGENCY')} under emergency mandates, ${of('FOUNDING')} under the founding mandate.`,
    ...(unmandated > 0 ? [say`Open asks without a mandate that you may see: ${unmandated}.`] : []),
    ...faults.map(faultSentence),
    ...(faultCount > faults.length ? [say`${faultCount - faults.length} more rows are not listed here.`] : []),
    'It takes the word of this server for it. Someone who can write into the database and also forge entries in the name of people affected is not found by this: those people find entries on the record that they did not make. Concerns are not part of it yet.',
  ];
}

function writesSentences({ writes }: Told): Words[] {
  const by = (...standings: string[]): number =>
    writes.filter(({ standing }) => standings.includes(standing)).reduce((sum, { count }) => sum + count, 0);
  const total = writes.reduce((sum, { count }) => sum + count, 0);
  const theirs = by('AFFECTED', 'STEWARD');
  const clock = by('SYSTEM');
  return [
    say`What reached priorities, rounds and mandates: ${total} deeds, ballots not counted.`,
    say`People affected did ${theirs} of them, ${by('STEWARD')} as stewards; ${clock} followed by the clock.`,
    say`Allies, operators and outsiders did ${total - theirs - clock}.`,
  ];
}

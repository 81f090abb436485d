import { pledgeBeginnings, type PledgeMove, pledgeMoves } from './pledge.moves.js';

const LIFE = `A pledge is a plan, not a wish: it says when, where and how it begins, and names the versions of agreement, brief, terms
and risk that the pledger read. \`makePledge\` answers with its state:

- \`ACTIVE\`: it has a place and is counted on.
- \`CONDITIONAL\`: it waits, and \`waitingFor\` says what for. Before the ask's \`THRESHOLD\` is met it has a place that is kept for
  it. With an \`OWN_CONDITION\` ("only if at least 5 others come") it has none until enough others are there; those who wait for
  each other start together, as many as possible at once.
- \`WAITLISTED\`: it waits for a place, in turn. One that is bigger than the gap is passed over and keeps its turn; \`takePart\`
  makes do with less, and \`partOnOffer\` says how much would fit.

**A place comes free.** It goes to whoever is next. Inside the notice period of the ask it is offered instead, for 12 hours
(\`offeredUntil\`, \`acceptPlace\`), and then to the next. Whoever let it pass keeps their turn, and can still take a place that
is free with \`acceptPlace\`.

**The terms change.** \`reviseAsk\` answers in \`pledgesAsked\` how many pledges are asked to confirm. They keep their places for
72 hours, or until they begin (\`reconfirmBy\`): \`reconfirmPledge\` with the new versions, or \`stepBack\`, which is free. A second
change meanwhile gives no more time, and the newest terms are confirmed. Work of which a report waits is judged by the terms
it was done under; who waits for a place is asked when one comes.

**Someone cannot come.** \`stepBack\` before the notice period is free, inside it it takes a reason. \`offerHandOver\` makes a code
for someone who comes instead, also at the last moment: they accept it with \`acceptHandOver\`, are asked all that a pledge
asks, and have the place at once, past everyone who waits. Neither side is told who the other is.

**Things stand still.** While a campaign is stopped, an ask paused or its mandate over, no place is given and nothing runs out;
stepping back is free, and what was done is reported and attested. Afterwards every deadline is later by as long as it stood
still. What was to be done during a stop is confirmed again, with a new time; what is still to come keeps its day.

**Endings stay distinct** and are never merged or deleted: see the table. None of them is a score of the pledger.`;

const BY: Record<PledgeMove['by'], string> = {
  pledger: 'the pledger',
  community: 'the community',
  clock: 'the clock',
  rules: 'by itself',
};

/** docs/pledges.md. */
export function pledgesPage(): string {
  return [
    '# The life of a pledge',
    '',
    'Generated from the code by `npm run contracts`; do not edit.',
    '',
    LIFE,
    '',
    '## All that can happen',
    '',
    '```mermaid',
    ...diagram(),
    '```',
    '',
    '| From | To | Moved by | When |',
    '|---|---|---|---|',
    ...pledgeMoves.map(({ from, to, by, when }) => `| \`${from}\` | \`${to}\` | ${BY[by]} | ${when} |`),
    '',
  ].join('\n');
}

/** One arrow for each pair of states; what lets it happen is in the table. */
function diagram(): string[] {
  const arrows = new Set(pledgeMoves.map(({ from, to }) => `  ${from} --> ${to}`));
  const starting = new Set(pledgeMoves.map(({ from }) => from));
  const endings = new Set(pledgeMoves.map(({ to }) => to).filter((state) => !starting.has(state)));
  return [
    'stateDiagram-v2',
    ...Object.entries(pledgeBeginnings).map(([state, when]) => `  [*] --> ${state}: ${when}`),
    ...arrows,
    ...[...endings].map((state) => `  ${state} --> [*]`),
  ];
}

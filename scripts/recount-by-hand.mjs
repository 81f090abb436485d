#!/usr/bin/env node
// Counts a round of priorities again from its recount file (JSON or .pb):
//
//   node recount-by-hand.mjs FILE
//
// This file is meant to be read. It needs Node and nothing else, takes nothing from the rest of Accompany, and does
// everything in the plainest way: exact fractions, the rules as they are written in the papers, no shortcuts. It is
// therefore slow: some hundred ballots take moments, ten thousand with many priorities can take an hour or more.
// `npm run recount` counts large rounds in seconds, with other code; both must give the same list.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

// ---------------------------------------------------------------------------------------------------------------------
// Fractions: pairs of whole numbers of any length, always in lowest terms.

const gcd = (a, b) => (b === 0n ? a : gcd(b, a % b));
const fraction = (top, bottom = 1n) => {
  const common = gcd(top < 0n ? -top : top, bottom);
  return { top: top / common, bottom: bottom / common };
};
const plus = (a, b) => fraction(a.top * b.bottom + b.top * a.bottom, a.bottom * b.bottom);
const minus = (a, b) => fraction(a.top * b.bottom - b.top * a.bottom, a.bottom * b.bottom);
const times = (a, b) => fraction(a.top * b.top, a.bottom * b.bottom);
const over = (a, b) => fraction(a.top * b.bottom, a.bottom * b.top);
const compare = (a, b) => {
  const difference = a.top * b.bottom - b.top * a.bottom;
  if (difference === 0n) return 0;
  return difference < 0n ? -1 : 1;
};
const ZERO = fraction(0n);
const ONE = fraction(1n);
const sum = (numbers) => numbers.reduce(plus, ZERO);

// ---------------------------------------------------------------------------------------------------------------------
// Reading. A round is { method, voice, budget, completion, seed, ballotsCast, items, ballots }; an item is
// { id, statement, cost, lot, rank }; a ballot is { receipt, part, levels }, levels being lists of places in `items`.

function readRound(text) {
  return text.trimStart().startsWith('{') ? fromJson(JSON.parse(text)) : fromPabulib(cellsOf(text));
}

function fromJson(file) {
  if (file.format !== 'accompany-recount' || file.version !== 1) fail('This is no recount file of version 1.');
  const { round, parts, items, ballots } = file;
  return {
    method: round.method,
    voice: round.voice,
    budget: round.budgetHours,
    completion: round.completion,
    seed: round.lotSeed,
    ballotsCast: parts.map((part) => part.ballots),
    items: items.map(({ id, statement, hours, lot, rank }) => ({ id, statement, cost: hours, lot, rank })),
    ballots: ballots.map(({ receipt, part, levels }) => ({
      receipt,
      part,
      levels: levels.map((level) => level.map((number) => number - 1)),
    })),
  };
}

function fromPabulib(rows) {
  const start = (section) => rows.findIndex((row) => row.length === 1 && row[0] === section);
  const between = (from, to) => rows.slice(start(from) + 1, to === undefined ? undefined : start(to));
  const asObjects = ([columns, ...lines]) =>
    lines.map((line) => Object.fromEntries(columns.map((column, place) => [column, line[place]])));
  const meta = Object.fromEntries(between('META', 'PROJECTS').slice(1));
  if (meta.accompany_recount !== '1') fail('This is no recount file of version 1.');
  // Project 0 stands for "none of these".
  const projects = asObjects(between('PROJECTS', 'VOTES')).filter((project) => project.project_id !== '0');
  return {
    method: meta.method,
    voice: meta.voice,
    budget: Number(meta.budget_hours),
    completion: meta.completion,
    seed: meta.lot_seed,
    ballotsCast: meta.ballots.split(',').map(Number),
    items: projects.map((project) => ({
      id: project.priority_id,
      // An apostrophe before it keeps spreadsheets from taking a text for a formula.
      statement: project.name.replace(/^'/, ''),
      cost: Number(project.cost),
      lot: Number(project.lot),
      rank: project.rank === '' ? null : Number(project.rank),
    })),
    ballots: asObjects(between('VOTES')).map(({ voter_id, part, vote, points }) => ({
      receipt: voter_id,
      part: Number(part),
      levels: vote === '0' ? [] : levelsOf(vote.split(',').map(Number), points?.split(',').map(Number)),
    })),
  };
}

/** Alike points are one level; the most points are the first. Without points all are alike. */
function levelsOf(numbers, points = numbers.map(() => 1)) {
  const different = [...new Set(points)].sort((a, b) => b - a);
  return different.map((score) => numbers.filter((_, place) => points[place] === score).map((number) => number - 1));
}

/** Rows of cells between semicolons; a cell in quotes may hold anything, and a quote in it is doubled. */
function cellsOf(text) {
  const rows = [[]];
  const pattern = /("(?:[^"]|"")*"|[^;\r\n]*)(;|\r?\n|$)/y;
  while (pattern.lastIndex < text.length) {
    const found = pattern.exec(text);
    if (!found) fail('The file has a cell that does not end.');
    const [, cell, end] = found;
    rows.at(-1).push(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell);
    if (end !== ';') rows.push([]);
  }
  return rows.filter((row) => row.some((cell) => cell !== ''));
}

// ---------------------------------------------------------------------------------------------------------------------
// What holds for all methods.

/**
 * What each ballot weighs. Either all alike, or so that the ballots of each community weigh 1 together. Ballots that say
 * the same in the same community are counted as one that weighs as much as all of them: only to be a little faster.
 */
function votersOf(round) {
  const voters = new Map();
  for (const { part, levels } of round.ballots) {
    const sorted = levels.map((level) => [...level].sort((a, b) => a - b));
    const key = JSON.stringify([part, sorted]);
    const weight = round.voice === 'PER_PERSON' ? ONE : fraction(1n, BigInt(round.ballotsCast[part]));
    const same = voters.get(key);
    if (same) same.weight = plus(same.weight, weight);
    else voters.set(key, { levels: sorted, marked: new Set(sorted.flat()), weight });
  }
  return [...voters.values()];
}

/** The lots again from the seed: by SHA-256 over the seed and the 16 bytes of each id, the smallest is lot 1. */
function lotsOf({ seed, items }) {
  const bytes = (hex) => Buffer.from(hex.replaceAll('-', ''), 'hex');
  const digests = items.map(({ id }) => createHash('sha256').update(bytes(seed)).update(bytes(id)).digest('hex'));
  const inOrder = [...digests].sort((a, b) => (a < b ? -1 : 1));
  return digests.map((digest) => inOrder.indexOf(digest) + 1);
}

const places = (round) => round.items.map((_, item) => item);
const supportersOf = (voters, item) => voters.filter((voter) => voter.marked.has(item));
const weightOf = (voters) => sum(voters.map((voter) => voter.weight));

/** Of those with the least value, the one with the lowest lot. */
function least(candidates, lots) {
  return candidates.reduce((best, next) => {
    const order = compare(next.value, best.value);
    return order < 0 || (order === 0 && lots[next.item] < lots[best.item]) ? next : best;
  });
}

// ---------------------------------------------------------------------------------------------------------------------
// PROPORTIONAL: sequential Phragmén. Every placed item is a load of 1 for its supporters, who then all carry the same.
// Next comes the item whose supporters would then carry least.

function countProportional(round, lots) {
  const voters = votersOf(round);
  const loads = new Map(voters.map((voter) => [voter, ZERO]));
  const ranking = [];
  let waiting = places(round).filter((item) => supportersOf(voters, item).length > 0);
  while (waiting.length > 0) {
    const candidates = waiting.map((item) => {
      const supporters = supportersOf(voters, item);
      const carried = sum(supporters.map((voter) => times(voter.weight, loads.get(voter))));
      return { item, value: over(plus(ONE, carried), weightOf(supporters)) };
    });
    const next = least(candidates, lots);
    for (const voter of supportersOf(voters, next.item)) loads.set(voter, next.value);
    ranking.push(next.item);
    waiting = waiting.filter((item) => item !== next.item);
  }
  return ranking;
}

// ---------------------------------------------------------------------------------------------------------------------
// MAJORITY: Schulze. Items are compared two by two; what a ballot does not mark stands below all that it marks. A chain
// of won comparisons is as strong as its weakest, and an item stands before another to which its strongest chain is
// stronger than the one back. A comparison is as strong as the voice that won it, and where that is alike, the stronger
// the less voice was against it.

function countMajority(round, lots) {
  const voters = votersOf(round);
  const items = places(round);
  const levelIn = (voter, item) => {
    const level = voter.levels.findIndex((one) => one.includes(item));
    return level === -1 ? Infinity : level;
  };
  const levels = voters.map((voter) => items.map((item) => levelIn(voter, item)));
  const preferring = (one, other) => weightOf(voters.filter((_, place) => levels[place][one] < levels[place][other]));
  const voice = items.map((one) => items.map((other) => preferring(one, other)));

  const stronger = (a, b) => {
    if (a === null || b === null) return a !== null && b === null;
    return compare(a.won, b.won) > 0 || (compare(a.won, b.won) === 0 && compare(a.against, b.against) < 0);
  };
  // The strongest chains known so far, at first the won comparisons alone; null where there is none. Longer chains are
  // tried until nothing gets stronger.
  const chains = items.map((one) =>
    items.map((other) =>
      compare(voice[one][other], voice[other][one]) > 0 ? { won: voice[one][other], against: voice[other][one] } : null,
    ),
  );
  const pairs = items.flatMap((from) => items.filter((to) => to !== from).map((to) => ({ from, to })));
  for (let changed = true; changed; ) {
    changed = false;
    for (const through of items) {
      for (const { from, to } of pairs) {
        const [first, second] = [chains[from][through], chains[through][to]];
        const joined = stronger(first, second) ? second : first;
        if (!stronger(joined, chains[from][to])) continue;
        chains[from][to] = joined;
        changed = true;
      }
    }
  }
  const before = (one, other) => stronger(chains[one][other], chains[other][one]);

  const ranking = [];
  let waiting = items.filter((item) => supportersOf(voters, item).length > 0);
  while (waiting.length > 0) {
    const foremost = waiting.filter((item) => !waiting.some((other) => before(other, item)));
    const next = least(
      foremost.map((item) => ({ item, value: ZERO })),
      lots,
    ).item;
    ranking.push(next);
    waiting = waiting.filter((item) => item !== next);
  }
  return ranking;
}

// ---------------------------------------------------------------------------------------------------------------------
// EQUAL_SHARES: the budget is shared among the voters by weight. The supporters of an item pay for it, each the price
// times their weight or all that they have left. Next is bought what has the least price for each hour of its cost.

function countEqualShares(round, lots) {
  const voters = votersOf(round);
  const budget = fraction(BigInt(round.budget));
  const costs = round.items.map((item) => fraction(BigInt(item.cost)));
  const all = weightOf(voters);
  const purses = new Map(voters.map((voter) => [voter, over(times(budget, voter.weight), all)]));
  const ranking = [];
  for (;;) {
    const candidates = places(round)
      .filter((item) => !ranking.includes(item))
      .flatMap((item) => {
        const price = priceOf(costs[item], supportersOf(voters, item), purses);
        return price === null ? [] : [{ item, price, value: over(price, costs[item]) }];
      });
    if (candidates.length === 0) break;
    const next = least(candidates, lots);
    for (const voter of supportersOf(voters, next.item)) {
      purses.set(voter, minus(purses.get(voter), payment(voter, next.price, purses)));
    }
    ranking.push(next.item);
  }
  if (round.completion !== 'BY_SUPPORT') return ranking;

  let left = minus(budget, sum(ranking.map((item) => costs[item])));
  const others = places(round)
    .filter((item) => !ranking.includes(item) && supportersOf(voters, item).length > 0)
    .sort((a, b) => compare(weightOf(supportersOf(voters, b)), weightOf(supportersOf(voters, a))) || lots[a] - lots[b]);
  for (const item of others) {
    if (compare(costs[item], left) > 0) continue;
    left = minus(left, costs[item]);
    ranking.push(item);
  }
  return ranking;
}

function payment(voter, price, purses) {
  const share = times(price, voter.weight);
  const purse = purses.get(voter);
  return compare(share, purse) < 0 ? share : purse;
}

/** The price at which the supporters together pay exactly the cost; null where all they have is not enough. */
function priceOf(cost, supporters, purses) {
  if (compare(sum(supporters.map((voter) => purses.get(voter))), cost) < 0) return null;
  // The poorest first: whoever cannot pay in full gives all, and the others share what is missing.
  const fullest = (voter) => over(purses.get(voter), voter.weight);
  const poorestFirst = [...supporters].sort((a, b) => compare(fullest(a), fullest(b)));
  let missing = cost;
  for (const [place, voter] of poorestFirst.entries()) {
    const price = over(missing, weightOf(poorestFirst.slice(place)));
    if (compare(price, fullest(voter)) <= 0) return price;
    missing = minus(missing, purses.get(voter));
  }
  return null;
}

// ---------------------------------------------------------------------------------------------------------------------

function main([file, ...more]) {
  if (file === undefined || more.length > 0) fail('Usage: node recount-by-hand.mjs FILE');
  const round = readRound(readFileSync(file, 'utf8'));
  const count = {
    PROPORTIONAL: countProportional,
    MAJORITY: countMajority,
    EQUAL_SHARES: countEqualShares,
  }[round.method];
  if (!count) fail('The file names no method that this script knows.');
  const counted = round.ballotsCast.map((_, part) => round.ballots.filter((ballot) => ballot.part === part).length);
  if (counted.some((ballots, part) => ballots !== round.ballotsCast[part])) fail('Ballots are missing, or too many.');
  if (new Set(round.ballots.map((ballot) => ballot.receipt)).size !== round.ballots.length)
    fail('A receipt stands there twice.');
  const lots = lotsOf(round);
  const ranking = count(round, lots);
  const unranked = places(round).filter((item) => !ranking.includes(item));

  const name = (item) => `${legible(round.items[item].statement)} [${round.items[item].id}]`;
  ranking.forEach((item, place) => console.log(`${place + 1}. ${name(item)}`));
  unranked.forEach((item) => console.log(`-. ${name(item)}`));
  const lotsAgree = round.items.every((item, place) => item.lot === lots[place]);
  const ranksAgree =
    ranking.every((item, place) => round.items[item].rank === place + 1) &&
    unranked.every((item) => round.items[item].rank === null);
  if (!lotsAgree) console.error('The lots in the file do not follow from its seed.');
  console.log(ranksAgree ? 'The count gives the ranks in the file.' : 'The file and its ballots differ.');
  if (!lotsAgree || !ranksAgree) process.exitCode = 1;
}

/** Nothing in a file may move the cursor or turn the direction of writing. */
function legible(text) {
  return text.replace(
    /[\p{Cc}\u061C\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/gu,
    (character) => `<${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}>`,
  );
}

function fail(message) {
  console.error(message);
  process.exit(1);
}

main(process.argv.slice(2));

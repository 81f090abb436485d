// The main job, day one, over HTTP: two people, from sign-up to attested work. Needs Node and a fresh running server.
//   node scripts/main-job.mjs http://localhost:3000/graphql START_LINK
// The operations are those of docs/operations, the same ones that the README shows.
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';

const [endpoint, startLink] = process.argv.slice(2);
if (!endpoint || !startLink) {
  console.error('Usage: node scripts/main-job.mjs GRAPHQL_ENDPOINT START_LINK');
  process.exit(2);
}

const DAY = 24 * 60 * 60 * 1000;
const inDays = (days) => new Date(Date.now() + days * DAY);
const dayOf = (instant) => instant.toISOString().slice(0, 10);

/** The last part of a link, wherever the link carries it: `…/start/TOKEN`, `…?start=TOKEN` or `…#start=TOKEN`. */
const tokenOf = (link) => decodeURIComponent(link.split(/[/=]/).at(-1));

// Each step: who acts, the operation's file, its input from what is known so far, and what to keep of the answer.
const steps = [
  {
    who: 'founder',
    does: 'signs up by the start link',
    file: 'sign-up.graphql',
    input: () => ({
      link: tokenOf(startLink),
      displayName: 'Amara',
      password: `a long walk home ${randomUUID()}`,
      languages: ['en'],
      timeZone: 'Europe/Lisbon',
    }),
    keep: ({ session }) => ({ founder: session.accessToken }),
    tell: () => 'has a session, without an e-mail address',
  },
  {
    who: 'founder',
    does: 'starts a campaign',
    file: 'start-campaign.graphql',
    input: () => ({
      community: { name: 'Tenants of Canal Street', handle: `canal-street-${randomUUID().slice(0, 8)}` },
      campaign: { name: 'Heat before winter', endsOn: dayOf(inDays(90)) },
      demand: { text: 'Repair every boiler before November', decisionMaker: 'Northside Housing' },
      priority: { statement: 'Warm homes for families with small children' },
      ask: {
        template: 'ACCOMPANY',
        title: 'Come along to an appointment at the housing office',
        wanted: 5,
        opensOn: dayOf(inDays(0)),
        closesOn: dayOf(inDays(28)),
      },
    }),
    keep: ({ ask, askLink }) => ({ ask, askLink: tokenOf(askLink) }),
    tell: ({ ask }) => `the ask "${ask.title}" is ${ask.state}`,
  },
  {
    who: 'ally',
    does: 'joins by the link of the ask and pledges',
    file: 'join-and-pledge.graphql',
    input: ({ askLink, ask }) => ({
      link: askLink,
      displayName: 'Jonas',
      password: `with not for ${randomUUID()}`,
      accepts: {
        agreementVersion: ask.agreementVersion,
        briefVersion: ask.briefVersion,
        termsVersion: ask.termsVersion,
      },
      answers: ask.agreementQuestions.map(({ id }) => ({ questionId: id, text: 'I rent, and I have a steady job.' })),
      quantity: 1,
    }),
    keep: ({ session, pledge }) => ({ ally: session.accessToken, pledge }),
    tell: ({ pledge }) => `the pledge is ${pledge.state}`,
  },
  {
    who: 'ally',
    does: 'reports what was done',
    file: 'report-fulfilment.graphql',
    input: ({ pledge }) => ({
      occurrenceId: pledge.occurrences.nodes[0].id,
      quantity: 1,
      note: 'We went together on Tuesday. The appointment is confirmed in writing.',
    }),
    keep: ({ occurrence }) => ({ occurrence }),
    tell: ({ occurrence }) => `the occurrence is ${occurrence.state}`,
  },
  {
    who: 'founder',
    does: 'attests it',
    file: 'attest-fulfilment.graphql',
    input: ({ occurrence }) => ({ attestations: [{ occurrenceId: occurrence.id, quantity: 1 }] }),
    keep: ({ results }) => ({ occurrence: results[0].occurrence }),
    tell: ({ occurrence }) => `the occurrence is ${occurrence.state}`,
    expect: ({ occurrence }) => occurrence.state === 'ATTESTED',
  },
];

/** Sends one operation and returns the payload of its single field; a refusal of any kind ends the run. */
async function send(step, known) {
  const query = await readFile(new URL(`../docs/operations/${step.file}`, import.meta.url), 'utf8');
  const token = known[step.who];
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
    body: JSON.stringify({ query, variables: { input: { idempotencyKey: randomUUID(), ...step.input(known) } } }),
    signal: AbortSignal.timeout(15_000),
  });
  const { data, errors } = await response.json();
  if (errors?.length) {
    throw new Error(
      errors.map(({ message, extensions }) => `${extensions?.code ?? response.status}: ${message}`).join('\n'),
    );
  }
  const payload = Object.values(data)[0];
  const refusals = [payload, ...(payload.results ?? [])].flatMap(({ userErrors }) => userErrors ?? []);
  if (refusals.length > 0) {
    throw new Error(refusals.map(({ code, message, path }) => `${code} at ${path}: ${message}`).join('\n'));
  }
  return payload;
}

const known = {};
const people = new Set();
for (const [index, step] of steps.entries()) {
  const began = performance.now();
  try {
    Object.assign(known, step.keep(await send(step, known)));
    if (step.expect && !step.expect(known)) throw new Error(`That is not how it should end: ${step.tell(known)}.`);
  } catch (error) {
    console.error(`${index + 1}. The ${step.who} ${step.does}: failed.\n${error.message}`);
    process.exit(1);
  }
  people.add(step.who);
  const took = Math.round(performance.now() - began);
  console.log(`${index + 1}. The ${step.who} ${step.does}: ${step.tell(known)} (${took} ms).`);
}
console.log(`The main job is done: ${people.size} people, ${steps.length} calls.`);

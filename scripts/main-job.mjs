// The main job, day one, over HTTP: two people, from sign-up to attested work. Needs Node and a fresh running server.
//   node scripts/main-job.mjs http://localhost:3000/graphql START_LINK
// The operations and inputs are those of docs/operations, the same ones that GraphiQL shows in its tabs.
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';

const [endpoint, startLink] = process.argv.slice(2);
if (!endpoint || !startLink) {
  console.error('Usage: node scripts/main-job.mjs GRAPHQL_ENDPOINT START_LINK');
  process.exit(2);
}

// Each step: who acts, the operation's file, what its variables get from what is known so far, and what to keep.
const steps = [
  {
    who: 'founder',
    does: 'signs up by the start link',
    file: '01-sign-up',
    input: () => ({ link: startLink }),
    keep: ({ session }) => ({ founder: session.accessToken }),
    tell: () => 'has a session, without an e-mail address',
  },
  {
    who: 'founder',
    does: 'starts a campaign',
    file: '10-start-campaign',
    input: () => ({ communityHandle: `canal-street-${randomUUID().slice(0, 8)}` }),
    keep: ({ ask, askLink }) => ({ ask, askLink }),
    tell: ({ ask }) => `the ask "${ask.title}" is ${ask.state}`,
  },
  {
    who: 'ally',
    does: 'opens the link of the ask',
    file: '20-ask-by-link',
    variables: ({ askLink }) => ({ link: askLink }),
    keep: (invitation) => ({ invitation }),
    tell: ({ invitation }) => `reads agreement ${invitation.agreement.version} and brief ${invitation.brief.version}`,
  },
  {
    who: 'ally',
    does: 'joins and pledges',
    file: '30-join-and-pledge',
    input: ({ askLink, invitation: { agreement, brief, termsVersion, riskTier } }) => ({
      link: askLink,
      agreementVersion: agreement.version,
      briefVersion: brief.version,
      termsVersion,
      acceptedRiskTier: riskTier,
    }),
    keep: ({ session, pledge }) => ({ ally: session.accessToken, pledge }),
    tell: ({ pledge }) => `the pledge is ${pledge.state}`,
  },
  {
    who: 'ally',
    does: 'reports what was done',
    file: '40-report-fulfilment',
    input: ({ pledge }) => ({ pledgeId: pledge.id }),
    keep: ({ occurrence }) => ({ occurrence }),
    tell: ({ occurrence }) => `the occurrence is ${occurrence.state}`,
  },
  {
    who: 'founder',
    does: 'attests it',
    file: '50-attest-fulfilment',
    input: ({ occurrence }) => ({ items: [{ occurrenceId: occurrence.id }] }),
    keep: ({ results }) => ({ occurrence: results[0].occurrence }),
    tell: ({ occurrence }) => `the occurrence is ${occurrence.state}`,
    expect: ({ occurrence }) => occurrence.state === 'ATTESTED',
  },
];

const operation = (name) => readFile(new URL(`../docs/operations/${name}`, import.meta.url), 'utf8');

/** Sends one operation and returns the payload of its single field; a refusal of any kind ends the run. */
async function send(step, known) {
  const query = await operation(`${step.file}.graphql`);
  const { input } = JSON.parse(await operation(`${step.file}.json`));
  const variables = step.variables?.(known) ?? {
    input: { ...input, idempotencyKey: randomUUID(), ...step.input(known) },
  };
  const token = known[step.who];
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
    body: JSON.stringify({ query, variables }),
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

import { CommandError } from '../src/platform/command-error.js';
import type { Contender } from './contenders.js';
import { Connection } from './load/connection.js';
import { type ContenderName, contenderNames, takesPart } from './names.js';
import { labelOf, message, pledge, type Question, questionsOf, type Task, writes } from './scenarios.js';
import type { Stage } from './stage.js';
import type { World } from './world.js';

/** Enough to see each kind of reader in several campaigns. */
const COMPARED = 10;

/** The limit first: what it answers is what is wanted. */
export type Contenders = Map<ContenderName, Contender>;

/** Fails unless all contenders answer the same and write the same: before that, no time says anything. */
export async function proveEqual(
  stage: Stage,
  world: World,
  contenders: Contenders,
  tasks: readonly Task[],
): Promise<string> {
  const proven: string[] = [];
  for (const task of tasks.filter(({ scenario }) => !writes(scenario))) {
    const questions = questionsOf(world, task);
    const many = Math.min(COMPARED, questions.period);
    for (let index = 0; index < many; index += 1) {
      const question = questions.at(index);
      if (!question) break;
      let wanted: unknown;
      for (const [name, contender] of contenders) {
        if (!takesPart(name, task.scenario)) continue;
        const got = await ask(contender, question);
        if (!questions.mark.test(got.text))
          throw unequal(labelOf(task), `${name} does not answer as wanted: ${got.text}`);
        if (name === 'limit') wanted = got.json;
        else refuseDifference(`${labelOf(task)}, ${name}`, wanted, got.json);
      }
    }
    proven.push(`${labelOf(task)} (${many})`);
  }
  if (tasks.some(({ scenario }) => writes(scenario)))
    proven.push(`W1 (${await provePledges(stage, world, contenders)}, and what they wrote)`);
  return proven.join(', ');
}

/** Twin asks with two places each: pledges, a repeat by key, one too many by the same person, one that has to wait. */
async function provePledges(stage: Stage, world: World, contenders: Contenders): Promise<number> {
  const steps = [
    { ally: 1, attempt: 1 },
    { ally: 1, attempt: 1 },
    { ally: 1, attempt: 2 },
    { ally: 2, attempt: 1 },
    { ally: 3, attempt: 1 },
  ];
  for (const { ally, attempt } of steps) {
    let wanted: unknown;
    for (const [name, contender] of contenders) {
      const { json } = await ask(contender, pledge(world, world.twins, twinOf(name), ally, attempt));
      if (name === 'limit') wanted = withoutIds(json);
      else refuseDifference(`W1, ${name}, ally ${ally}, attempt ${attempt}`, wanted, withoutIds(json));
    }
  }
  const first = await written(stage, world, twinOf('limit'));
  for (const name of contenders.keys()) {
    refuseDifference(`the rows of W1, ${name}`, first, await written(stage, world, twinOf(name)));
  }
  return steps.length;
}

const twinOf = (name: ContenderName) => contenderNames.indexOf(name) + 1;

async function ask(contender: Contender, question: Question): Promise<{ text: string; json: unknown }> {
  const connection = await Connection.open(contender.port);
  try {
    const { status, body } = await connection.ask(message(contender.name, question));
    if (status !== 200) throw unequal(contender.name, `it answers ${status}: ${body.slice(0, 1_000)}`);
    return { text: body, json: alike(contender.name, JSON.parse(body)) };
  } finally {
    connection.close();
  }
}

/** Instants in the one form, and what PostGraphile wraps unwrapped: how things are written down says nothing. */
function alike(name: ContenderName, json: unknown): unknown {
  const answer = json as { data?: { makePledge?: { result?: { data: unknown } } } };
  const unwrapped = name === 'postgraphile' && answer.data?.makePledge?.result ? answer.data.makePledge.result : json;
  return JSON.parse(JSON.stringify(unwrapped), (_, value: unknown) =>
    typeof value === 'string' && INSTANT.test(value) ? new Date(value).toISOString() : value,
  );
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

/** What pledges to an ask left behind, apart from ids and instants. */
async function written(stage: Stage, world: World, twin: number): Promise<unknown> {
  const { rows } = await stage.admin.query<{ left: unknown }>(
    `SELECT jsonb_build_object(
       'pledges', (SELECT jsonb_agg(to_jsonb(p) - '{id,ask_id,mandate_id,state_changed_at,calendar_changed_at,created_at}'::text[] ORDER BY p.turn)
                     FROM pledge p WHERE p.ask_id = $1),
       'occurrences', (SELECT jsonb_agg(to_jsonb(o) - '{id,ask_id,pledge_id,state_changed_at,calendar_changed_at}'::text[] ORDER BY p.turn)
                         FROM pledge p JOIN occurrence o ON o.pledge_id = p.id WHERE p.ask_id = $1),
       'record', (SELECT jsonb_agg(jsonb_build_object('kind', r.kind, 'actor', r.actor_id, 'role', r.actor_role, 'type', r.subject_type,
                                   'details', r.details - 'askId') ORDER BY p.turn)
                    FROM pledge p JOIN record_entry r ON r.subject_id = p.id WHERE p.ask_id = $1),
       'outbox', (SELECT jsonb_agg(jsonb_build_object('kind', e.kind, 'data', e.data - 'askId') ORDER BY p.turn)
                    FROM pledge p JOIN outbox_event e ON e.subject_id = p.id WHERE p.ask_id = $1),
       'keys', (SELECT jsonb_agg(jsonb_build_object('operation', i.operation, 'result', i.result - 'pledgeId') ORDER BY p.turn)
                  FROM pledge p JOIN idempotency i ON i.result->>'pledgeId' = p.id::text WHERE p.ask_id = $1),
       'tally', (SELECT to_jsonb(t) - '{ask_id,priority_id,day,day_ends}'::text[] FROM ask_tally t WHERE t.ask_id = $1),
       'figures', (SELECT to_jsonb(f) - '{ask_id,priority_id,day,day_ends,lot}'::text[] FROM public_figure f WHERE f.ask_id = $1)) AS left`,
    [world.id('ask', world.twins.key, twin)],
  );
  return rows[0]?.left;
}

function withoutIds(json: unknown): unknown {
  return JSON.parse(JSON.stringify(json, (key, value: unknown) => (key === 'id' ? undefined : value)));
}

function refuseDifference(what: string, wanted: unknown, got: unknown): void {
  const found = difference(wanted, got);
  if (found) throw unequal(what, found);
}

/** Where two values differ first; undefined if they do not. The order of an object's fields says nothing. */
export function difference(wanted: unknown, got: unknown, path = 'answer'): string | undefined {
  if (isRecord(wanted) && isRecord(got)) {
    for (const key of new Set([...Object.keys(wanted), ...Object.keys(got)])) {
      const found = difference(wanted[key], got[key], `${path}.${key}`);
      if (found) return found;
    }
    return undefined;
  }
  if (Object.is(wanted, got)) return undefined;
  return `${path} is ${shortly(wanted)} from the limit and ${shortly(got)} from the other`;
}

/** Lists too: their places are their keys. */
function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function shortly(value: unknown): string {
  return (JSON.stringify(value) ?? 'missing').slice(0, 400);
}

function unequal(what: string, why: string): CommandError {
  return new CommandError(`The contenders do not do the same work, so nothing was measured. ${what}: ${why}.`);
}

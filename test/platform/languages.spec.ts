import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { type Answer, type As, type Person, startTestApp, type TestApp } from '../support/client.js';
import { counting } from '../support/queries.js';
import { unchanged } from '../support/unchanged.js';
import { World } from '../support/world.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

const mutation = (field: string) => {
  const input = `${field[0]?.toUpperCase()}${field.slice(1)}Input`;
  return `mutation ($input: ${input}!) { ${field}(input: $input) { userErrors { code message path } } }`;
};

/** The answer as text, to whoever's browser asks for these languages. */
async function answer(as: As, language: string | undefined, query: string, variables: object = {}): Promise<string> {
  const call = request(on.app.getHttpServer()).post('/graphql').set('content-type', 'application/json');
  if (as) call.set('authorization', 'accessToken' in as ? `Bearer ${as.accessToken}` : as.authorization);
  if (language !== undefined) call.set('accept-language', language);
  const { text } = await call.send({ query, variables });
  return text;
}

const refused = async (as: As, language: string | undefined, field: string, input: object): Promise<Answer> => {
  const { data, errors } = JSON.parse(await answer(as, language, mutation(field), { input }));
  return errors ?? data[field].userErrors;
};

/** The person, from now on one who chose Spanish. */
async function inSpanish<P extends Person>(person: P): Promise<P> {
  await world.done(person, 'changePreferences', { language: 'es' });
  return person;
}

/** The same but for its words. */
const wordless = (errors: Answer[]) => errors.map(({ message, ...rest }) => ({ ...rest, isSaid: message !== '' }));

describe('a refusal', () => {
  it('says the same in the language that the browser asks for, with equal code and path', async () => {
    const input = { signIn: 'nobody-here-000000', password: 'wrong password' };
    const english = await refused(null, undefined, 'signIn', input);
    const spanish = await refused(null, 'es-MX,es;q=0.9,en;q=0.8', 'signIn', input);
    expect(wordless(spanish)).toEqual(wordless(english));
    expect(english[0].message).toMatch(/^That name and password/);
    expect(spanish[0].message).toMatch(/^Ese nombre y esa contraseña/);
  });

  it('says it in the language that a person chose, whatever the browser asks for', async () => {
    const person = await world.person();
    await world.done(person, 'changePreferences', { language: 'es-GT' });
    const [error] = await refused(person, 'en', 'changePreferences', {});
    expect(error).toEqual({
      code: 'INVALID',
      message: 'Envía el idioma o la zona horaria que quieres, o ambos.',
      path: ['input', 'language'],
    });
  });

  it('falls back to the browser where the language of a person is not spoken yet', async () => {
    const person = await world.person();
    await world.done(person, 'changePreferences', { language: 'nah' });
    const [error] = await refused(person, 'es', 'changePreferences', {});
    expect(error.message).toMatch(/^Envía/);
  });

  it('that a constraint gave is said in either language', async () => {
    const { handle } = await world.community();
    const person = await world.person();
    const input = { handle, name: 'Another' };
    const [english] = await refused(person, undefined, 'createCommunity', input);
    const [spanish] = await refused(await inSpanish(person), undefined, 'createCommunity', input);
    expect(english).toMatchObject({
      code: 'HANDLE_TAKEN',
      message: 'Another community has this handle. Choose another.',
    });
    expect(spanish).toEqual({ ...english, message: 'Otra comunidad tiene este identificador. Elige otro.' });
  });

  it('puts its values where the language has them', async () => {
    const community = await world.community();
    const input = { communityId: community.id, replacesVersion: 7, text: 'New.', questions: [] };
    const [error] = await refused(await inSpanish(community.steward), undefined, 'publishAgreement', input);
    expect(error).toEqual({
      code: 'STALE_VERSION',
      message: 'El acuerdo va ahora por la versión 1. Léelo y luego publica el tuyo sobre esa versión.',
      path: ['input', 'replacesVersion'],
    });
  });

  it('of what a validator found keeps the places, and says nothing in words of the library', async () => {
    const person = await world.person();
    const input = {
      handle: 'Not a handle!',
      name: 'x'.repeat(200),
      timeZone: 'Mars/Olympus',
      language: 'english language',
      idempotencyKey: 'short',
    };
    const english = await refused(person, undefined, 'createCommunity', input);
    const spanish = await refused(await inSpanish(person), undefined, 'createCommunity', input);
    expect(wordless(spanish)).toEqual(wordless(english));
    expect(spanish.map(({ path, message }: Answer) => [path.at(-1), message]).toSorted()).toEqual([
      [
        'handle',
        'Usa de 3 a 40 letras minúsculas sin acentos, cifras y guiones sueltos, como "inquilinas-de-la-calle-olmo".',
      ],
      ['idempotencyKey', 'Usa de 8 a 100 caracteres imprimibles sin espacios, como un UUID.'],
      ['language', 'Indica un idioma, como "es" o "pt-BR".'],
      ['name', 'Escribe como máximo 120 caracteres.'],
      ['timeZone', 'Indica una zona horaria, como "America/Mexico_City".'],
    ]);
  });

  it('of an item of a list keeps its index', async () => {
    const { steward, id } = await world.community();
    const questions = [
      { id: 'one', text: 'Fine?' },
      { id: 'two', text: '' },
    ];
    const input = { communityId: id, replacesVersion: 1, text: 'New.', questions };
    const errors = await refused(await inSpanish(steward), undefined, 'publishAgreement', input);
    expect(errors).toEqual([
      { code: 'TOO_SHORT', message: 'Escribe algo aquí.', path: ['input', 'questions', '1', 'text'] },
    ]);
  });

  it('of a query, which has no payload, is an error in the same language', async () => {
    const text = await answer(null, 'es', '{ campaigns(first: 0) { totalCount } }');
    expect(JSON.parse(text).errors[0]).toMatchObject({
      message: 'Envía un número entero de 1 a 100.',
      extensions: { code: 'BAD_REQUEST' },
    });
  });

  it('inside a list of results is said in their language, and in that of whoever repeats the request', async () => {
    const community = await world.community();
    const campaign = await world.campaign(community);
    const priority = await world.priority(campaign);
    const mandate = await world.mandate(priority, community);
    const ask = await world.ask({ ...campaign, campaignId: campaign.id, priorityId: priority.id });
    const query = `mutation ($input: OpenAsksInput!) { openAsks(input: $input) { results { userErrors { code message path } } } }`;
    const input = { mandateId: mandate.id, askIds: [ask.id], idempotencyKey: randomUUID() };
    const error = async () =>
      JSON.parse(await answer(community.steward, undefined, query, { input })).data.openAsks.results[0].userErrors[0];
    const english = await error();
    expect(english.message).toBe('Only a draft or a paused ask opens. This one is open.');
    await inSpanish(community.steward);
    expect(await error()).toEqual({
      ...english,
      message: 'Solo se abre una petición en borrador o en pausa. Esta está abierta.',
    });
  });
});

describe('an error', () => {
  it('is said in the language of the browser to whoever is not signed in, a stale token included', async () => {
    const query = mutation('createCommunity');
    const input = { handle: world.unique(), name: 'Mine' };
    const nobody = await refused(null, 'es', 'createCommunity', input);
    expect(nobody[0]).toMatchObject({ message: 'Inicia sesión primero.', extensions: { code: 'UNAUTHENTICATED' } });
    const stale = JSON.parse(await answer({ authorization: 'Bearer nonsense' }, 'es', query, { input }));
    expect(stale.errors[0].message).toBe('Tu sesión terminó o fue reemplazada. Renuévala o inicia sesión de nuevo.');
  });

  it('of what is not there and of what is not yours to see is equal in bytes, in every language', async () => {
    const { steward, id } = await world.community();
    const hidden = (await world.campaign({ id, handle: '', steward }, {}, false)).id;
    const stranger = await world.person();
    const input = (campaignId: string) => ({ input: { campaignId, replacesVersion: 0, text: 'Mine now.' } });
    for (const [language, message] of [
      ['en', 'There is nothing here, or it is not yours to see.'],
      ['es', 'Aquí no hay nada, o no te corresponde verlo.'],
    ] as const) {
      await world.done(stranger, 'changePreferences', { language });
      const member = await answer(stranger, undefined, '{ viewer { language } }');
      expect(JSON.parse(member).data.viewer.language).toBe(language);
      const node = 'query ($id: ID!) { node(id: $id) { id } }';
      const [theirs, nowhere] = await unchanged(on, async () => [
        await answer(stranger, undefined, node, { id: hidden }),
        await answer(stranger, undefined, node, { id: randomUUID() }),
      ]);
      expect(theirs).toBe(nowhere);
      expect(theirs).toContain(message);
      const insider = (await world.community()).steward;
      await world.done(insider, 'changePreferences', { language });
      const bytes = [hidden, randomUUID(), 'no id'].map((one) =>
        answer(insider, undefined, mutation('publishBrief'), input(one)),
      );
      const [first, ...others] = await Promise.all(bytes);
      expect(first).toContain(message);
      expect(others).toEqual([first, first]);
    }
  });

  it('of too many requests tells when to come back', async () => {
    const signIn = world.unique('nobody');
    for (let n = 0; n < 10; n += 1) await refused(null, 'es', 'signIn', { signIn, password: 'wrong password' });
    const [error] = await refused(null, 'es', 'signIn', { signIn, password: 'wrong password' });
    expect(error.extensions.code).toBe('RATE_LIMITED');
    expect(error.message).toBe(
      `Demasiadas solicitudes. Inténtalo de nuevo en ${error.extensions.retryAfterSeconds} s.`,
    );
  });

  it('of a request that asks for too much is ours, so it is said in their language', async () => {
    const aliases = Array.from({ length: 16 }, (_, index) => `a${index}: __typename`).join(' ');
    const { errors } = JSON.parse(await answer(null, 'es', `{ ${aliases} }`));
    expect(errors).toEqual([
      {
        message: 'Se permiten como máximo 5 campos directamente en una query por solicitud. Divídela.',
        extensions: { code: 'TOO_COMPLEX' },
      },
    ]);
  });

  it('of the document stays in English: it is for whoever wrote the client', async () => {
    for (const query of ['{ viewer { nothing } }', '{ viewer {']) {
      expect(JSON.parse(await answer(null, 'es', query))).toEqual(JSON.parse(await answer(null, 'en', query)));
    }
  });

  it('at the door is said in the language of the browser', async () => {
    const { body } = await request(on.app.getHttpServer()).get('/graphql').set('accept-language', 'es');
    expect(body.errors[0].message).toMatch(/^Envía una solicitud POST/);
    const lost = await request(on.app.getHttpServer()).get('/nowhere').set('accept-language', 'es;q=0.9');
    expect(lost.body).toEqual({ errors: [{ message: 'Aquí no hay nada.', extensions: { code: 'NOT_FOUND' } }] });
  });
});

describe('what else is said', () => {
  const SIGN_UP = 'mutation ($input: SignUpInput!) { signUp(input: $input) { nextStep userErrors { message } } }';

  it('tells the next step in the language of the new account, or else of the browser', async () => {
    const input = () => ({ email: `${randomUUID()}@people.example` });
    const next = async (header: string, more: object) =>
      JSON.parse(await answer(null, header, SIGN_UP, { input: { ...input(), ...more } })).data.signUp.nextStep;
    expect(await next('en', { language: 'es' })).toMatch(/^Revisa tu correo/);
    expect(await next('es', { language: 'en' })).toMatch(/^Look in your mail/);
    expect(await next('es-AR', {})).toMatch(/^Revisa tu correo/);
  });

  it('names no more of an address that is known in one language than in another', async () => {
    const email = `${randomUUID()}@people.example`;
    const twice = [];
    for (let n = 0; n < 2; n += 1) twice.push(await answer(null, 'es', SIGN_UP, { input: { email } }));
    expect(twice[0]).toBe(twice[1]);
  });

  it('reads the record in the language of the reader', async () => {
    const { steward, handle } = await world.community();
    const query = `{ community(handle: "${handle}") { record { nodes { text } } } }`;
    const texts = async () => (await on.query(steward, query)).community.record.nodes.map(({ text }: Answer) => text);
    expect(await texts()).toContain('A steward founded the community.');
    await world.done(steward, 'changePreferences', { language: 'es' });
    expect(await texts()).toContain('Una persona responsable de la comunidad fundó la comunidad.');
  });

  it('costs no statement more, said in either language or not at all', async () => {
    const person = await world.person();
    await world.done(person, 'changePreferences', { language: 'es' });
    const plain = await counting(() => answer(person, 'es', '{ __typename }'));
    expect(plain.statements).toEqual([expect.stringContaining('vault.authenticate(')]);
    const said = await counting(() => refused(person, 'es', 'startCampaign', { communityHandle: 'x' }));
    expect(said.statements).toEqual(plain.statements);
  });

  it('takes a hostile header without a change or an error', async () => {
    for (const header of ['es,'.repeat(3_000), 'a'.repeat(10_000), 'es;q=9, \u00ff, ;;=', '*;q=0']) {
      expect(await answer(null, header, '{ __typename }')).toBe('{"data":{"__typename":"Query"}}\n');
      const [error] = await refused(null, header, 'createCommunity', { handle: world.unique(), name: 'Mine' });
      expect(error.message).toBe('Sign in first.');
    }
  });
});

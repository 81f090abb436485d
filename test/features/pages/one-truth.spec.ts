import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import request from 'supertest';
import {
  PROGRESS_IN_FULL,
  PROGRESS_SHOWN,
  type ProgressInFull,
  type ProgressShown,
} from '../../../src/features/pages/campaign-figures.js';
import { embedTexts } from '../../../src/features/pages/embed.texts.js';
import { progressCard } from '../../../src/features/pages/progress-card.js';
import { PublicFigures } from '../../../src/features/pages/public-figures.js';
import { told } from '../../../src/features/pages/told-progress.js';
import { startTestApp, type TestApp } from '../../support/client.js';
import { firstOf, listening } from '../../support/live.js';
import { World } from '../../support/world.js';
import { type Mixed, mixedCampaign } from './mixed-campaign.js';

let on: TestApp;
let of: Mixed;
let url: string;

beforeAll(async () => {
  on = await startTestApp();
  of = await mixedCampaign(new World(on));
  url = await listening(on);
}, 60_000);
afterAll(() => on.close());

/** What a surface says of the campaign, as it says it. */
interface Said {
  wanted: string;
  pledged: string;
  reported: string;
  attested: string;
  share: string;
}

const labels = embedTexts.en;
async function ask(file: string): Promise<string> {
  const { text, body } = await request(on.app.getHttpServer()).get(`/c/${of.campaignHandle}${file}`);
  // A picture is answered as bytes.
  return text ?? (body as Buffer).toString();
}
const progressRow = async () => (await csvRows())[0] ?? {};
const csvRows = async (): Promise<Record<string, string>[]> =>
  parse(await ask('/progress.csv'), { bom: true, columns: true });
const percent = (text: string) => text.replaceAll(/\s+%/g, '%');

/** Whatever the markup, the words that people see, in order. */
function words(markup: string): string {
  return markup
    .replaceAll(/<(title|desc|style|head|caption|thead)\b.*?<\/\1>/gs, ' ')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/[\u2066-\u2069]/g, '')
    .replaceAll(/\s+/g, ' ');
}

function saidIn(markup: string): Said {
  const order = [labels.share, labels.wanted, labels.pledged, labels.reported, labels.attested];
  const text = words(markup).slice(words(markup).indexOf(labels.share));
  const values = order.map((label, index) => {
    const start = text.indexOf(label) + label.length;
    const end = order[index + 1];
    return text.slice(start, end === undefined ? undefined : text.indexOf(end)).trim();
  });
  const [share = '', wanted = '', pledged = '', reported = '', attested = ''] = values;
  return { share, wanted, pledged, reported, attested };
}

/** Up to where the figures end, which is not where the picture does. */
const until = (end: RegExp, said: Said): Said => ({ ...said, attested: said.attested.replace(end, '').trim() });

function saidBy(progress: ProgressShown): Said {
  const { wanted, pledged, reported, attested, shareAttested } = progress;
  return {
    wanted: String(wanted),
    pledged: pledged.quantity.text,
    reported: reported.quantity.text,
    attested: attested.quantity.text,
    share: percent(shareAttested.text),
  };
}

const surfaces: Record<string, () => Promise<Partial<Said>>> = {
  'the picture': async () => saidIn(await ask('/progress.svg?lang=en')),
  'the card': async () => {
    const kept = await on.app.get(PublicFigures, { strict: false }).of(of.campaignHandle);
    if (!kept) throw new Error('There is no campaign.');
    return until(/http.*$/, saidIn(progressCard(told(kept, 'en'), 'http')));
  },
  'the frame': async () => until(new RegExp(`${labels.more}.*$`), saidIn(await ask('/embed?lang=en'))),
  'the page': async () => {
    const html = await ask('?lang=en');
    const table = html.slice(html.indexOf('id="how-far-heading"'));
    const cells = [...table.matchAll(/<td class="number">([^<]*)<\/td>/g)].slice(0, 4).map(([, text]) => text);
    const [wanted = '', pledged = '', reported = '', attested = ''] = cells as string[];
    return { wanted, pledged, reported, attested };
  },
  'the table': async () => {
    const row = await progressRow();
    return {
      wanted: row['wanted'] ?? '',
      pledged: row['pledged_quantity_text'] ?? '',
      reported: row['reported_quantity_text'] ?? '',
      attested: row['attested_quantity_text'] ?? '',
      share: percent(row['share_attested_text'] ?? ''),
    };
  },
  'the subscription': async () => {
    const { data } = await firstOf(url, null, FOLLOWED, { handle: of.campaignHandle });
    return saidBy(data.campaignProgressed.campaign.progress);
  },
  'the document': async () => saidBy(JSON.parse(await ask('/progress.json')).rows[0].progress),
};

const FOLLOWED = `subscription ($handle: String!) { campaignProgressed(handle: $handle) { campaign { progress { ...ProgressShown } } } }
${PROGRESS_SHOWN}`;

const CAMPAIGN = `query ($handle: String!) { campaign(handle: $handle) { progress { ...ProgressShown }
  asks(first: 100) { nodes { id progress { ...ProgressInFull } } } priorities(first: 100) { nodes { id progress { ...ProgressInFull } } } } }
${PROGRESS_IN_FULL}`;

it('is told by every surface as by the API: what is exact, what is rounded and what is left out', async () => {
  const { campaign } = await on.query(null, CAMPAIGN, { handle: of.campaignHandle });
  const truth = saidBy(campaign.progress);
  // The campaign has figures of every kind, or this would compare nothing.
  expect(truth).toMatchObject({
    wanted: '52',
    pledged: expect.stringContaining('or more'),
    reported: '2',
    attested: '4',
  });
  for (const [name, read] of Object.entries(surfaces)) {
    const said = await read();
    expect(said).toMatchObject({ wanted: truth.wanted });
    // A surface that says less than all says what it says alike.
    const same = Object.fromEntries(Object.keys(said).map((key) => [key, truth[key as keyof Said]]));
    expect([name, said]).toEqual([name, same]);
  }
});

it('is told of each priority and ask in the files as by the API, and as a number only where it is exact', async () => {
  const { campaign } = await on.query(null, CAMPAIGN, { handle: of.campaignHandle });
  const things: { id: string; progress: ProgressInFull }[] = [...campaign.priorities.nodes, ...campaign.asks.nodes];
  const document = JSON.parse(await ask('/progress.json')).rows as { id: string; progress: ProgressInFull }[];
  const rows = await csvRows();
  expect(things).toHaveLength(4);
  for (const { id, progress } of things) {
    expect(document.find((row) => row.id === id)?.progress).toEqual(progress);
    const row = rows.find((one) => one['id'] === id);
    for (const name of ['pledged', 'reported', 'attested', 'conditional'] as const) {
      for (const part of ['count', 'quantity'] as const) {
        const { value, text, isExact } = progress[name][part];
        expect([row?.[`${name}_${part}`], row?.[`${name}_${part}_text`]]).toEqual([isExact ? String(value) : '', text]);
      }
    }
  }
  const [first] = rows;
  expect([first?.['stepped_back_count'], first?.['no_show_count_text'], first?.['lapsed_count_text']]).toEqual([
    '0',
    '0',
    '0',
  ]);
  const hidden = rows.find((row) => row['id'] === of.asks.hidden);
  expect([hidden?.['pledged_count'], hidden?.['pledged_count_text']]).toEqual(['', 'fewer than 5']);
  const rounded = rows.find((row) => row['id'] === of.asks.rounded);
  expect([rounded?.['pledged_count'], rounded?.['pledged_count_text']]).toEqual(['', '5 or more']);
});

import { csvOf } from '../../platform/csv.js';
import { type ExportedCampaign, type ExportedPledge, pledgeColumns } from './pledge-exports.queries.js';

type Pages = AsyncIterable<readonly ExportedPledge[]>;

/** A file that is not whole ends without the end of its transfer: a line for it would be taken for a pledge. */
export async function* asPledgesCsv(pages: Pages): AsyncGenerator<string> {
  yield csvOf([], pledgeColumns, true);
  for await (const page of pages) yield csvOf(page, pledgeColumns, false);
}

/** One document, and one pledge on a line. It is JSON only when it is whole, and then says so. */
export async function* asPledgesJson(
  { handle }: ExportedCampaign,
  until: string,
  pages: Pages,
): AsyncGenerator<string> {
  yield `{"campaign":${JSON.stringify(handle)},"until":${JSON.stringify(new Date(until))},"pledges":[`;
  let count = 0;
  for await (const page of pages) {
    const lines = page.map((pledge) =>
      JSON.stringify(Object.fromEntries(pledgeColumns.map((name) => [name, pledge[name]]))),
    );
    yield `${count === 0 ? '' : ','}\n${lines.join(',\n')}`;
    count += page.length;
  }
  yield `\n],"count":${count},"isComplete":true}\n`;
}

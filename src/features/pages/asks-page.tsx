import type { Kept } from '../../platform/pages/last-good.js';
import { AsksShown } from './asks-shown.js';
import type { CampaignFigures } from './campaign-figures.js';
import type { AsksPage } from './campaign-view.js';
import { framed } from './page-frame.js';
import { isolated, type PageWords } from './page-words.js';

interface Shown {
  campaign: CampaignFigures;
  kept: Kept<AsksPage>;
  words: PageWords;
  isFirst: boolean;
}

/** All asks of a campaign, in parts: so many that its own page does not show each. */
export function asksPage({ campaign, kept, words, isFirst }: Shown): string {
  const { texts, figures } = words;
  const { nodes, totalCount, pageInfo } = kept.value;
  const home = `/c/${campaign.handle}`;
  const path = `${home}/asks`;
  const title = texts.listTitle(isolated(campaign.name));
  return framed({
    words,
    path,
    title,
    children: (
      <>
        {kept.isOld ? <p class="notice">{texts.old(words.time(kept.at))}</p> : null}
        <h1 class="user">{title}</h1>
        <p>
          <a href={words.to(home)}>{texts.backTo}</a>
        </p>
        <p>{totalCount === 0 ? texts.noAsks : texts.listCount(figures.number(totalCount))}</p>
        <AsksShown asks={nodes} handle={campaign.handle} words={words} />
        <p>
          {isFirst ? null : (
            <a class="more" href={words.to(path)}>
              {texts.firstPage}
            </a>
          )}{' '}
          {pageInfo.hasNextPage && pageInfo.endCursor !== null ? (
            <a class="more" rel="next" href={words.to(path, { after: pageInfo.endCursor })}>
              {texts.nextPage}
            </a>
          ) : null}
        </p>
      </>
    ),
  });
}

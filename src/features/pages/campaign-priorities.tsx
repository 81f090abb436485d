import { AsksShown } from './asks-shown.js';
import type { AskShown, CampaignView, PriorityShown } from './campaign-view.js';
import { neededMost } from './needed.rules.js';
import type { PageWords } from './page-words.js';
import { sayHeadline } from './campaign-progress.js';
import { Theirs } from './theirs.js';

/** Under each priority so many asks are shown; the list of all of them is a page of its own. */
const MOST_UNDER_ONE = 20;

interface Props {
  view: CampaignView;
  words: PageWords;
}

export function NeededMost({ needed, view, words }: Props & { needed: readonly AskShown[] }) {
  const { texts } = words;
  return (
    <>
      <h2 id="needed-most-heading">{texts.neededMost}</h2>
      {needed.length === 0 ? (
        <p>{texts.nothingNeeded}</p>
      ) : (
        <>
          <p class="faint">{texts.neededMostSays}</p>
          <AsksShown asks={needed} handle={view.campaign.handle} words={words} />
          <p>
            <a class="more" href="#how-to-pledge">
              {texts.howToPledge}
            </a>
          </p>
        </>
      )}
    </>
  );
}

export function Priorities({ view, words, needed }: Props & { needed: ReadonlySet<string> }) {
  const { texts, figures } = words;
  const { priorities } = view.campaign;
  const known = new Set(priorities.nodes.map(({ id }) => id));
  const others = view.asks.filter(({ priority }) => priority === null || !known.has(priority.id));
  return (
    <>
      <h2 id="priorities-heading">{texts.priorities}</h2>
      <p class="faint">{priorities.totalCount === 0 ? texts.noPriorities : texts.prioritiesSay}</p>
      {priorities.nodes.map((priority) => (
        <Priority key={priority.id} priority={priority} view={view} words={words} needed={needed} />
      ))}
      {priorities.totalCount > priorities.nodes.length ? (
        <p>{texts.morePriorities(figures.number(priorities.totalCount))}</p>
      ) : null}
      {others.length === 0 ? null : (
        <div class="card">
          <h3>{texts.otherAsks}</h3>
          <Asks asks={others} count={others.length} view={view} words={words} needed={needed} />
        </div>
      )}
    </>
  );
}

function Priority({ priority, ...props }: Props & { priority: PriorityShown; needed: ReadonlySet<string> }) {
  const { view, words } = props;
  const { texts, figures } = words;
  const { rank, statement, statementIn, language, progress } = priority;
  const asks = view.asks.filter((ask) => ask.priority?.id === priority.id);
  return (
    <article class="card priority">
      <p class="facts">{rank === null ? texts.unranked : texts.rank(figures.number(rank))}</p>
      <h3 class="user">
        <Theirs text={statementIn} language={statementIn === statement ? language : words.language} />
      </h3>
      {priority.asks.totalCount === 0 ? (
        <p>{texts.noAsks}</p>
      ) : (
        <>
          <p>{sayHeadline(progress, words)}</p>
          <Asks asks={asks} count={priority.asks.totalCount} {...props} />
        </>
      )}
    </article>
  );
}

/** Those needed most first; then in the order in which they were read, which has those that can be taken first. */
function Asks({
  asks,
  count,
  view,
  words,
  needed,
}: Props & { asks: readonly AskShown[]; count: number; needed: ReadonlySet<string> }) {
  const first = neededMost(asks, MOST_UNDER_ONE);
  const shown = [...first, ...asks.filter((ask) => !first.includes(ask))].slice(0, MOST_UNDER_ONE);
  const { handle } = view.campaign;
  return (
    <>
      <AsksShown asks={shown} handle={handle} words={words} needed={needed} />
      {count > shown.length ? (
        <a class="more" href={words.to(`/c/${handle}/asks`)}>
          {words.texts.allAsks(words.figures.number(view.askCount))}
        </a>
      ) : null}
    </>
  );
}

import type { CampaignView, DemandShown } from './campaign-view.js';
import { isolated, type PageWords } from './page-words.js';
import { Theirs, TheirParagraph } from './theirs.js';

interface Props {
  view: CampaignView;
  words: PageWords;
}

export function Demands({ view, words }: Props) {
  const { texts, figures } = words;
  const { demands, language } = view.campaign;
  const won = demands.nodes.filter(({ state }) => state === 'WON' || state === 'PARTLY_WON').length;
  const isWhole = demands.nodes.length === demands.totalCount;
  return (
    <>
      <h2 id="demands-heading">{texts.demands}</h2>
      {demands.totalCount === 0 ? <p>{texts.noDemands}</p> : null}
      {won > 0 && isWhole ? <p>{texts.outcomes(figures.number(won), figures.number(demands.totalCount))}</p> : null}
      <ul class="demands">
        {demands.nodes.map((demand) => (
          <li key={demand.id} class="card">
            <Demand demand={demand} language={language} words={words} />
          </li>
        ))}
      </ul>
      {isWhole ? null : <p>{texts.moreDemands(figures.number(demands.totalCount))}</p>}
    </>
  );
}

function Demand({ demand, language, words }: { demand: DemandShown; language: string; words: PageWords }) {
  const { texts } = words;
  const { title, details, decisionMaker, state, madeOn, responses } = demand;
  const isWon = state === 'WON' || state === 'PARTLY_WON';
  return (
    <>
      <h3 class="user">
        <Theirs text={title} language={language} />
      </h3>
      <p class="facts user">
        {texts.to(isolated(decisionMaker))}
        {madeOn === null ? null : ` · ${texts.madeOn(words.day(madeOn))}`}
      </p>
      <p>
        <span class={isWon ? 'won' : 'state'}>{texts.demandStates[state]}</span>
      </p>
      <TheirParagraph text={details} language={language} />
      {responses.length === 0 ? null : (
        <details>
          <summary>
            {texts.answers} ({words.figures.number(responses.length)})
          </summary>
          {responses.map(({ id, answeredOn, state: then, text }) => (
            <div key={id}>
              <p class="facts">
                {words.day(answeredOn)} · {texts.demandStates[then]}
              </p>
              <TheirParagraph text={text} language={language} />
            </div>
          ))}
        </details>
      )}
    </>
  );
}

/** Whose the priorities are: what the community published of the report on it, or that it did not. */
export function WhoDecides({ view: { sovereignty }, words }: Props) {
  const { texts } = words;
  return (
    <>
      <h2 id="who-decides-heading">{texts.whoDecides}</h2>
      {sovereignty === null ? (
        <p>{texts.sovereignty.unpublished}</p>
      ) : (
        <p class={sovereignty.status === 'HOLDS' ? undefined : 'notice'}>
          {texts.sovereignty[sovereignty.status]}{' '}
          <span class="faint small">({texts.sovereignty.checked(words.time(sovereignty.madeAt))})</span>
        </p>
      )}
    </>
  );
}

export function HowToPledge({ words: { texts } }: { words: PageWords }) {
  return (
    <section id="how-to-pledge" aria-labelledby="how-to-pledge-heading">
      <h2 id="how-to-pledge-heading">{texts.howToPledge}</h2>
      <ol>
        {texts.howToPledgeSteps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
    </section>
  );
}

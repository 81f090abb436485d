import { partOf } from './asks-shown.js';
import type { ProgressShown, ShareShown } from './campaign-figures.js';
import { Funnel } from './charts/funnel.js';
import { SeriesChart } from './charts/series-chart.js';
import { ShareBar } from './charts/share-bar.js';
import type { SeriesPoint } from './campaign-view.js';
import type { PageWords } from './page-words.js';

interface Props {
  progress: ProgressShown;
  words: PageWords;
}

/** The headline as a sentence. */
export function sayHeadline({ shareAttested, attested, wanted }: ProgressShown, { texts, figures }: PageWords): string {
  if (wanted === 0) return texts.nothingWanted;
  const isShare = shareAttested.value !== null || shareAttested.band !== null;
  if (isShare) return texts.headline(figures.share(shareAttested));
  return texts.headlineHidden(figures.figure(attested.quantity));
}

export function Headline({ progress, words }: Props) {
  const { texts, figures, direction } = words;
  const { wanted, attested, pledged } = progress;
  const says = texts.headlineFigures(figures.figure(attested.quantity), figures.number(wanted));
  const headline = sayHeadline(progress, words);
  if (wanted === 0) return <p class="headline">{headline}</p>;
  return (
    <>
      <p class="headline">{headline}</p>
      <ShareBar
        id="share"
        title={headline}
        says={says}
        direction={direction}
        attested={partOf(attested.quantity.value, wanted)}
        pledged={partOf(pledged.quantity.value, wanted)}
      />
      <p class="under">{says}</p>
    </>
  );
}

export function HowFar({ progress, alignment, words }: Props & { alignment: ShareShown | null }) {
  const { texts, figures, direction } = words;
  const { wanted, pledged, reported, attested } = progress;
  const step = (name: keyof typeof texts.measures, value: number | null, text: string) => ({
    name,
    label: texts.measures[name],
    value,
    text,
  });
  const steps = [
    step('wanted', wanted, figures.number(wanted)),
    step('pledged', pledged.quantity.value, figures.figure(pledged.quantity)),
    step('reported', reported.quantity.value, figures.figure(reported.quantity)),
    step('attested', attested.quantity.value, figures.figure(attested.quantity)),
  ];
  return (
    <>
      <h2 id="how-far-heading">{texts.howFar}</h2>
      <figure>
        <Funnel
          id="funnel"
          title={texts.howFar}
          says={steps.map(({ label, text }) => `${label}: ${text}`).join('. ')}
          direction={direction}
          steps={steps}
        />
        <details>
          <summary>{texts.asTable}</summary>
          <table>
            <thead>
              <tr>
                <th scope="col">{texts.measure}</th>
                <th scope="col" class="number">
                  {texts.amount}
                </th>
              </tr>
            </thead>
            <tbody>
              {steps.map(({ name, label, text }) => (
                <tr key={name}>
                  <th scope="row">
                    {label} <span class="faint small">({texts.measureMeanings[name]})</span>
                  </th>
                  <td class="number">{text}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </details>
      </figure>
      <p class="faint small">{texts.unitsDiffer}</p>
      {alignment?.band ? <p>{texts.alignment(figures.share(alignment))}</p> : null}
    </>
  );
}

export function OverTime({ series: whole, words }: { series: readonly SeriesPoint[]; words: PageWords }) {
  const { texts, figures, direction } = words;
  const series = sinceItBegan(whole);
  const [first] = series;
  const last = series.at(-1);
  return (
    <>
      <h2 id="over-time-heading">{texts.overTime}</h2>
      {first === undefined || last === undefined ? (
        <p>{texts.noTimeYet}</p>
      ) : (
        <figure>
          <SeriesChart
            id="series"
            title={texts.overTime}
            says={texts.overTimeSays(
              words.day(first.startsOn),
              words.day(last.startsOn),
              figures.figure(last.pledged.quantity),
              figures.figure(last.attested.quantity),
            )}
            direction={direction}
            steps={series.map(({ startsOn }) => words.shortDay(startsOn))}
            lines={[
              { label: texts.measures.attested, values: series.map(({ attested }) => attested.quantity.value) },
              { label: texts.measures.pledged, values: series.map(({ pledged }) => pledged.quantity.value) },
            ]}
            number={(value) => words.compact(value)}
          />
          <SeriesTable series={series} words={words} />
        </figure>
      )}
    </>
  );
}

/** From the week before anything was wanted. */
function sinceItBegan(series: readonly SeriesPoint[]): readonly SeriesPoint[] {
  const first = series.findIndex(({ wanted }) => wanted > 0);
  return first === -1 ? [] : series.slice(Math.max(0, first - 1));
}

function SeriesTable({ series, words }: { series: readonly SeriesPoint[]; words: PageWords }) {
  const { texts, figures } = words;
  return (
    <details>
      <summary>{texts.asTable}</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">{texts.week}</th>
            <th scope="col" class="number">
              {texts.measures.wanted}
            </th>
            <th scope="col" class="number">
              {texts.measures.pledged}
            </th>
            <th scope="col" class="number">
              {texts.measures.attested}
            </th>
          </tr>
        </thead>
        <tbody>
          {series.map(({ startsOn, isOver, wanted, pledged, attested }) => (
            <tr key={startsOn}>
              <th scope="row">
                {words.day(startsOn)} {isOver ? null : <span class="faint small">({texts.running})</span>}
              </th>
              <td class="number">{figures.number(wanted)}</td>
              <td class="number">{figures.figure(pledged.quantity)}</td>
              <td class="number">{figures.figure(attested.quantity)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

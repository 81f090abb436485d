import { partOf } from './asks-shown.js';
import type { ProgressShown } from './campaign-figures.js';
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
  if (wanted === 0) return <p>{headline}</p>;
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

export function HowFar({ progress, words }: Props) {
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
    </>
  );
}

export function OverTime({ series, words }: { series: readonly SeriesPoint[]; words: PageWords }) {
  const { texts, figures, direction } = words;
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
              words.day(first.from),
              words.day(last.from),
              figures.figure(last.pledged),
              figures.figure(last.attested),
            )}
            direction={direction}
            steps={series.map(({ from }) => words.shortDay(from))}
            lines={[
              { label: texts.measures.attested, values: series.map(({ attested }) => attested.value) },
              { label: texts.measures.pledged, values: series.map(({ pledged }) => pledged.value) },
            ]}
            number={(value) => words.compact(value)}
          />
          <SeriesTable series={series} words={words} />
        </figure>
      )}
    </>
  );
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
          {series.map(({ from, isOver, wanted, pledged, attested }) => (
            <tr key={from}>
              <th scope="row">
                {words.day(from)} {isOver ? null : <span class="faint small">({texts.running})</span>}
              </th>
              <td class="number">{figures.number(wanted)}</td>
              <td class="number">{figures.figure(pledged)}</td>
              <td class="number">{figures.figure(attested)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

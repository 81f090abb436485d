import type { AskShown, CampaignView } from './campaign-view.js';
import type { AskKindShown } from './campaign-page.texts.js';
import { PartBar } from './charts/part-bar.js';
import { isolated, type PageWords } from './page-words.js';
import { Theirs } from './theirs.js';

interface AsksProps {
  asks: readonly AskShown[];
  handle: string;
  words: PageWords;
  /** Ids of those that are needed most. */
  needed?: ReadonlySet<string>;
}

export function AsksShown({ asks, ...props }: AsksProps) {
  return (
    <ul class="asks">
      {asks.map((ask) => (
        <Ask key={ask.id} ask={ask} {...props} />
      ))}
    </ul>
  );
}

function Ask({ ask, handle, words, needed }: Omit<AsksProps, 'asks'> & { ask: AskShown }) {
  const { id, inLanguage, progress } = ask;
  const { texts, figures, direction } = words;
  const { pledged, attested, wanted } = progress;
  return (
    <li class="ask">
      <p>
        <a href={words.to(`/c/${handle}/asks/${id}`)}>
          <Theirs text={inLanguage.title} language={inLanguage.language} />
        </a>{' '}
        {needed?.has(id) ? <span class="mark">{texts.needed}</span> : null}
      </p>
      <p class="facts">
        <Facts ask={ask} words={words} />
      </p>
      <PartBar
        direction={direction}
        attested={partOf(attested.quantity.value, wanted)}
        pledged={partOf(pledged.quantity.value, wanted)}
      />
      <p class="small">
        {texts.askProgress(
          figures.figure(attested.quantity),
          figures.figure(pledged.quantity),
          figures.number(wanted),
          isolated(inLanguage.unit),
        )}
      </p>
    </li>
  );
}

function Facts({ ask, words }: { ask: AskShown; words: PageWords }) {
  const { texts } = words;
  const when = words.span(ask.startsAt, ask.endsAt, (instant) => words.time(instant, ask.timeZone));
  return (
    <>
      {texts.askKinds[ask.kind as AskKindShown] ?? texts.askKinds.OTHER}
      {' · '}
      {ask.isFull && ask.state === 'OPEN' ? texts.full : texts.askStates[ask.state]}
      {' · '}
      {when ?? texts.anyTime}
      {ask.area.trim() === '' ? null : (
        <>
          {' · '}
          <Theirs text={ask.area} />
        </>
      )}
      {ask.isOnline ? ` · ${texts.online}` : null}
    </>
  );
}

/** From 0 to 1. What may not be told counts as nothing, as its text stands beside it. */
export function partOf(value: number | null, wanted: number): number {
  return wanted === 0 ? 0 : Math.min(1, (value ?? 0) / wanted);
}

/** Whether anything on the page is rounded or left out, so that it has to say why. */
export function isAnythingRounded({ campaign, asks }: CampaignView): boolean {
  return !campaign.progress.isExact || asks.some(({ progress }) => !progress.isExact);
}

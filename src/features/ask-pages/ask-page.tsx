import { Fragment } from 'preact';
import { directionOf, type PageLanguage, pageLanguages } from '../../platform/pages/page-language.js';
import { documentOf } from '../../platform/pages/page.js';
import { AskDetails, Written } from './ask-details.js';
import type { AskShown } from './ask-page.query.js';
import { askTexts, LANGUAGE_NAMES } from './ask-page.texts.js';
import { ASK_STYLE } from './ask-page.style.js';
import { isolated, timeText } from './times.js';

export interface AskPage {
  language: PageLanguage;
  ask: AskShown;
  /** The code for cameras, as SVG of our own making. */
  qr: string;
  /** When it was read, where it cannot be read anew. */
  oldSince: Date | null;
}

export function askPage(shown: AskPage): string {
  const { language, ask } = shown;
  const say = askTexts[language];
  const { title } = ask.inLanguage;
  const by = say.by(isolated(communityOf(ask)), isolated(ask.campaign?.name ?? ''));
  return documentOf({
    language,
    title: `${title} · ${ask.campaign?.name ?? ''}`,
    description: by,
    isListed: true,
    style: ASK_STYLE,
    scripts: ['/link-code.js'],
    head: <Head ask={ask} by={by} />,
    body: (
      <Fragment>
        <a class="skip" href="#ask">
          {say.skip}
        </a>
        <header>
          <LanguageLinks language={language} path="" />
        </header>
        <main id="ask">
          <Top {...shown} by={by} />
          <Why {...shown} />
          <AskDetails
            language={language}
            ask={ask}
            words={ask.inLanguage}
            shifts={ask.shifts.nodes}
            timeZone={zoneOf(ask)}
          />
          <Standing {...shown} />
          <Pledging {...shown} />
        </main>
      </Fragment>
    ),
  });
}

export function nothingPage(language: PageLanguage): string {
  const say = askTexts[language];
  return documentOf({
    language,
    title: say.nothingTitle,
    body: (
      <main>
        <h1>{say.nothingTitle}</h1>
        <p>{say.nothing}</p>
      </main>
    ),
  });
}

/** The same page in the other languages. */
export function LanguageLinks({ language, path }: { language: PageLanguage; path: string }) {
  return (
    <nav class="languages only-on-screen" aria-label={askTexts[language].inOtherLanguage}>
      {pageLanguages
        .filter((one) => one !== language)
        .map((one) => (
          <a key={one} href={`${path}?lang=${one}`} lang={one} dir={directionOf(one)} hreflang={one}>
            {LANGUAGE_NAMES[one]}
          </a>
        ))}
    </nav>
  );
}

function Head({ ask, by }: { ask: AskShown; by: string }) {
  const card = ask.pageUrl && ask.campaign && new URL(`/c/${ask.campaign.handle}/card.png`, ask.pageUrl).href;
  const tags = { 'og:type': 'website', 'og:title': ask.inLanguage.title, 'og:description': by, 'og:url': ask.pageUrl };
  return (
    <Fragment>
      {Object.entries({ ...tags, 'og:image': card }).map(([property, content]) =>
        content ? <meta key={property} property={property} content={content} /> : null,
      )}
      {ask.pageUrl && <link rel="canonical" href={ask.pageUrl} />}
    </Fragment>
  );
}

function Top({ language, ask, qr, oldSince, by }: AskPage & { by: string }) {
  const say = askTexts[language];
  const words = ask.inLanguage;
  return (
    <Fragment>
      <h1 lang={words.language} dir={directionOf(words.language)}>
        {words.title}
      </h1>
      <p class="faint">{by}</p>
      <p>
        <strong>{say.state[stateOf(ask)]}</strong>
      </p>
      {oldSince && (
        <p class="notice" role="status">
          {say.old(timeText(language, oldSince, zoneOf(ask)))}
        </p>
      )}
      {ask.shortUrl && (
        <figure class="short">
          <div role="img" aria-label={say.qr} dangerouslySetInnerHTML={{ __html: qr }} />
          <figcaption>
            {say.shortLink}
            <br />
            <a href={ask.shortUrl} dir="ltr">
              {ask.shortUrl.replace(/^https?:\/\/|[^/]+$/g, '')}
              <wbr />
              {ask.shortUrl.replace(/^.*\//, '')}
            </a>
          </figcaption>
        </figure>
      )}
    </Fragment>
  );
}

function Why({ language, ask: { priority, campaign } }: AskPage) {
  const say = askTexts[language];
  const demands = campaign?.demands.nodes ?? [];
  if (!priority && demands.length === 0) return null;
  return (
    <Fragment>
      <h2>{say.why}</h2>
      {priority && <Written text={priority.statementIn} language={priority.language} />}
      {priority?.rank == null ? null : <p>{say.ranked(priority.rank)}</p>}
      {demands.map(({ id, title, decisionMaker }) => (
        <p key={id}>{say.demand(isolated(title), isolated(decisionMaker))}</p>
      ))}
    </Fragment>
  );
}

function Standing({ language, ask }: AskPage) {
  const say = askTexts[language];
  const { progress, quantityWanted, inLanguage, threshold, thresholdAt } = ask;
  const numbers = new Intl.NumberFormat(language);
  const rows = [
    [say.wanted, `${numbers.format(quantityWanted)} ${inLanguage.unit}`],
    [say.pledged, say.figure(progress.pledged.quantity)],
    [say.waiting, say.figure(progress.waitlisted.count)],
    [say.attested, say.figure(progress.attested.quantity)],
    [say.share, progress.shareAttested.text],
  ];
  return (
    <Fragment>
      <h2 id="standing">{say.standing}</h2>
      <table aria-labelledby="standing">
        <tbody>
          {rows.map(([name, figure]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td class="number">{figure}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {threshold !== null && thresholdAt !== null && (
        <p>{say.threshold(numbers.format(threshold), timeText(language, thresholdAt, zoneOf(ask)))}</p>
      )}
      <p>{say.attestedBy(isolated(communityOf(ask)))}</p>
      {ask.campaign && (
        <p>
          <a href={`/c/${ask.campaign.handle}`}>{say.campaignPage}</a>
        </p>
      )}
    </Fragment>
  );
}

/** The link that lets one pledge is a secret: it is typed, or stands behind the #, and goes to the server in a body only. */
function Pledging({ language, ask }: AskPage) {
  const say = askTexts[language];
  if (!ask.takesPledges) return null;
  return (
    <section class="card only-on-screen" aria-labelledby="pledge">
      <h2 id="pledge">{say.pledge}</h2>
      <form method="post" action="/join" autocomplete="off">
        <input type="hidden" name="lang" value={language} />
        <div data-typed>
          <p>{say.pledgeBy}</p>
          <label for="link">{say.linkLabel}</label>
          <p class="faint" id="link-hint">
            {say.linkHint}
          </p>
          <input id="link" name="link" data-code="a_" required maxLength={500} dir="ltr" aria-describedby="link-hint" />
        </div>
        <p>
          <button>{say.goOn}</button>
        </p>
      </form>
      <p class="faint" data-typed>
        {say.noLink}
      </p>
    </section>
  );
}

function stateOf({ state, takesPledges, isFull }: AskShown): 'OPEN' | 'FULL' | 'NOT_NOW' | 'OVER' {
  if (takesPledges) return isFull ? 'FULL' : 'OPEN';
  return state === 'CLOSED' || state === 'CANCELLED' ? 'OVER' : 'NOT_NOW';
}

function communityOf({ lead, campaign }: AskShown): string {
  return lead?.name ?? campaign?.community?.name ?? '';
}

function zoneOf({ timeZone, campaign }: AskShown): string {
  return timeZone ?? campaign?.timeZone ?? 'UTC';
}

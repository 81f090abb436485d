import type { ComponentChildren } from 'preact';
import type { Kept } from '../../platform/pages/last-good.js';
import { pageLanguages } from '../../platform/pages/page-language.js';
import { isAnythingRounded } from './asks-shown.js';
import type { CampaignView } from './campaign-view.js';
import { Demands, HowToPledge, WhoDecides } from './campaign-demands.js';
import { Headline, HowFar, OverTime, sayHeadline } from './campaign-progress.js';
import { NeededMost, Priorities } from './campaign-priorities.js';
import { neededMost } from './needed.rules.js';
import { framed } from './page-frame.js';
import { isolated, type PageWords } from './page-words.js';
import { Theirs, TheirParagraph } from './theirs.js';

/** So many asks are named as needed most. */
const MOST_NEEDED = 5;
/** Where links are shared, more is cut off. */
const LONGEST_DESCRIPTION = 200;

interface Shown {
  kept: Kept<CampaignView>;
  words: PageWords;
  publicUrl: string;
  /** The path of the script that makes it live. */
  script: string;
}

/** The page of a campaign: whole without scripts, and with one kept up to date. */
export function campaignPage({ kept, words, publicUrl, script }: Shown): string {
  const { campaign, asks } = kept.value;
  const path = `/c/${campaign.handle}`;
  const needed = neededMost(asks, MOST_NEEDED);
  const ids = new Set(needed.map(({ id }) => id));
  const view = kept.value;
  const headline = sayHeadline(campaign.progress, words);
  const description = cut(`${headline}. ${campaign.summary}`, LONGEST_DESCRIPTION);
  return framed({
    words,
    path,
    title: isolated(campaign.name),
    description,
    head: <Head {...{ publicUrl, path, description, name: campaign.name, language: words.language }} />,
    scripts: [script],
    isListed: campaign.visibility === 'PUBLIC',
    marks: { 'data-campaign': campaign.handle, 'data-says': headline },
    children: (
      <>
        <p id="announced" class="seen-by-readers" role="status" />
        <Part id="about">
          <About kept={kept} words={words} />
          <Headline progress={campaign.progress} words={words} />
        </Part>
        <Part id="how-far">
          <HowFar progress={campaign.progress} words={words} />
        </Part>
        <Part id="needed-most">
          <NeededMost needed={needed} view={view} words={words} />
        </Part>
        <Part id="priorities">
          <Priorities view={view} words={words} needed={ids} />
        </Part>
        <Part id="over-time">
          <OverTime series={[]} words={words} />
        </Part>
        <Part id="demands">
          <Demands view={view} words={words} />
        </Part>
        <Part id="who-decides">
          <WhoDecides view={view} words={words} />
        </Part>
        <HowToPledge words={words} />
      </>
    ),
    footer: isAnythingRounded(view) ? (
      <>
        <h2>{words.texts.aboutFigures}</h2>
        <p class="small">{words.texts.rounded}</p>
      </>
    ) : null,
  });
}

/** What the script replaces when it changed. */
function Part({ id, children }: { id: string; children: ComponentChildren }) {
  return (
    <section id={id} data-live="" {...(id !== 'about' && { 'aria-labelledby': `${id}-heading` })}>
      {children}
    </section>
  );
}

function About({ kept, words }: { kept: Kept<CampaignView>; words: PageWords }) {
  const { campaign } = kept.value;
  const { texts } = words;
  const days = words.span(campaign.startsOn, campaign.endsOn, (date) => words.day(date));
  return (
    <>
      {kept.isOld ? (
        <p class="notice" role="status">
          {texts.old(words.time(kept.at))}
        </p>
      ) : null}
      <h1 class="user">
        <Theirs text={campaign.name} language={campaign.language} />
      </h1>
      <p class="faint">
        {texts.campaignOf(campaign.leads.map(({ name }) => isolated(name)).join(', '))}
        {days === null ? null : ` · ${days}`}
      </p>
      <p>
        <span class="state">{texts.states[campaign.state]}</span>
      </p>
      <TheirParagraph text={campaign.summary} language={campaign.language} />
      {campaign.state === 'STOPPED' ? <p class="notice">{texts.stopped}</p> : null}
      {campaign.state === 'DRAFT' ? <p class="notice">{texts.notLaunched}</p> : null}
      {campaign.state === 'CONCLUDED' ? <p class="notice">{texts.concluded}</p> : null}
      <TheirParagraph text={campaign.conclusion ?? ''} language={campaign.language} />
    </>
  );
}

interface HeadProps {
  publicUrl: string;
  path: string;
  name: string;
  description: string;
  language: string;
}

function Head({ publicUrl, path, name, description, language }: HeadProps) {
  const address = `${publicUrl}${path}`;
  const card = `${address}/card.png?lang=${language}`;
  const oEmbed = `${publicUrl}/oembed?${new URLSearchParams({ url: address, format: 'json' }).toString()}`;
  return (
    <>
      <link rel="canonical" href={address} />
      {pageLanguages.map((one) => (
        <link key={one} rel="alternate" hreflang={one} href={`${address}?lang=${one}`} />
      ))}
      <link rel="alternate" type="application/json+oembed" href={oEmbed} title={name} />
      <meta property="og:type" content="website" />
      <meta property="og:site_name" content="Accompany" />
      <meta property="og:title" content={name} />
      <meta property="og:description" content={description} />
      <meta property="og:url" content={address} />
      <meta property="og:image" content={card} />
      <meta property="og:image:width" content="1200" />
      <meta property="og:image:height" content="630" />
      <meta property="og:image:alt" content={description} />
      <meta property="og:locale" content={language} />
      <meta name="twitter:card" content="summary_large_image" />
      <meta name="twitter:title" content={name} />
      <meta name="twitter:description" content={description} />
      <meta name="twitter:image" content={card} />
    </>
  );
}

function cut(text: string, longest: number): string {
  const letters = [...text.replaceAll(/\s+/g, ' ').trim()];
  return letters.length <= longest ? letters.join('') : `${letters.slice(0, longest - 1).join('')}…`;
}

import { CHART_STYLE } from './charts/chart-style.js';

/** Of the pages of a campaign, after what all pages share. */
export const CAMPAIGN_STYLE = `${CHART_STYLE}
html{overflow-anchor:none}
.bar{display:flex;flex-wrap:wrap;gap:.25rem 1rem;justify-content:space-between;align-items:center;padding-block:.75rem;border-block-end:1px solid var(--line)}
.bar p{margin:0}
.choices{display:flex;gap:.25rem;margin:0;padding:0;list-style:none}
.choices a,.choices strong{display:inline-block;min-width:1.5rem;min-height:1.5rem;padding:.25rem .5rem}
.state{display:inline-block;border:1px solid currentcolor;border-radius:1rem;padding:0 .75rem;font-weight:bold}
.headline{font-size:1.375rem;line-height:1.3;font-weight:bold;margin:0 0 .5rem}
.under{margin-block-start:.5rem}
figure{margin:0 0 1rem;max-width:30rem}
figcaption{color:var(--faint);margin-block-end:.25rem}
summary{cursor:pointer;min-height:1.5rem;padding-block:.25rem}
ol.asks,ul.asks,ul.demands{list-style:none;margin:0;padding:0}
.ask{border-block-start:1px solid var(--line);padding-block:.625rem;overflow:clip;overflow-clip-margin:.25rem}
.ask p{margin:0 0 .25rem}
.ask a{display:inline-block;min-height:1.5rem;font-weight:bold}
.ask .chart{max-width:30rem}
.mark{display:inline-block;border:1px solid var(--warn);color:var(--warn);border-radius:.25rem;padding:0 .375rem;font-size:.875rem;font-weight:bold;margin-inline-start:.25rem}
.small{font-size:.9375rem}
.user{overflow:clip;overflow-clip-margin:.5rem}
.facts{color:var(--faint);font-size:.9375rem}
.priority h3{margin-block-end:.25rem}
.won{color:var(--good);font-weight:bold}
.more{display:inline-block;min-height:1.5rem;margin-block:.5rem}
footer{border-block-start:1px solid var(--line);padding-block:1rem}
@media print{details::details-content{content-visibility:visible;block-size:auto}.ask{break-inside:avoid}main{padding-block:0}a{text-decoration:none}}
`;

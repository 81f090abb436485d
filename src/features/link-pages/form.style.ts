import { ASK_STYLE } from '../ask-pages/index.js';

/** Of pages with forms, and of what they end with. */
export const FORM_STYLE = `${ASK_STYLE}
.hint{margin:0 0 .25rem;font-size:.9375rem}
.choice{display:flex;gap:.75rem;align-items:flex-start;min-height:2.75rem;padding-block:.375rem;margin:0}
.choice input{inline-size:1.5rem;block-size:1.5rem;flex:none;margin:0;accent-color:var(--accent)}
fieldset{border:1px solid var(--line);border-radius:.5rem;padding:.5rem 1rem 1rem;margin:1rem 0;min-inline-size:0}
.plain{background:none;color:var(--accent)}
legend{font-weight:bold;padding-inline:.5rem}
.text{max-block-size:24rem;overflow:auto}
.codes{columns:2;font:bold 1.0625rem/1.9 ui-monospace,"Noto Sans Mono",monospace;direction:ltr;padding-inline-start:2.5rem}
.secret{font:bold 1.125rem ui-monospace,"Noto Sans Mono",monospace}
@media (max-width:26rem){.codes{columns:1}}
@media print{.text{max-block-size:none}}
`;

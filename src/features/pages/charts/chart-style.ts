/** What the charts need besides the colours of the pages. Shape tells apart what colour does: filled, hatched, outlined. */
export const CHART_STYLE = `
.chart{display:block;width:100%;height:auto;overflow:visible}
.chart text{fill:var(--ink);font-size:13px}
.chart .quiet{fill:var(--faint);font-size:12px}
.chart .track{fill:var(--ground);stroke:var(--faint)}
.chart .solid{fill:var(--accent)}
.chart .stripe{stroke:var(--accent);stroke-width:3}
.chart .hatched{stroke:var(--accent)}
.chart .grid{stroke:var(--line)}
.chart .line{fill:none;stroke:var(--accent);stroke-width:2.5}
.chart .dashed{stroke-dasharray:5 4}
.chart .dot{fill:var(--accent)}
.chart .ring{fill:var(--ground);stroke:var(--accent);stroke-width:2}
@media (forced-colors:active){.chart{forced-color-adjust:none;--ink:CanvasText;--faint:CanvasText;--ground:Canvas;--accent:Highlight;--line:GrayText}}
@media print{.chart .track,.chart .solid,.chart .line,.chart .stripe{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
`;

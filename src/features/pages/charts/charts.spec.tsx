import { describe, expect, it } from '@jest/globals';
import { renderToString } from 'preact-render-to-string';
import { Funnel } from './funnel.js';
import { SeriesChart } from './series-chart.js';
import { ShareBar } from './share-bar.js';

const chart = { id: 'c', title: 'A title', says: 'What it shows', direction: 'ltr' } as const;
const numbersIn = (markup: string, name: string) =>
  [...markup.matchAll(new RegExp(` ${name}="(-?[\\d.]+)"`, 'g'))].map(([, value]) => Number(value));

describe('a chart', () => {
  it('is a picture with a name and a description', () => {
    const markup = renderToString(<ShareBar {...chart} attested={0.5} pledged={0.75} />);
    expect(markup).toContain('role="img" aria-labelledby="c-title c-says"');
    expect(markup).toContain('<title id="c-title">A title</title><desc id="c-says">What it shows</desc>');
  });

  it('leaves what was put into it as text', () => {
    const steps = [{ label: '<script>', value: 1, text: '</svg>' }];
    expect(renderToString(<Funnel {...chart} steps={steps} />)).not.toMatch(/<script>|<\/svg>./);
  });

  it('begins at the right where people read from there', () => {
    const [, left] = numbersIn(renderToString(<ShareBar {...chart} attested={0.5} pledged={0} />), 'x');
    const turned = renderToString(<ShareBar {...chart} direction="rtl" attested={0.5} pledged={0} />);
    const [, right] = numbersIn(turned, 'x');
    expect(left).toBe(1);
    expect(right).toBe(180);
  });

  it('stays within its frame, whatever the figures', () => {
    for (const value of [0, 1, 2_147_483_647, null]) {
      const steps = [
        { label: 'Wanted', value: 3, text: '3' },
        { label: 'Pledged', value, text: 'by fewer than 5 people in each ask' },
      ];
      const widths = numbersIn(renderToString(<Funnel {...chart} steps={steps} />), 'width');
      expect(Math.max(...widths)).toBeLessThanOrEqual(360);
      const bar = renderToString(<ShareBar {...chart} attested={value ?? 0} pledged={value ?? 0} />);
      expect(Math.max(...numbersIn(bar, 'width'))).toBeLessThanOrEqual(360);
    }
  });

  it('over time leaves a gap where a figure may not be told, and draws one step as well as none', () => {
    const series = (values: (number | null)[]) =>
      renderToString(
        <SeriesChart
          {...chart}
          steps={values.map(String)}
          number={String}
          lines={[
            { label: 'Confirmed', values },
            { label: 'Pledged', values },
          ]}
        />,
      );
    expect(/class="line" d="([^"]*)"/.exec(series([1, 2, null, 4, 5]))?.[1]?.match(/M/g)).toHaveLength(2);
    expect(series([1, 2, null, 4, 5]).match(/<circle class="dot"/g)).toHaveLength(5);
    for (const odd of [[], [0], [null]]) expect(series(odd)).not.toContain('NaN');
  });
});

import { describe, expect, it } from '@jest/globals';
import { taken } from './select-list.js';

const LIST = `a.id, a.community_id AS "communityId", CASE WHEN a.x = ANY ((SELECT f('b, c', "d, e")), 1) THEN 'it''s, so' END AS place,
  ARRAY[1, 2] AS "twoOf", a.title, count(*) AS title_count`;

describe('what is taken of a select list', () => {
  it.each([
    ['r1."id"', 'a.id'],
    ['r1."communityId" = r2."title"', 'a.community_id AS "communityId"'],
    ['r1."title"', 'a.title'],
    ['r1."twoOf"', 'ARRAY[1, 2] AS "twoOf"'],
    ['concat(r1."title_count", r1."id")', 'a.id, count(*) AS title_count'],
    ['r1."place"', `CASE WHEN a.x = ANY ((SELECT f('b, c', "d, e")), 1) THEN 'it''s, so' END AS place`],
  ])('for %s is %s', (text, columns) => {
    expect(taken(LIST, 'r1', text)).toBe(columns);
  });

  it('is no column of another alias that begins or ends alike', () => {
    expect(taken(LIST, 'r1', `r11."id" xr1."id" r1."title"`)).toBe('a.title');
  });

  it('is all of it where nothing is named: a row of sums stays one row', () => {
    expect(taken(LIST, 'r1', `'Ask'`)).toBe(LIST);
  });
});

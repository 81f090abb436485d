import { type ChildList, childRowsStatement, childTotalsStatement, placeOf, type Slice } from './list.js';
import { type Batch, grouped } from './loader.js';
import type { Reader } from './reader.js';

/** What is asked of the list of one parent. */
export interface ChildQuestion {
  list: ChildList;
  slice: Slice;
  /** What is asked, whoever the parent: questions that agree in it are answered by one statement. */
  question: string;
  /** The parent: with the question it says what is asked, so that it is asked once. */
  ids: string;
}

type Parents = readonly ChildList['parent'][];

/** The rows of a page, and one more where others follow. */
export const childRows = batchOfChildren<object[]>(async (reader, { list, slice }, parents) => {
  const { sql, params } = childRowsStatement(list, slice, parents);
  const byPlace = grouped(await reader.rows(sql, params), placeOf);
  return parents.map((_, place) => byPlace.get(place) ?? []);
}, 'childRows');

/** How many there are in all. */
export const childTotal = batchOfChildren<number>(async (reader, { list }, parents) => {
  const { sql, params } = childTotalsStatement(list, parents);
  return (await reader.rows<{ total: number }>(sql, params)).map((row) => row.total);
}, 'childTotal');

/**
 * One definition for all lists, since loaders are kept by it: what differs is in the keys, and goes with the request.
 * Lists of different kinds that come together share a read, and see one state of the data.
 */
function batchOfChildren<V>(
  answer: (reader: Reader, asked: ChildQuestion, parents: Parents) => Promise<readonly V[]>,
  name: string,
): Batch<ChildQuestion, V> {
  return {
    name,
    identify: ({ question, ids }) => `${ids} ${question}`,
    answers: async (reader, questions) => {
      const answers = new Map<ChildQuestion, V>();
      for (const alike of grouped(questions, (one) => one.question).values()) {
        const [asked] = alike;
        const parents = alike.map(({ list }) => list.parent);
        const found = asked ? await answer(reader, asked, parents) : [];
        alike.forEach((one, index) => answers.set(one, found[index] as V));
      }
      return questions.map((one) => answers.get(one) as V);
    },
  };
}

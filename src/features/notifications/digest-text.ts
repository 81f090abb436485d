import { languageOf } from '../../platform/words/index.js';
import { newsOf, timeOf } from './mail-text.js';
import { isNotice, type NoticeNeeds, notices } from './mails/index.js';
import { topicNames } from './topic-names.js';
import { type Topic, topicOf, topics } from './topics.js';

interface Line {
  notice: string;
  times: number;
  until?: unknown;
}

export interface TopicOfDigest {
  topic: Topic;
  name: string;
  times: number;
  lines: readonly string[];
}

export interface Digest {
  link: string;
  topics: readonly TopicOfDigest[];
}

/** What a digest says, from the lines in its event: by topic, and nothing of a notice that is not there any more. */
export function digestNeeds(lines: unknown, languageTag: string, link: string): Digest {
  const language = languageOf(languageTag);
  const known = ((lines ?? []) as Line[]).flatMap((line) =>
    isNotice(line.notice) ? [{ ...line, notice: line.notice }] : [],
  );
  const say = ({ notice, times, until }: (typeof known)[number]) => {
    const needs = { link, until: timeOf(until, languageTag) } as NoticeNeeds;
    const news = newsOf(notices[notice], language, needs);
    return times > 1 ? `${news} (${times})` : news;
  };
  return {
    link,
    topics: topics.flatMap((topic) => {
      const own = known.filter(({ notice }) => topicOf[notice] === topic);
      const times = own.reduce((sum, line) => sum + line.times, 0);
      return own.length > 0 ? [{ topic, name: topicNames[topic][language], times, lines: own.map(say) }] : [];
    }),
  };
}

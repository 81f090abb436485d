import type { ApolloServerPlugin } from '@apollo/server';
import type { FieldMiddleware } from '@nestjs/graphql';
import { type Language, spokenTo, translate, type Words } from '../words/index.js';
import type { RequestContext } from './context.js';

type Listener = Pick<RequestContext, 'actor' | 'request'>;

export function languageFor({ actor, request }: Listener): Language {
  return spokenTo(actor.language, request.headers['accept-language']);
}

/** For fields that hold `Words`: answers them in the language of whoever asks. */
export const spoken: FieldMiddleware<unknown, Listener> = async ({ context }, next) => {
  const words = (await next()) as Words | Words[] | null | undefined;
  if (words == null) return words;
  const language = languageFor(context);
  return Array.isArray(words) ? words.map((one) => translate(one, language)) : translate(words, language);
};

/** Errors are formatted where the request is not known: whose they are is noted here, as long as they live. */
export class Listeners {
  private readonly languages = new WeakMap<Error, Language>();

  plugin(): ApolloServerPlugin<Listener> {
    return {
      requestDidStart: async () => ({
        didEncounterErrors: async ({ errors, contextValue }) => {
          const language = languageFor(contextValue);
          for (const error of errors) this.languages.set(error, language);
        },
      }),
    };
  }

  languageOf(error: unknown): Language {
    const known = error instanceof Error ? this.languages.get(error) : undefined;
    return known ?? 'en';
  }
}

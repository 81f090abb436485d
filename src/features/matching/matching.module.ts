import { Module } from '@nestjs/common';
import { AskSuggestionsResolver } from './ask-suggestions.resolver.js';
import { MatchingProfilesResolver } from './matching-profiles.resolver.js';
import { MatchingProfilesService } from './matching-profiles.service.js';

@Module({ providers: [AskSuggestionsResolver, MatchingProfilesResolver, MatchingProfilesService] })
export class MatchingModule {}

import { Module } from '@nestjs/common';
import { CommunityReportsResolver, MessageReportsResolver } from './message-reports.resolver.js';
import { MessageReportsService } from './message-reports.service.js';
import { MessagesResolver } from './messages.resolver.js';
import { MessagesService } from './messages.service.js';
import { QuestionClock } from './question-clock.js';
import { AskQuestionsResolver, QuestionsResolver, ViewerQuestionsResolver } from './questions.resolver.js';
import { QuestionsService } from './questions.service.js';
import { ThreadDoorsService } from './thread-doors.service.js';
import { PledgeThreadResolver, ThreadsResolver } from './threads.resolver.js';

@Module({
  providers: [
    AskQuestionsResolver,
    CommunityReportsResolver,
    MessageReportsResolver,
    MessageReportsService,
    MessagesResolver,
    MessagesService,
    PledgeThreadResolver,
    QuestionClock,
    QuestionsResolver,
    QuestionsService,
    ThreadDoorsService,
    ThreadsResolver,
    ViewerQuestionsResolver,
  ],
  exports: [QuestionClock],
})
export class ThreadsModule {}

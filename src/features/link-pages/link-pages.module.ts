import { Module } from '@nestjs/common';
import { LinkPagesController } from './link-pages.controller.js';
import { MailedCodes } from './mailed-codes.js';
import { MailedCodesController } from './mailed-codes.controller.js';
import { PledgeForms } from './pledge-forms.js';

/** Where the links in flyers, chats and mails lead. */
@Module({ controllers: [LinkPagesController, MailedCodesController], providers: [MailedCodes, PledgeForms] })
export class LinkPagesModule {}

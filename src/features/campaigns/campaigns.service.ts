import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';

@Injectable()
export class CampaignsService {
  constructor(protected readonly database: Database) {}
}

import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';

@Injectable()
export class MandatesService {
  constructor(protected readonly database: Database) {}
}

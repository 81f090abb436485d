import { Injectable } from '@nestjs/common';

/** By which it is told whether it is night where someone lives. */
@Injectable()
export class WallClock {
  now(): Date {
    return new Date();
  }
}

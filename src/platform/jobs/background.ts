import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundHealth } from './background-health.js';
import { Clocks } from './clocks.js';
import { RecordSealer } from './record-sealer.js';
import { Relay } from './relay.js';
import { Ticker } from './ticker.js';

/** The provider of the background's settings. */
export const BACKGROUND = Symbol('BACKGROUND');

export interface BackgroundSettings {
  /** False where each round is called by hand, as tests do. */
  runs: boolean;
}

const EVERY = 500;

/** Starts what happens after a commit, once every module is ready, and ends it before the database closes. */
@Injectable()
export class Background implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private tickers: Ticker[] = [];

  constructor(
    @Inject(BACKGROUND) private readonly settings: BackgroundSettings,
    private readonly relay: Relay,
    private readonly sealer: RecordSealer,
    private readonly clocks: Clocks,
    private readonly health: BackgroundHealth,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.settings.runs) return;
    const relay: Ticker = new Ticker({
      name: 'Relay',
      every: EVERY,
      work: () => this.relay.round(() => relay.nudge()),
    });
    const sealer = new Ticker({ name: 'RecordSealer', every: EVERY, work: () => this.sealer.round() });
    this.tickers = [relay, sealer];
    for (const ticker of this.tickers) ticker.start();
    this.clocks.start();
    this.health.watch(relay);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all([...this.tickers.map((ticker) => ticker.stop()), this.clocks.stop()]);
    await this.relay.stop();
  }
}

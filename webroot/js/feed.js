// The gateway's side of the page: ticks of the fleet and its anomalies, and one poll every two seconds. The stream connects first
// and the past is merged after, so there is no hole between the two.
import { Fleet } from './fleet.js';
import { CELLS, ROWS, ANOMALIES, STATS, FOCUS } from './store.js';
import { ask, get, decode, stream, sleep } from './api.js';

const POLL = 2_000;
/** Silence on the stream after which it is opened anew: ticks come every 200 ms. */
const DEAD = 4_000;
const ANOMALIES_AT_ONCE = 1_000, MOST_ANOMALIES = 10_000;
const USUAL_EVERY = 30_000;

export class Feed {
  #store;
  #live = null;
  #fresh = [];          // anomalies since the last frame
  #filling = null;      // seconds asked for
  #usualAt = 0;
  q = '';               // which sensors are wanted of a fleet that is too large for all

  constructor(store) { this.#store = store; }

  start() {
    this.#poll();
    this.listen();
    setInterval(() => {
      const { link } = this.#store;
      if (document.hidden || !link.streaming || Date.now() - link.heardAt <= DEAD) return;
      link.streaming = false;
      this.listen();
    }, 1000);
    document.addEventListener('visibilitychange', () => {
      if (!document.hidden) { this.listen(); return; }
      this.#live.close();
      this.#store.link.streaming = false;
    });
  }

  /** Follows the fleet; with the values of a channel while the 3-D view shows them. */
  listen() {
    const store = this.#store, { cloud } = store, { q } = this;
    this.#live?.close();
    this.#live = stream('live', { ...(cloud && { pipeline: cloud.pipeline, channel: cloud.channel }), ...(q && { q }) }, {
      hello: hello => {
        const { link } = store;
        this.#greeted = { ...hello, back: link.filled && !link.streaming };
        store.setClock(hello.t);
        link.streaming = true;
        link.failedAt = 0;
        link.heardAt = Date.now();
      },
      sensors: ({ sensors }) => {
        if (q !== store.sifted) { store.sifted = q; store.fleet = new Fleet(); } // not before there are others to show
        if (this.#greeted) store.fleet.begin(this.#greeted.run);
        store.fleet.name(sensors);
        store.markSilences(store.anomalies);
        store.settle();
        store.dirty |= ROWS;
        if (!this.#greeted) return;
        const now = Math.floor(store.now() / 1000), { seconds, back } = this.#greeted, all = now - seconds, shown = Math.max(all, Math.floor(store.from / 1000) - 1);
        this.#greeted = null;
        this.#fill(Math.min(now, shown), now).then(() => this.#fill(all, shown)).then(() => { if (back) store.toast?.('Connected again; the gap is filled'); });
        this.#anomalies();
        this.#usual();
      },
      tick: tick => this.#tick(tick),
      anomaly: v => { this.#fresh.push(v); },
      skipped: ({ ticks, late, anomalies }) => {
        Object.assign(store.link, { skippedAt: Date.now(), skipped: ticks });
        if (late) this.#fill(...late);
        if (anomalies) this.#anomalies();
      },
    }, { lost() { store.link.streaming = false; store.dirty |= STATS; } });
  }

  #greeted = null;
  #rates = [];

  #tick(tick) {
    const store = this.#store, { fleet, link } = store;
    link.heardAt = Date.now();
    if (tick.newest !== link.newest) {
      link.progressAt = Date.now() - (link.newest < 0 ? Math.max(0, store.now() - tick.newest) : 0); // silent since before we came
      link.newest = tick.newest;
    }
    store.others = tick.others;
    this.#rates.push(tick.readings);
    if (this.#rates.length > 25) this.#rates.shift();
    store.rate = this.#rates.reduce((a, b) => a + b, 0) / this.#rates.length * 5;
    fleet.moveTo(Math.floor(tick.t / 1000));
    for (const { t, n, b, v } of tick.cells) {
      const bytes = decode(b);
      fleet.apply(t, n, bytes);
      if (v && store.cloud) store.cloud.apply(t, new Uint32Array(bytes.buffer, 0, n), new Float32Array(decode(v).buffer));
    }
    if (this.#fresh.length) { store.addAnomalies(this.#fresh); this.#fresh = []; }
    if (tick.late) this.#fill(...tick.late);
    if (Date.now() - this.#usualAt > USUAL_EVERY) this.#usual();
    store.dirty |= CELLS;
  }

  /** Asks for seconds of the past and merges them; spans that come while one is asked for wait and become one. */
  async #fill(first, last) {
    if (this.#filling) { this.#filling = [Math.min(first, this.#filling[0]), Math.max(last, this.#filling[1])]; return; }
    this.#filling = [Infinity, -Infinity];
    const { fleet, link } = this.#store, seconds = Math.min(900, last - first + 1), from = last - seconds + 1;
    try {
      const matrix = await (await ask('overview', { run: fleet.run, from: from * 1000, to: (last + 1) * 1000, cols: seconds })).arrayBuffer();
      fleet.merge(matrix, from, seconds);
      link.filled = true;
      this.#store.dirty |= CELLS | ROWS;
    } catch { /* the stream greets again when the server is back */ }
    const [a, b] = this.#filling;
    this.#filling = null;
    if (b >= a) { await sleep(500); this.#fill(a, b); }
  }

  async #anomalies(more = {}) {
    const store = this.#store;
    try {
      const { anomalies, next } = await get('anomalies', { limit: ANOMALIES_AT_ONCE, ...more });
      const added = store.addAnomalies(anomalies);
      if (more.to || !store.hasOlder) store.hasOlder = added > 0 && !!next;
    } catch { /* asked for again when the stream is back, or somebody scrolls on */ }
  }

  /** The next older anomalies, for a reader who scrolls to the end. */
  async older() {
    const store = this.#store;
    if (!store.hasOlder || this.#asking) return;
    this.#asking = true;
    store.mostAnomalies = Math.min(MOST_ANOMALIES, store.anomalies.length + ANOMALIES_AT_ONCE);
    await this.#anomalies({ to: store.anomalies.at(-1).t + 1 });
    this.#asking = false;
  }
  #asking = false;

  async #usual() {
    this.#usualAt = Date.now();
    try {
      this.#store.fleet.know((await get('usual', { run: this.#store.fleet.run })).usual);
      this.#store.dirty |= ANOMALIES | FOCUS;
    } catch { /* the next half minute */ }
  }

  async #poll() {
    const { link } = this.#store;
    for (let failures = 0; ;) {
      if (!document.hidden) {
        try {
          const stats = await get('stats');
          this.#store.stats = stats;
          if (!link.loaded) this.#store.dirty |= ROWS | FOCUS;
          link.loaded = true;
          failures = 0;
          if (link.streaming) link.failedAt = 0;
        } catch {
          failures++;
          link.failedAt ||= Date.now();
        }
        this.#store.dirty |= STATS;
      }
      const pause = failures ? Math.min(1000 * 2 ** (failures - 1), 8000) : POLL;
      link.retryAt = Date.now() + pause;
      await sleep(pause);
    }
  }
}

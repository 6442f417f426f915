// A quarter of an hour of the log: what the page shows while its window lies further back than the server remembers.
import { Fleet } from './fleet.js';
import { CELLS, ROWS, ANOMALIES, FOCUS, SPAN, sortAnomalies, anomaly } from './store.js';
import { get, decode, sleep } from './api.js';

const ANOMALIES_OF_PIPELINE = 5_000;
/** Of the window, before the log is asked. */
const STILL = 250;
let runs = 0;

/** Takes what is shown from the log when it lies further back than memory, once nobody has moved it for a moment. */
export class Travel {
  #still = ''; #stillAt = 0;

  draw(dirty, store) {
    if (!store.stats || !(store.isPast ? this.#isDue(store) : store.past)) return;
    store.past = store.isPast ? new Past(store) : null;
    store.past?.load();
    store.settle();
    store.dirty = ~0;
  }

  #isDue(store) {
    if (store.past?.covers(store.from, store.to) && store.past.q === store.sifted) return false;
    const what = `${store.view.at} ${store.view.win}`;
    if (what !== this.#still) { this.#still = what; this.#stillAt = performance.now(); }
    return performance.now() - this.#stillAt >= STILL;
  }
}

class Past {
  fleet = new Fleet();
  anomalies = [];          // newest first, as the store's
  isThere = false;
  #store;

  /** Around the window that is shown. */
  constructor(store) {
    const { at, win } = store.view;
    this.#store = store;
    this.q = store.sifted;
    this.to = Math.ceil(Math.min(store.now(), at + (SPAN - win) / 2) / 1000) * 1000;
    this.from = this.to - SPAN;
    this.fleet.moveTo(this.to / 1000 - 1);
  }

  covers(from, to) { return from > this.from - 1000 && to < this.to + 1000; }

  /** Reads the window first, then what is before and behind it. */
  async load() {
    const store = this.#store, second = t => Math.floor(t / 1000) * 1000, a = Math.max(this.from, second(store.from)), b = Math.min(this.to, second(store.to) + 1000);
    this.#anomalies();
    for (const [from, to] of [[a, b], [this.from, a], [b, this.to]]) {
      await this.read(from, to, {}, answer => {
        this.fleet.begin(`past ${++runs}`);
        this.fleet.name(answer.sensors);
        this.fleet.merge(decode(answer.heat).buffer, answer.from / 1000, (answer.to - answer.from) / 1000);
        this.fleet.know(answer.usual);
        store.settle();
        store.dirty |= CELLS | ROWS | FOCUS;
      });
    }
    this.isThere = true;
    store.dirty |= ROWS;
  }

  /** Asks for a span; one that is too much for one answer in parts. */
  async read(from, to, more, take) {
    while (from < to && this.#store.past === this) {
      try {
        const answer = await get('past', { from, to, ...more, ...(this.q && { q: this.q }) }, 30_000);
        take(answer);
        from = answer.to;
      } catch { await sleep(2_000); }
    }
  }

  /** What was odd, also where the log of seconds does not reach back any more. */
  async #anomalies() {
    const store = this.#store;
    await Promise.all(store.stats.pipelines.map(async ({ name }) => {
      const { rows } = await get(`tables/${encodeURIComponent(name)}.anomalies`, { from: this.from, to: this.to, limit: ANOMALIES_OF_PIPELINE }, 30_000);
      for (const row of rows) {
        const v = { pipeline: name, values: {} };
        for (const [column, x] of Object.entries(row)) if (column.startsWith('values.')) v.values[column.slice(7)] = x; else v[column] = x;
        const a = anomaly(v);
        this.anomalies.push(a);
        this.fleet.mark(a);
      }
    }).map(read => read.catch(() => {})));
    sortAnomalies(this.anomalies);
    store.dirty |= ANOMALIES | CELLS | ROWS;
  }
}

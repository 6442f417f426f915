// A quarter of an hour of the log: what the page shows while its window lies further back than the server remembers.
import { Fleet, heatOf } from './fleet.js';
import { CELLS, ROWS, ANOMALIES, FOCUS, SPAN, sortAnomalies, anomaly } from './store.js';

const ANOMALIES_OF_PIPELINE = 5_000;
const sleep = ms => new Promise(done => setTimeout(done, ms));
let runs = 0;

export class Past {
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

  /** Reads the window first, then what is before and behind it; a span that is too much for one answer is asked for in parts. */
  async load({ get, decode }) {
    const store = this.#store, second = t => Math.floor(t / 1000) * 1000, a = Math.max(this.from, second(store.from)), b = Math.min(this.to, second(store.to) + 1000);
    this.#anomalies(get);
    for (const [from, to] of [[a, b], [this.from, a], [b, this.to]]) {
      for (let t = from; t < to && store.past === this;) {
        try {
          const answer = await get('past', { from: t, to, ...(this.q && { q: this.q }) }, 30_000);
          this.fleet.begin(`past ${++runs}`);
          this.fleet.name(answer.sensors);
          this.fleet.merge(decode(answer.heat).buffer, t / 1000, (answer.to - t) / 1000);
          this.fleet.know(answer.usual);
          t = answer.to;
          store.settle();
          store.dirty |= CELLS | ROWS | FOCUS;
        } catch { await sleep(2_000); }
      }
    }
    this.isThere = true;
    store.dirty |= ROWS;
  }

  /** What was odd, also where the log of seconds does not reach back any more. */
  async #anomalies(get) {
    const store = this.#store;
    await Promise.all(store.stats.pipelines.map(async ({ name }) => {
      const { rows } = await get(`tables/${encodeURIComponent(name)}.anomalies`, { from: this.from, to: this.to, limit: ANOMALIES_OF_PIPELINE }, 30_000);
      for (const row of rows) {
        const v = { pipeline: name, values: {} };
        for (const [column, x] of Object.entries(row)) if (column.startsWith('values.')) v.values[column.slice(7)] = x; else v[column] = x;
        const a = anomaly(v);
        this.anomalies.push(a);
        this.fleet.mark(v.pipeline, v.sensor_id, Math.floor(a.t / 1000), ODD + heatOf(v));
      }
    }).map(read => read.catch(() => {})));
    sortAnomalies(this.anomalies);
    store.dirty |= ANOMALIES | CELLS | ROWS;
  }
}

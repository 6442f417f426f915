// The sensor that is looked at: its readings as they come, and those of the window shown from the log.
import { FOCUS, POINTS } from './store.js';
import { get, stream } from './api.js';

/** Readings of one history: two for each slot of time (its lowest and its highest) and every anomaly draw the same chart as all. */
const POINTS_OF_HISTORY = 1200;
/** Pages of history for one sensor, should the server not get through it at once; what is older stays hatched. */
const MOST_PAGES = 10;
const AGAIN = 2_000;

export class Follow {
  #store;
  #stream = null;
  #request = 0;         // which one for history is the last one

  constructor(store) {
    this.#store = store;
    document.addEventListener('visibilitychange', () => {
      this.#stream?.close();
      if (!document.hidden && store.focus.row) this.sensor(store.focus.row, store.focus.mark);
    });
  }

  /** Follows one sensor at full rate. */
  sensor({ pipeline, id }, mark = null) {
    const store = this.#store, row = store.row(pipeline, id);
    this.#stream?.close();
    if (store.focus.row?.key !== row.key || !store.focus.series?.channels.length) store.focus = { row, mark, series: store.newSeries(row), live: null, asked: null, filled: false };
    else store.focus.mark = mark;
    store.dirty |= FOCUS;
    const { focus } = store;
    let isFollowed = false; // the stream is open before the server follows the sensor; then what came between is in the log
    this.#stream = stream('stream', { sensor: row.id, pipeline: row.pipeline }, {
      verdict: v => {
        if (v.sensor_id !== row.id || v.pipeline !== row.pipeline || focus !== store.focus) return; // the filter may be a pattern
        focus.series.add(v);
        focus.live = v;
        store.dirty |= POINTS;
        if (!isFollowed) { isFollowed = true; this.#again(focus); }
      },
    }, { opened: () => { isFollowed = false; this.#again(focus); } });
  }

  #again(focus) {
    if (focus !== this.#store.focus) return;
    focus.asked = null;
    this.look();
  }

  /** Asks for the sensor's readings of the window shown, unless they are there. */
  look() {
    const store = this.#store, { focus, view } = store;
    if (!focus.row) return;
    const margin = view.at === null ? 0 : view.win / 2, from = store.from - margin, to = store.to + margin;
    if (focus.asked && store.from >= focus.asked[0] && Math.min(store.to, store.now()) <= focus.asked[1]) return;
    focus.asked = [from, view.at === null ? Infinity : to];
    this.#past(focus, from, Math.min(to, store.now()) + 2_000).catch(() => { setTimeout(() => { focus.asked = null; }, AGAIN); });
  }

  async #past(focus, from, to) {
    const request = ++this.#request, { row, series } = focus;
    await Promise.all(series.channels.map(async channel => {
      let start = from;
      for (let page = 0; page < MOST_PAGES; page++) {
        const { readings, truncated } = await get(`sensors/${encodeURIComponent(row.id)}/readings`, {
          pipeline: row.pipeline, from: Math.round(start), to: Math.round(to), max: POINTS_OF_HISTORY, channel });
        if (request !== this.#request || focus !== this.#store.focus) return;
        series.merge(readings);
        this.#store.dirty |= POINTS;
        const last = readings.length ? Date.parse(readings[readings.length - 1].record_ts) : NaN;
        if (!truncated || !(last > start)) return;
        start = last;
      }
    }));
    if (request === this.#request) focus.filled = true;
  }
}

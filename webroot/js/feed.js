// The gateway's side of the page: one stream of anomalies for the fleet, one of readings for the focused sensor,
// one poll a second. Streams connect first and history is merged after, so there is no hole between the two.
import { Series, point } from './series.js';
import { WINDOW, POINTS, FOCUS, STATS } from './store.js';

const API = 'api/v1/';
/** Readings of one history: two for each slot of time (its lowest and its highest) and every anomaly draw the same chart as all. */
const POINTS_OF_HISTORY = 1200;
/** Pages of history for one sensor, should the server not get through it at once; what is older stays hatched. */
const MOST_PAGES = 10;
const sleep = ms => new Promise(done => setTimeout(done, ms));

async function get(path, params = {}) {
  const query = new URLSearchParams(params).toString();
  const response = await fetch(API + path + (query ? '?' + query : ''), { signal: AbortSignal.timeout(8000), cache: 'no-store' });
  if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
  return response.json();
}

/** An EventSource that also comes back where the browser gives up, such as after a 503. */
function stream(params, event, { opened, received, lost }) {
  let source, timer, wait = 1000;
  const open = () => {
    source = new EventSource(API + 'stream?' + new URLSearchParams(params));
    source.onopen = () => { wait = 1000; opened(); };
    source.onerror = () => {
      lost?.();
      if (source.readyState !== EventSource.CLOSED) return;
      timer = setTimeout(open, wait);
      wait = Math.min(wait * 2, 10_000);
    };
    source.addEventListener(event, e => received(JSON.parse(e.data)));
  };
  open();
  return () => { clearTimeout(timer); source.close(); };
}

export class Feed {
  #store;
  #closeFocus = () => {};
  #queue = new Set();
  #filling = false;

  constructor(store) { this.#store = store; }

  start() {
    const { link } = this.#store;
    stream({ anomalies: true }, 'anomaly', {
      opened: () => { link.streaming = true; this.#backfillAnomalies(); this.#refill(); },
      lost: () => { link.streaming = false; },
      received: v => this.#store.addAnomalies([v]),
    });
    document.addEventListener('visibilitychange', () => {
      if (document.hidden) return this.#closeFocus();
      link.progressAt = Date.now();
      this.#refill();
      this.focus(this.#store.focus.sensor, this.#store.focus.at, this.#store.focus.mark);
    });
    this.#poll();
  }

  /** Follows one sensor live, or shows the window around a moment that has left it. */
  focus(sensor, at = null, mark = null) {
    const store = this.#store;
    this.#closeFocus();
    store.focus = { sensor, at, mark, series: at === null ? sensor?.series : new Series() };
    store.dirty |= FOCUS;
    if (!sensor) return;
    if (at !== null) {
      this.#closeFocus = () => {};
      this.#history(sensor, store.focus.series, at - WINDOW / 2, at + WINDOW / 2).catch(() => {});
      return;
    }
    this.#closeFocus = stream({ sensor: sensor.id, pipeline: sensor.pipeline }, 'verdict', {
      opened: () => this.#fill(sensor),
      received: v => {
        if (v.sensor_id !== sensor.id || v.pipeline !== sensor.pipeline) return; // the filter may be a pattern
        sensor.series.add(point(v, sensor.channel));
        sensor.live = v;
        store.dirty |= POINTS;
      },
    });
  }

  /** Asks for the last five minutes of a sensor that came into view; they arrive one sensor at a time. */
  want(sensor) {
    const { focus } = this.#store;
    if (sensor.filled || (sensor === focus.sensor && focus.at === null)) return; // the focus fills its own
    this.#queue.add(sensor);
    if (this.#queue.size > 20) this.#queue.delete(this.#queue.values().next().value);
    this.#drain();
  }

  unwant(sensor) { this.#queue.delete(sensor); }

  async #drain() {
    if (this.#filling) return;
    this.#filling = true;
    for (const sensor of this.#queue) {
      this.#queue.delete(sensor);
      await this.#fill(sensor);
    }
    this.#filling = false;
  }

  /** After a break every history may have a hole; those in view ask again. */
  #refill() {
    for (const sensor of this.#store.sensors.values()) {
      if (sensor.filled) { sensor.filled = false; if (sensor.inView) this.want(sensor); }
    }
  }

  async #fill(sensor) {
    const now = this.#store.now();
    try {
      await this.#history(sensor, sensor.series, now - WINDOW, now + 10_000);
      sensor.filled = true;
    } catch { // the poll tells the reader that the server is away
      setTimeout(() => { if (sensor.inView) this.want(sensor); }, 5000);
    }
  }

  async #history(sensor, series, from, to) {
    for (let page = 0; page < MOST_PAGES; page++) {
      const { readings, truncated } = await get(`sensors/${encodeURIComponent(sensor.id)}/readings`, {
        pipeline: sensor.pipeline, from: new Date(from).toISOString(), to: new Date(to).toISOString(),
        max: POINTS_OF_HISTORY, ...(sensor.channel && { channel: sensor.channel }) });
      series.merge(readings.map(v => point(v, sensor.channel)));
      this.#store.dirty |= POINTS;
      const last = readings.length ? Date.parse(readings[readings.length - 1].record_ts) : NaN;
      if (!truncated || !(last > from)) return;
      from = last;
    }
  }

  async #backfillAnomalies() {
    try {
      this.#store.addAnomalies((await get('anomalies', { limit: 200 })).anomalies);
    } catch { /* the stream's own reconnect asks again */ }
  }

  async #poll() {
    const { link } = this.#store;
    for (let failures = 0; ;) {
      const started = performance.now();
      if (!document.hidden) {
        try {
          const [stats, sensors] = await Promise.all([get('stats'), get('sensors')]);
          this.#store.applyStats(stats);
          this.#store.applySensors(sensors.sensors);
          link.loaded = true;
          link.failedAt = failures = 0;
          link.heardAt = Date.now();
        } catch {
          failures++;
          link.failedAt ||= Date.now();
          this.#store.dirty |= STATS;
        }
      }
      // A fleet so large that a poll takes long is polled less often: never more than a tenth of the time.
      const pause = failures ? Math.min(1000 * 2 ** (failures - 1), 8000) : Math.max(1000, 10 * (performance.now() - started));
      link.retryAt = Date.now() + pause;
      await sleep(pause);
    }
  }
}

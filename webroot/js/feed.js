// The gateway's side of the page: ticks of the fleet and its anomalies, readings of the focused sensor, one poll every two
// seconds. Streams connect first and the past is merged after, so there is no hole between the two.
import { Fleet } from './fleet.js';
import { CELLS, ROWS, ANOMALIES, STATS, FOCUS, POINTS } from './store.js';

const API = 'api/v1/';
/** Readings of one history: two for each slot of time (its lowest and its highest) and every anomaly draw the same chart as all. */
const POINTS_OF_HISTORY = 1200;
/** Pages of history for one sensor, should the server not get through it at once; what is older stays hatched. */
const MOST_PAGES = 10;
const POLL = 2_000;
/** Silence on the stream after which it is opened anew: ticks come every 200 ms. */
const DEAD = 4_000;
const ANOMALIES_AT_ONCE = 1_000, ANOMALIES_OF_CLOUD = 5_000;
const USUAL_EVERY = 30_000;
/** Of the window, before the log is asked. */
const STILL = 250;
/** After so long a stream is followed, for certain. */
const FOLLOWED = 2_000;
const sleep = ms => new Promise(done => setTimeout(done, ms));

async function ask(path, params = {}, patience = 8_000) {
  const query = new URLSearchParams(params).toString();
  const response = await fetch(API + path + (query ? '?' + query : ''), { signal: AbortSignal.timeout(patience), cache: 'no-store' });
  if (!response.ok) throw new Error((await response.json().catch(() => null))?.error ?? `${response.status} ${response.statusText}`);
  return response;
}
export const get = async (...asked) => (await ask(...asked)).json();

const decode = base64 => Uint8Array.from(atob(base64), c => c.charCodeAt(0));

/** An EventSource that also comes back where the browser gives up, such as after a 503. */
function stream(path, params, events, lost) {
  let source, timer, wait = 1000;
  const open = () => {
    source = new EventSource(API + path + '?' + new URLSearchParams(params));
    for (const [name, take] of Object.entries(events)) {
      if (name !== 'open') source.addEventListener(name, e => take(JSON.parse(e.data)));
    }
    source.onopen = () => { wait = 1000; events.open?.(); };
    source.onerror = () => {
      lost?.();
      if (source.readyState !== EventSource.CLOSED) return;
      timer = setTimeout(open, wait);
      wait = Math.min(wait * 2, 10_000);
    };
  };
  open();
  return { close() { clearTimeout(timer); source.close(); }, reopen() { clearTimeout(timer); source.close(); lost?.(); open(); } };
}

export class Feed {
  #store;
  #live = null;
  #focus = null;
  #fresh = [];          // anomalies since the last frame
  #filling = null;      // seconds asked for
  #usualAt = 0;
  #history = 0;         // which request for history is the last one

  constructor(store) { this.#store = store; }

  start() {
    this.#poll();
    this.#open();
    setInterval(() => { if (!document.hidden && this.#store.link.streaming && Date.now() - this.#store.link.heardAt > DEAD) this.#live.reopen(); }, 1000);
    document.addEventListener('visibilitychange', () => {
      this.#focus?.close();
      if (document.hidden) { this.#live.close(); this.#store.link.streaming = false; return; }
      this.#open();
      if (this.#store.focus.row) this.focus(this.#store.focus.row, this.#store.focus.mark);
    });
  }

  /** Follows the fleet; with the values of a channel while the 3-D view shows them. */
  #open() {
    const { store, channel } = { store: this.#store, channel: this.#store.cloud };
    this.#live?.close();
    const q = this.#q;
    this.#live = stream('live', { ...(channel && { pipeline: channel.pipeline, channel: channel.channel }), ...(q && { q }) }, {
      hello: hello => {
        const { link } = store, back = link.filled && !link.streaming;
        store.setClock(hello.t);
        if (q !== store.sifted) { store.sifted = q; store.fleet = new Fleet(); store.settle(); }
        store.fleet.begin(hello.run);
        link.streaming = true;
        link.failedAt = 0;
        link.heardAt = Date.now();
        this.#greeted = { seconds: hello.seconds, back };
      },
      sensors: ({ sensors }) => {
        store.fleet.name(sensors);
        store.settle();
        store.dirty |= ROWS;
        if (!this.#greeted) return;
        const now = Math.floor(store.now() / 1000), { seconds, back } = this.#greeted;
        this.#greeted = null;
        this.#fill(now - seconds, now).then(() => { if (back) store.toast?.('Connected again; the gap is filled'); });
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
    }, () => { store.link.streaming = false; store.dirty |= STATS; });
  }

  /** A filter reaches sensors beyond those that are followed for everybody, but then the server has to know it. */
  sift() {
    const { view, others } = this.#store, q = others ? view.q : '', now = performance.now();
    if (q !== this.#typed) { this.#typed = q; this.#typedAt = now; }
    if (q === this.#q || now - this.#typedAt < STILL) return;
    this.#q = q;
    this.#open();
  }
  #q = ''; #typed = ''; #typedAt = 0;

  #greeted = null;
  #rates = [];

  #tick(tick) {
    const { fleet, link } = this.#store, store = this.#store;
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

  async #anomalies() {
    try {
      const { anomalies, next } = await get('anomalies', { limit: ANOMALIES_AT_ONCE });
      this.#store.olderAnomalies ??= next;
      this.#store.addAnomalies(anomalies);
    } catch { /* asked for again when the stream is back */ }
  }

  /** The next older anomalies, for a reader who scrolls to the end. */
  async older() {
    const { olderAnomalies } = this.#store;
    if (!olderAnomalies || this.#asking) return;
    this.#asking = true;
    try {
      const { anomalies, next } = await get('anomalies', { limit: ANOMALIES_AT_ONCE, before: olderAnomalies });
      this.#store.olderAnomalies = next;
      this.#store.addAnomalies(anomalies);
    } catch { /* scrolling on asks again */ }
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

  /** Follows one sensor at full rate. */
  focus({ pipeline, id }, mark = null) {
    const store = this.#store, row = store.row(pipeline, id);
    this.#focus?.close();
    if (store.focus.row?.key !== row.key || !store.focus.series?.channels.length) store.focus = { row, mark, series: store.newSeries(row), live: null, asked: null, filled: false };
    else store.focus.mark = mark;
    store.dirty |= FOCUS;
    const { focus } = store;
    focus.asked = null;
    this.#focus = stream('stream', { sensor: row.id, pipeline: row.pipeline }, {
      open: () => { this.#again(focus); setTimeout(() => this.#again(focus), FOLLOWED); }, // it is open before it follows
      verdict: v => {
        if (v.sensor_id !== row.id || v.pipeline !== row.pipeline || focus !== store.focus) return; // the filter may be a pattern
        focus.series.add(v);
        focus.live = v;
        store.dirty |= POINTS;
      },
    });
  }

  #again(focus) {
    if (focus !== this.#store.focus) return;
    focus.asked = null;
    this.look();
  }

  /** Takes what is shown from the log when it lies further back than memory, once nobody has moved it for a moment. */
  travel() {
    const store = this.#store, { view } = store, what = `${view.at} ${view.win}`;
    if (!store.isPast) {
      if (!store.past) return;
    } else {
      if (store.past?.covers(store.from, store.to) && store.past.q === store.sifted) return;
      if (what !== this.#still) { this.#still = what; this.#stillAt = performance.now(); }
      if (performance.now() - this.#stillAt < STILL) return;
      this.#loading ??= import('./past.js').then(m => { this.#Past = m.Past; });
      if (!this.#Past) return;
    }
    store.past = store.isPast ? new this.#Past(store) : null;
    store.past?.load({ get, decode });
    store.settle();
    store.dirty = ~0;
  }
  #still = ''; #stillAt = 0; #Past = null; #loading = null;

  /** How many readings a sensor has had, as far as that matters. */
  async count(focus, most) {
    try {
      const { readings } = await get(`sensors/${encodeURIComponent(focus.row.id)}/readings`, { pipeline: focus.row.pipeline, limit: most });
      focus.counted = readings.length;
      this.#store.dirty |= FOCUS;
    } catch { /* a second later */ }
  }

  /** Asks for the focused sensor's readings of the window shown, unless they are there. */
  look() {
    const store = this.#store, { focus, view } = store;
    if (!focus.row) return;
    const margin = view.at === null ? 0 : view.win / 2, from = store.from - margin, to = store.to + margin;
    if (focus.asked && store.from >= focus.asked[0] && Math.min(store.to, store.now()) <= focus.asked[1]) return;
    focus.asked = [from, view.at === null ? Infinity : to];
    this.#past(focus, from, Math.min(to, store.now()) + 2_000).catch(() => { setTimeout(() => { focus.asked = null; }, 2_000); });
  }

  async #past(focus, from, to) {
    const request = ++this.#history, { row, series } = focus, several = series.channels.length > 1;
    await Promise.all((several ? series.channels : ['']).map(async channel => {
      let start = from;
      for (let page = 0; page < MOST_PAGES; page++) {
        const { readings, truncated } = await get(`sensors/${encodeURIComponent(row.id)}/readings`, {
          pipeline: row.pipeline, from: Math.round(start), to: Math.round(to), max: POINTS_OF_HISTORY, ...(channel && { channel }) });
        if (request !== this.#history || focus !== this.#store.focus) return;
        series.merge(readings);
        this.#store.dirty |= POINTS;
        const last = readings.length ? Date.parse(readings[readings.length - 1].record_ts) : NaN;
        if (!truncated || !(last > start)) return;
        start = last;
      }
    }));
    focus.filled = true;
  }

  /** The values of a channel of all sensors, for the 3-D view: first the past, then with each tick. */
  async values(cloud) {
    this.#store.cloud = cloud;
    this.#open();
    if (!cloud) return;
    get('anomalies', { pipeline: cloud.pipeline, from: Math.floor(cloud.from), limit: ANOMALIES_OF_CLOUD }).then(a => this.#store.addAnomalies(a.anomalies), () => {});
    const matrix = await (await ask('cloud', { pipeline: cloud.pipeline, channel: cloud.channel, run: this.#store.fleet.run,
      from: Math.floor(cloud.from), to: Math.floor(cloud.to), cols: cloud.columns })).arrayBuffer();
    const rows = new DataView(matrix).getUint32(0, true);
    cloud.merge(new Uint32Array(matrix, 4, rows), new Float32Array(matrix, 4 + 4 * rows));
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

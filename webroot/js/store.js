// Everything the page knows. The feed writes, the views read once per animation frame, dirty bits say what changed.
import { Fleet, keyOf, stranger } from './fleet.js';
import { Series } from './series.js';
import { ago } from './format.js';

/** A verdict lasts one reading; the word "odd" stays this long, so that a person can see it. */
const ODD_HOLD = 10;
/** From here on the fleet is silent, not slow; see the pill. */
const STALE = 3_000;
const UNREACHABLE = 15_000;

export const CELLS = 1, ROWS = 2, ANOMALIES = 4, STATS = 8, FOCUS = 16, POINTS = 32, LOOK = 64, VIEW = 128, TABLE = 256;

/** What is remembered, and what the ribbon spans: ms. */
export const SPAN = 900_000;

/** A verdict as the page lists it; its id is that of the reading, for ever. */
export const anomaly = v => ({ id: `${v.pipeline}:${v.partition}:${v.offset}${v.kind === 'silent' ? ':silent' : ''}`, t: Date.parse(v.record_ts), key: keyOf(v.pipeline, v.sensor_id), verdict: v });

export const sortAnomalies = list => list.sort((a, b) => b.t - a.t || b.verdict.offset - a.verdict.offset);

export class Store {
  dirty = ~0;
  fleet = new Fleet();
  anomalies = [];        // { id, t, key, verdict }, newest first
  anomaliesKnown = false;
  mostAnomalies = 1_000; // what is held, unless somebody wants to see more
  hasOlder = false;
  said = new Map();      // what people said of anomalies, by id
  stats = null;
  past = null;           // from the log, while the window lies further back than memory
  others = 0;            // sensors without a slot
  sifted = '';           // by which text the server chose the sensors followed
  rate = 0;
  focus = { row: null, series: null, mark: null, live: null, filled: false };
  view = { at: null, win: 300_000, view: 'heat', order: 'name', q: '', tab: 'anomalies', wide: false, channel: '', table: '', expr: '', sort: '' };
  link = { loaded: false, streaming: false, failedAt: 0, retryAt: 0, newest: -1, progressAt: 0, heardAt: 0, skippedAt: 0, skipped: 0, filled: false };
  cloud = null;          // values for the 3-D view, while it is open
  #ahead = 0;            // server clock minus ours, ms
  #seen = new Set();     // positions of the anomalies held

  now() { return Date.now() + this.#ahead; }
  setClock(t) { const ahead = t - Date.now(); if (Math.abs(ahead - this.#ahead) > 250) this.#ahead = ahead; } // below that it is the network's jitter

  get to() { return this.view.at ?? this.now(); }
  get from() { return this.to - this.view.win; }

  /** Whether the window lies further back than the server remembers; its end may come as near to that as a quarter of it. */
  get isPast() { return this.view.at !== null && this.view.at < this.now() - SPAN + this.view.win / 4 - 2_000; }
  /** The sensors of the time that is shown. */
  get shown() { return this.past?.fleet ?? this.fleet; }
  get listed() { return this.past?.anomalies ?? this.anomalies; }
  get ribbonEnd() { return this.past?.to ?? this.now(); }

  /** The row of a sensor at the time that is shown, which may be one that nobody follows. */
  row(pipeline, id) { const key = keyOf(pipeline, id); return this.shown.get(key) ?? stranger(pipeline, id); }

  /** The focused sensor has another row at another time. */
  settle() { const { row } = this.focus; if (row) this.focus.row = this.row(row.pipeline, row.id); }

  pipeline(name) { return this.stats?.pipelines.find(p => p.name === name); }
  channels(name) { return this.pipeline(name)?.channels ?? []; }
  /** Of the channel that shows what is wrong with a sensor. */
  unit(v) { return this.channels(v.pipeline).find(c => c.name === v.health?.channel)?.unit ?? ''; }
  /** The anomaly of a sensor at a time, if it is known. */
  anomalyAt(row, t) { return this.listed.find(a => a.t === t && a.key === row.key); }
  threshold(name) { return this.pipeline(name)?.threshold ?? 0.7; }
  usualOf(row, channel) { return row?.usual?.[channel] ?? null; }

  /** Its last anomaly was a moment ago, or it has been silent since. */
  isOdd(row, second = Math.floor(this.now() / 1000)) { return second - row.odd < ODD_HOLD || row.silence?.t < second * 1000 + 1000; }

  /** Silences stand in no pulse. */
  markSilences(list) { for (const a of list) if (a.verdict.kind === 'silent' && this.fleet.get(a.key)) { this.fleet.mark(a); this.dirty |= CELLS | ROWS; } }

  matches(text) { return !this.view.q || text.toLowerCase().includes(this.view.q.toLowerCase()); }

  /** The channel that is to blame, and by how much it is off: as explained, else the one furthest outside of what is usual. */
  furthest(row, { pipeline, values, explanation }) {
    const channels = this.channels(pipeline), part = explanation?.channels[0];
    if (part) return { name: part.channel, unit: channels.find(c => c.name === part.channel)?.unit ?? '', value: part.value, by: part.deviation ?? 0, usual: part.low <= part.high ? [part.low, part.high] : null };
    let best = null, most = -1;
    channels.forEach((c, i) => {
      const x = values?.[c.name], usual = this.usualOf(row, i);
      if (!Number.isFinite(x)) return;
      const by = !usual ? 0 : x > usual[1] ? x - usual[1] : x < usual[0] ? x - usual[0] : 0;
      const much = usual ? Math.abs(by) / (usual[1] - usual[0] || 1) : 0;
      if (much > most) { most = much; best = { name: c.name, unit: c.unit ?? '', value: x, by, usual }; }
    });
    return best;
  }

  newSeries(row) { return new Series(this.channels(row.pipeline).map(c => c.name)); }

  /** Adds verdicts from the stream or from history, whichever knew them first. Returns how many were new. */
  addAnomalies(verdicts) {
    const held = this.anomalies, isFull = held.length >= this.mostAnomalies, oldest = held.at(-1)?.t;
    const added = verdicts.map(anomaly).filter(a => !(isFull && a.t < oldest) && !this.#seen.has(a.id) && this.#seen.add(a.id));
    if (added.length) {
      held.push(...added);
      sortAnomalies(held);
      for (const a of held.splice(this.mostAnomalies)) { this.#seen.delete(a.id); this.hasOlder = true; }
      this.markSilences(added);
    }
    this.anomaliesKnown = true;
    this.dirty |= ANOMALIES;
    return added.length;
  }

  /** What the pill says: state, word and for how long, or how much. */
  connection() {
    const { loaded, failedAt, streaming, progressAt, heardAt, skippedAt, skipped } = this.link, now = Date.now(), since = t => t && now - t >= 1000 ? ago(now - t) : '';
    if (!loaded) return failedAt ? ['unreachable', 'Unreachable', ''] : ['connecting', 'Connecting', ''];
    if (failedAt && now - failedAt > UNREACHABLE) return ['unreachable', 'Unreachable', since(failedAt)];
    if (failedAt || !streaming) return ['reconnecting', 'Reconnecting', since(failedAt)];
    if (this.fleet.rows.length === 0) return ['empty', 'Connected', ''];
    if (this.view.at !== null) return ['reviewing', 'Reviewing', ''];
    if (progressAt && heardAt - progressAt > STALE) return ['stale', 'No data for', since(progressAt)];
    return now - skippedAt < 5_000 ? ['skipping', 'Skipping', `${skipped} ticks`] : ['live', 'Live', ''];
  }
}

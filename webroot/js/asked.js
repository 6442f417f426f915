// What only the log knows of a sensor, for its series is thinned out: how many readings it has learned from, and how often it speaks.
import { FOCUS } from './store.js';
import { get } from './api.js';

const COUNT_EVERY = 1_000;
/** Among so many intervals the middle one is the usual one. */
const INTERVALS = 200;

const newest = async ({ id, pipeline }, limit, more) => (await get(`sensors/${encodeURIComponent(id)}/readings`, { pipeline, limit, ...more })).readings;

/** Says how much of the detector's window there is. */
export async function learned(store) {
  const { focus } = store, window = store.pipeline(focus.row.pipeline)?.detector?.params?.window, now = performance.now();
  if (!window || now - focus.countedAt < COUNT_EVERY) return;
  focus.countedAt = now;
  const { length } = await newest(focus.row, window);
  focus.learned = length < window ? `learning ${length}/${window}` : null;
  store.dirty |= FOCUS;
}

/** How many seconds usually lay between readings of a sensor, before it fell silent; asked for once. */
export async function pace(store, { t, verdict }) {
  const { focus } = store;
  if (focus.every !== undefined) return;
  focus.every = null;
  const readings = await newest(focus.row, INTERVALS, { to: Math.ceil(t - (verdict.health?.measured ?? 0) * 1000) + 1_000 });
  const gaps = readings.slice(1).map((v, i) => Date.parse(v.record_ts) - Date.parse(readings[i].record_ts)).sort((a, b) => a - b);
  focus.every = gaps[gaps.length >> 1] / 1000;
  store.dirty |= FOCUS;
}

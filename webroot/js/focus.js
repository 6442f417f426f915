// One sensor, large: its values above, its score and threshold beneath, on one time axis.
import { FLEET, POINTS, LOOK, FOCUS, STATS, WINDOW } from './store.js';
import { byId, el, put, value, score, time, timeFull, ago, count } from './format.js';
import { observe, begin, drawValues, drawScores, drawTimes, drawPointer } from './chart.js';
import { tag } from './header.js';

const AXIS = 52, TIMES = 18, BETWEEN = 22;

export class Focus {
  #panel = byId('focus');
  #canvas = byId('chart');
  #pointer = null;
  #drawn = -1;

  constructor(live, channel) {
    observe(this.#canvas);
    this.#canvas.addEventListener('pointermove', e => { this.#pointer = e.offsetX; this.#drawn = -1; });
    this.#canvas.addEventListener('pointerleave', () => { this.#pointer = null; this.#drawn = -1; });
    byId('focus-live').addEventListener('click', live);
    byId('focus-channel').addEventListener('change', e => channel(e.target.value));
  }

  draw(dirty, store) {
    const { sensor } = store.focus;
    if (this.#panel.hidden === !!sensor) this.#panel.hidden = !sensor;
    if (!sensor) return;
    if (dirty & FOCUS) this.#title(store);
    if (dirty & (FLEET | FOCUS | STATS)) this.#write(store); // once a second, however many points came
    const to = store.focus.at === null ? store.now() : store.focus.at + WINDOW / 2;
    const moved = Math.floor(to / (WINDOW / (this.#canvas.size?.width ?? 300)));
    const points = dirty & POINTS && store.focus.at !== null;
    if (this.#drawn === moved && !this.#canvas.stale && !points && !(dirty & (LOOK | FOCUS))) return;
    this.#drawn = moved;
    this.#canvas.stale = false;
    this.#chart(store, to - WINDOW, to);
  }

  #title(store) {
    const { sensor, at } = store.focus;
    put(byId('focus-title'), sensor.id);
    byId('focus-live').hidden = at === null;
    const names = Object.keys(sensor.values ?? {}), select = byId('focus-channel');
    select.hidden = names.length < 2;
    select.replaceChildren(...names.map(name => { const o = el('option', '', name); o.selected = name === sensor.channel; return o; }));
  }

  #write(store) {
    const { sensor, at } = store.focus, pipeline = store.pipeline(sensor.pipeline), unit = store.unit(sensor);
    const latest = sensor.live && Date.parse(sensor.live.record_ts) >= sensor.lastSeen ? sensor.live : sensor;
    tag(byId('focus-tag'), store, sensor);
    put(byId('focus-channel-name'), sensor.channel ?? 'Value');
    const { series, mark } = store.focus, then = at === null ? -1 : series.firstAt(mark); // in the past: the anomaly looked at
    put(byId('focus-value'), value(then < 0 ? latest.values?.[sensor.channel] : series.value[then], unit));
    put(byId('focus-score'), then >= 0 ? score(series.score[then]) : sensor.status === 'WARMING_UP' ? '–' : score(latest.score));
    const last = store.now() - sensor.lastAnomaly;
    put(byId('focus-why'), at !== null ? `around ${timeFull(at)}`
      : sensor.status === 'WARMING_UP' ? 'learning what is normal, no verdicts yet'
      : !Number.isFinite(last) ? 'nothing odd yet'
      : last < 1500 ? 'odd just now' : `last odd ${ago(last)} ago`);
    const facts = [['Detector', pipeline?.detector?.type ?? '–'], ['Threshold', score(pipeline?.threshold)], ['Pipeline', sensor.pipeline],
      ['Readings', count(sensor.readings)], ['Anomalies', count(sensor.anomalies)]];
    const list = byId('facts');
    if (list.children.length !== facts.length) list.replaceChildren(...facts.map(([name]) => { const d = el('div'); d.append(el('dt', '', name), el('dd')); return d; }));
    facts.forEach(([, text], i) => put(list.children[i].lastChild, text));
  }

  #chart(store, from, to) {
    const ctx = begin(this.#canvas);
    if (!ctx) return;
    const { sensor, series, mark } = store.focus, { width, height } = this.#canvas.size;
    const w = width - AXIS, scoreHeight = Math.max(44, Math.round((height - TIMES - BETWEEN) * 0.26));
    const values = { x: AXIS, y: 8, w, h: height - TIMES - BETWEEN - scoreHeight - 8 };
    const scores = { x: AXIS, y: height - TIMES - scoreHeight, w, h: scoreHeight - 6 };
    const threshold = store.pipeline(sensor.pipeline)?.threshold;
    const plot = drawValues(ctx, series, values, from, to, { size: 4.5, ticks: true, mark });
    drawScores(ctx, plot, scores, plot, threshold);
    drawTimes(ctx, { x: AXIS, y: height - TIMES + 5, w }, from, to, plot.x);
    if (this.#pointer !== null) this.#readout(ctx, series, plot, values, scores, from, to, store.unit(sensor));

    const odd = series.flags.subarray(plot.start, plot.end).reduce((n, f) => n + (f & 1), 0);
    this.#canvas.setAttribute('aria-label', plot.points === 0 ? 'No readings in these 5 minutes'
      : `${sensor.channel} from ${time(from)} to ${time(to)}: ${value(plot.lo)} to ${value(plot.hi, store.unit(sensor))}, ${odd} anomalies`);
  }

  /** The reading nearest to the pointer, an anomaly within 4 pixels first. */
  #readout(ctx, series, plot, values, scores, from, to, unit) {
    let best = -1, distance = Infinity;
    const at = from + (this.#pointer - AXIS) / values.w * (to - from), snap = 4 / values.w * (to - from);
    for (let i = series.firstAt(at - 20 * snap); i < plot.end && series.t[i] < at + 20 * snap; i++) {
      const d = Math.abs(series.t[i] - at), near = series.flags[i] & 1 && d < snap ? d - 2 * snap : d;
      if (near < distance) { distance = near; best = i; }
    }
    if (best < 0) return;
    drawPointer(ctx, { x: AXIS, y: values.y, w: values.w, h: scores.y + scores.h - values.y }, plot.x(series.t[best]),
      `${time(series.t[best])}   ${value(series.value[best], unit)}   score ${score(series.score[best])}`);
  }
}

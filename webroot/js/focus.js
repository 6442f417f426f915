// One sensor, large: each channel with what is usual, its score and threshold beneath, on the time axis of the heatmap.
import { CELLS, POINTS, LOOK, FOCUS, STATS, VIEW, anomaly } from './store.js';
import { ODD as ODD_POINT, WARM } from './series.js';
import { byId, put, value, score, range, time, timeShort, ago, fault } from './format.js';
import { observe, begin, colours, drawValues, drawScores, drawTimes, GUTTER, RIGHT } from './chart.js';

/** The series is thinned out, so what a sensor has learned from is asked for. */
const COUNT_EVERY = 1_000;
const TIMES = 18, BETWEEN = 14, MOST_PLOTS = 4;

export class Focus {
  #panel = byId('focus');
  #canvas = byId('chart');
  #pointer = null;
  #drawn = '';

  odd = null;              // the anomaly spoken of

  #count;

  constructor(link, count) {
    this.#count = count;
    byId('link').addEventListener('click', () => link(this.odd));
    observe(this.#canvas);
    this.#canvas.addEventListener('pointermove', e => { this.#pointer = e.offsetX; });
    this.#canvas.addEventListener('pointerleave', () => { this.#pointer = null; byId('tip').hidden = true; });
  }

  draw(dirty, store) {
    const { row } = store.focus;
    if (this.#panel.hidden === !!row) this.#panel.hidden = !row;
    if (!row || store.view.wide) return;
    if (dirty & (FOCUS | STATS | POINTS | CELLS | VIEW)) this.#write(store);
    const scale = devicePixelRatio || 1, moved = Math.floor(store.to / (store.view.win / ((this.#canvas.size?.width ?? 300) * scale)));
    const stamp = `${moved} ${row.key} ${this.#pointer} ${store.view.win} ${store.focus.mark} ${store.view.at === null ? 0 : store.focus.series.length}`;
    if (stamp === this.#drawn && !this.#canvas.stale && !(dirty & LOOK)) return;
    this.#drawn = stamp;
    this.#canvas.stale = false;
    this.#chart(store);
  }

  /** The reading spoken of: the marked anomaly, or the last one shown. */
  #reading(store) {
    const { series, mark, live } = store.focus, at = mark ?? (store.view.at === null ? Infinity : store.to);
    if (mark === null && store.view.at === null && live) return { t: Date.parse(live.record_ts), values: live.values, score: live.score, odd: live.anomaly, warming: live.status === 'WARMING_UP', id: anomaly(live).id };
    const i = mark !== null ? series.firstAt(mark) : series.firstAt(at) - 1;
    if (i < 0 || i >= series.length || (mark !== null && series.t[i] - mark > 1000)) return silence(store, store.focus.row, mark);
    return this.#point(store.focus, i);
  }

  #point({ row, series }, i) {
    return { t: series.t[i], values: Object.fromEntries(series.channels.map((c, k) => [c, series.values[k][i]])), score: series.score[i], odd: !!(series.flags[i] & ODD_POINT), warming: !!(series.flags[i] & WARM),
      id: `${row.pipeline}:${series.partition[i]}:${series.offset[i]}` };
  }

  /** The newest anomaly up to the end of what is shown; for a word that lasts longer than a reading. */
  #lastOdd(store) {
    const { series } = store.focus;
    for (let i = series.firstAt(store.to + 1) - 1; i >= 0 && series.t[i] >= store.from; i--) if (series.flags[i] & ODD_POINT) return i;
    return -1;
  }

  #write(store) {
    const { row, series, mark } = store.focus, now = this.#reading(store), odd = this.#lastOdd(store);
    put(byId('focus-title'), row.id);
    byId('focus-title').title = store.stats?.pipelines.length > 1 ? `${row.id}, pipeline ${row.pipeline}` : row.id;
    const held = mark !== null ? now?.odd : store.isOdd(row, Math.floor(store.to / 1000)) && odd >= 0 && store.to - series.t[odd] < 10_000;
    const kind = now?.warming ? 'learning' : held ? 'odd' : 'normal', node = byId('focus-tag');
    if (node.className !== 'tag ' + kind) node.className = 'tag ' + kind;
    put(node, kind === 'learning' ? this.#learning(store) : kind);
    const told = mark === null && held ? this.#point(store.focus, odd) : now;
    this.odd = told?.odd ? told : null;
    if (byId('link').hidden === !!this.odd) byId('link').hidden = !this.odd;
    const main = told && store.furthest(row, row.pipeline, told.values);
    const { seconds, first } = store.shown.history(row), since = seconds > 1 && !told?.warming ? `odd in ${seconds} s since ${timeShort(first * 1000)}` : '';
    put(byId('focus-why'), [why(store, row, told, main, odd < 0 ? null : series.t[odd]), since].filter(Boolean).join(' · '));
    byId('focus-why').title = byId('focus-why').textContent;
    put(byId('focus-channel'), main?.name ?? 'Value');
    put(byId('focus-value'), main ? value(main.value, main.unit) : '–');
    put(byId('focus-usual'), main?.usual ? range(main.usual, main.unit) : '–');
    const figure = byId('focus-score');
    put(figure, !told || told.warming ? '–' : score(told.score));
    figure.classList.toggle('is-odd', !!told?.odd);
  }

  #learning(store) {
    const window = store.pipeline(store.focus.row.pipeline)?.detector?.params?.window;
    const { focus } = store, now = performance.now();
    if (window && !(now - focus.countedAt < COUNT_EVERY)) { focus.countedAt = now; this.#count(focus, window); }
    return focus.counted < window ? `learning ${focus.counted}/${window}` : 'learning';
  }

  #chart(store) {
    const ctx = begin(this.#canvas);
    if (!ctx) return;
    const { row, series, mark } = store.focus, { from, to } = store, { width, height } = this.#canvas.size;
    const w = width - GUTTER - RIGHT, channels = store.channels(row.pipeline).slice(0, MOST_PLOTS), k = Math.max(1, channels.length);
    const scoreHeight = Math.max(40, Math.round((height - TIMES) * (k > 1 ? 0.2 : 0.26)));
    const room = height - TIMES - scoreHeight - BETWEEN, each = room / k;
    let plot = null, odd = 0;
    series.channels.slice(0, MOST_PLOTS).forEach((name, i) => {
      const title = k > 1 ? 15 : 4, box = { x: GUTTER, y: 4 + title + i * each, w, h: each - title - 10 };
      plot = drawValues(ctx, series, series.values[i], box, from, to, { now: store.focus.filled ? store.now() : 0, mark, usual: store.usualOf(row, i) });
      if (k > 1) label(ctx, `${name}${channels[i]?.unit ? ', ' + channels[i].unit : ''}`, box.y - 16);
    });
    const scores = { x: GUTTER, y: height - TIMES - scoreHeight + 6, w, h: scoreHeight - 12 };
    if (plot) {
      drawScores(ctx, plot, scores, store.threshold(row.pipeline));
      drawTimes(ctx, { x: GUTTER, y: height - TIMES + 5, w }, from, to, plot.x);
      for (let i = plot.start; i < plot.end; i++) odd += series.flags[i] & 1;
    }
    this.#readout(ctx, store, channels, w, scores.y + scores.h);
    const text = !plot?.points ? `${row.id}: no readings from ${time(from)} to ${time(to)}` : `${row.id} from ${time(from)} to ${time(to)}: ${odd} anomalies`;
    if (this.#canvas.getAttribute('aria-label') !== text) this.#canvas.setAttribute('aria-label', text);
  }

  /** The reading nearest to the pointer, an anomaly within 4 pixels first. */
  #readout(ctx, store, channels, w, bottom) {
    if (this.#pointer === null) return;
    const { series } = store.focus, tip = byId('tip'), { from, view: { win } } = store;
    const at = from + (this.#pointer - GUTTER) / w * win, snap = 4 / w * win;
    let best = -1, distance = Infinity;
    for (let i = series.firstAt(at - 20 * snap); i < series.length && series.t[i] < at + 20 * snap; i++) {
      const d = Math.abs(series.t[i] - at), near = series.flags[i] & 1 && d < snap ? d - 2 * snap : d;
      if (near < distance) { distance = near; best = i; }
    }
    tip.hidden = best < 0;
    if (best < 0) return;
    const x = Math.round(GUTTER + (series.t[best] - from) / win * w) + 0.5;
    ctx.strokeStyle = colours().muted;
    ctx.beginPath(); ctx.moveTo(x, 4); ctx.lineTo(x, bottom); ctx.stroke();
    const parts = [...channels.map((c, k) => value(series.values[k]?.[best], c.unit ?? '')), `score ${score(series.score[best])}`];
    tip.textContent = `${time(series.t[best])}  ·  ${parts.join('  ·  ')}`;
    const box = this.#canvas.getBoundingClientRect(), wide = tip.offsetWidth;
    tip.style.translate = `${box.left + (x + wide + 24 > box.width ? x - wide - 12 : x + 12)}px ${box.top + 12}px`;
  }
}

function label(ctx, text, y) {
  ctx.font = `500 ${ctx.font}`;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'top';
  ctx.fillStyle = colours().muted;
  ctx.fillText(text, GUTTER, y);
  ctx.font = ctx.font.replace('500 ', '');
}

/** An anomaly without a reading: silence, marked when it was noticed. */
function silence(store, row, mark) {
  const a = mark !== null && store.anomalyAt(row, mark);
  return a ? { t: mark, values: {}, score: NaN, odd: true, warming: false, id: a.id } : null;
}

/** What there is to say about a reading, in a sentence. */
function why(store, row, reading, main, lastOdd) {
  if (!reading) return '';
  if (reading.warming) return 'learning what is normal, no verdicts yet';
  const known = reading.odd && store.anomalyAt(row, reading.t), wrong = known && fault(known.verdict, store.unit(known.verdict));
  if (wrong) return `${wrong} at ${time(reading.t)}`;
  if (reading.odd && main) {
    const several = store.channels(row.pipeline).length > 1, much = value(Math.abs(main.by), main.unit);
    const what = !main.usual ? `scored ${score(reading.score)}, above ${score(store.threshold(row.pipeline))}`
      : main.by ? `${several ? main.name + ' ' : ''}${much} ${main.by > 0 ? 'above' : 'below'} usual`
      : several ? 'each channel as usual, but not together' : 'inside its usual range, but rare of late';
    return `${what} at ${time(reading.t)}`;
  }
  return lastOdd === null ? 'nothing odd in this window' : store.view.at === null ? `last odd ${ago(store.now() - lastOdd)} ago` : `last odd at ${time(lastOdd)}`;
}

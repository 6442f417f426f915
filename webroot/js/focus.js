// One sensor, large: each channel with what is usual, its score and threshold beneath, on the time axis of the heatmap.
import { CELLS, POINTS, LOOK, FOCUS, STATS, VIEW, anomaly } from './store.js';
import { ODD as ODD_POINT, WARM } from './series.js';
import { byId, put, describe, value, score, range, time } from './format.js';
import { observe, pointer, begin, pixelOf, colours, drawValues, drawScores, drawTimes, GUTTER, RIGHT } from './chart.js';
import { duration, sentence, rarity } from './why.js';

const TIMES = 18, BETWEEN = 14, MOST_PLOTS = 4;

export class Focus {
  #panel = byId('focus');
  #canvas = byId('chart');
  #pointer = null;
  #hover = null;           // loaded with the first pointer
  #explain = null;         // loaded with the first explanation

  told = null;             // the reading spoken of
  odd = null;              // the same, if it is an anomaly

  constructor(link) {
    byId('link').addEventListener('click', () => link(this.odd));
    observe(this.#canvas);
    this.#canvas.addEventListener('pointermove', async e => { this.#pointer = pointer(e); this.#hover ??= await import('./hover.js'); });
    this.#canvas.addEventListener('pointerleave', () => { this.#pointer = null; byId('tip').hidden = true; });
  }

  draw(dirty, store) {
    const { row } = store.focus;
    if (this.#panel.hidden === !!row) this.#panel.hidden = !row;
    if (!row || store.view.wide) return;
    if (dirty & (FOCUS | STATS | POINTS | CELLS | VIEW)) this.#write(store);
    const { view, to, focus: { mark, series, filled } } = store;
    const ctx = begin(this.#canvas, `${pixelOf(to, view.win, this.#canvas.size?.width)} ${row.key} ${view.win} ${mark} ${filled} ${view.at === null ? 0 : series.length}`, dirty & (LOOK | FOCUS));
    if (ctx) this.#chart(ctx, store);
    if (this.#pointer) this.#hover?.overChart(this.#canvas, store, this.#pointer, TIMES);
  }

  /** The reading spoken of: the marked anomaly, or the last one shown. */
  #reading(store) {
    const { row, series, mark, live } = store.focus, now = mark === null && store.view.at === null;
    if (now && row.silence) return ofAnomaly(row.silence);
    if (now && live) return { ...ofAnomaly(anomaly(live)), odd: live.anomaly, warming: live.status === 'WARMING_UP' };
    const i = mark !== null ? series.firstAt(mark) : series.firstAt(store.to) - 1;
    if (i < 0 || i >= series.length || (mark !== null && series.t[i] - mark > 1000)) return mark === null ? null : ofAnomaly(row.silence?.t === mark ? row.silence : store.anomalyAt(row, mark));
    return this.#point(store, i);
  }

  #point(store, i) {
    const { row, series } = store.focus, { t, score, threshold, flags, partition, offset } = series;
    return { t: t[i], values: Object.fromEntries(series.channels.map((c, k) => [c, series.values[k][i]])), score: score[i], threshold: threshold[i], odd: !!(flags[i] & ODD_POINT), warming: !!(flags[i] & WARM),
      id: `${row.pipeline}:${partition[i]}:${offset[i]}`, verdict: series.verdict(i) };
  }

  /** The newest anomaly up to the end of what is shown; for a word that lasts longer than a reading. */
  #lastOdd(store) {
    const { from, to, focus: { series } } = store;
    for (let i = series.firstAt(to + 1) - 1; i >= 0 && series.t[i] >= from; i--) if (series.flags[i] & ODD_POINT) return i;
    return -1;
  }

  #write(store) {
    const { row, series, mark, answer } = store.focus, now = this.#reading(store), odd = this.#lastOdd(store);
    put(byId('focus-title'), row.id);
    byId('focus-title').title = store.stats?.pipelines.length > 1 ? `${row.id}, pipeline ${row.pipeline}` : row.id;
    const held = now?.odd || (mark === null && odd >= 0 && store.isOdd(row, Math.floor(store.to / 1000)) && store.to - series.t[odd] < 10_000);
    const told = held && !now?.odd ? this.#point(store, odd) : now;
    const kind = now?.warming ? 'learning' : held ? 'odd' : 'normal', tag = byId('focus-tag');
    if (tag.className !== 'tag ' + kind) tag.className = 'tag ' + kind;
    put(tag, kind === 'learning' ? store.focus.learned ?? kind : held ? duration(told.verdict ?? {}) : kind);
    this.odd = told?.odd ? told : null;
    this.told = told;
    const { explanation } = told?.verdict ?? {};
    if (explanation && !this.#explain) import('./explanation.js').then(m => { this.#explain = m; store.dirty |= FOCUS; }, () => {});
    if (byId('link').hidden === !!this.odd) byId('link').hidden = !this.odd;
    if (now?.warming || told?.verdict?.kind === 'silent') import('./asked.js').then(m => m[now.warming ? 'learned' : 'pace'](store, told), () => {});
    const main = told && store.furthest(row, { pipeline: row.pipeline, values: told.values, explanation }), why = byId('focus-why');
    put(why, answer && answer.t === told?.t ? answer.text : sentence(store, row, told, main, odd < 0 ? null : series.t[odd]));
    why.title = why.textContent;
    put(byId('focus-channel'), main?.name ?? 'Value');
    put(byId('focus-value'), main ? value(main.value, main.unit) : '–');
    put(byId('focus-usual-name'), explanation && main.usual ? 'Expected' : 'Usual');
    put(byId('focus-usual'), main?.usual ? range(main.usual, main.unit) : '–');
    put(byId('focus-rare'), rarity(told?.verdict?.p));
    const figure = byId('focus-score');
    put(figure, !told || told.warming ? '–' : score(told.score));
    figure.classList.toggle('is-odd', !!told?.odd);
  }

  #chart(ctx, store) {
    const { row, series, mark } = store.focus, { from, to } = store, { width, height } = this.#canvas.size;
    const w = width - GUTTER - RIGHT, channels = store.channels(row.pipeline).slice(0, MOST_PLOTS), k = Math.max(1, channels.length);
    const scoreHeight = Math.max(40, Math.round((height - TIMES) * (k > 1 ? 0.2 : 0.26)));
    const room = height - TIMES - scoreHeight - BETWEEN, each = room / k;
    let plot = null, odd = 0;
    series.channels.slice(0, MOST_PLOTS).forEach((name, i) => {
      const title = k > 1 ? 15 : 4, box = { x: GUTTER, y: 4 + title + i * each, w, h: each - title - 10 };
      plot = drawValues(ctx, series, series.values[i], box, from, to, { now: store.focus.filled ? store.now() : 0, mark, usual: store.usualOf(row, i) });
      this.#explain?.overValues(ctx, plot, series, name);
      if (k > 1) label(ctx, `${name}${channels[i]?.unit ? ', ' + channels[i].unit : ''}`, box.y - 16);
      if (k > 1 && this.told?.odd) this.#explain?.share(ctx, this.#canvas, box.y - 16, this.told.verdict, channels[i]);
    });
    const scores = { x: GUTTER, y: height - TIMES - scoreHeight + 6, w, h: scoreHeight - 12 };
    if (plot) {
      drawScores(ctx, plot, scores, store.threshold(row.pipeline));
      drawTimes(ctx, { x: GUTTER, y: height - TIMES + 5, w }, from, to, plot.x);
      for (let i = plot.start; i < plot.end; i++) odd += series.flags[i] & 1;
    }
    const shares = this.told?.verdict?.explanation && this.#explain ? `; ${this.#explain.shares(this.told.verdict)}` : '';
    describe(this.#canvas, !plot?.points ? `${row.id}: no readings from ${time(from)} to ${time(to)}` : `${row.id} from ${time(from)} to ${time(to)}: ${odd} anomalies${shares}`);
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

/** An anomaly whose reading is not there: a silence, or one that is still to come from the log. */
const ofAnomaly = a => a ? { ...a.verdict, ...a, odd: true, warming: false } : null;

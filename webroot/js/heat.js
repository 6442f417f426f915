// The fleet as a heatmap: sensors by time, the colour is the heat. Columns and rows that are narrower than a pixel show the oddest
// of theirs, never a mean: one odd second is always seen. What nobody measured is a hatch.
import { CELLS, ROWS, LOOK, STATS } from './store.js';
import { NONE, WARMING, CALM, ODD, RING } from './fleet.js';
import { byId, el, put, describe, button, count, score, fit } from './format.js';
import { observe, begin, pixelOf, stripes, colours, drawTimes, GUTTER, RIGHT } from './chart.js';

const TIMES = 20;
/** Above the first row: pixels. */
export const TOP = 4;
const ROW_LEAST = 13, ROW_MOST = 56; // pixels of a row that is to be read, and of one that is alone
const ARRANGE_EVERY = 1000;
const natural = new Intl.Collator('en', { numeric: true });
const group = row => row.id.includes('/') ? row.id.slice(0, row.id.indexOf('/')) : '';

const rgb = hex => [1, 3, 5].map(i => parseInt(hex.slice(i, i + 2), 16));
const mix = (a, b, t) => a.map((x, i) => Math.round(x + (b[i] - x) * t));
const packed = ([r, g, b]) => (255 << 24 | b << 16 | g << 8 | r) >>> 0;

/** Heat to colour: quiet is the surface, then blue, a break at the threshold, then orange. */
function palette() {
  const c = colours(), lut = new Uint32Array(256), quiet = rgb(c.surface), cool = rgb(c.cool), warm = rgb(c.odd), hot = rgb(c.hot);
  lut[WARMING] = packed(rgb(c.warming));
  for (let h = CALM; h < ODD; h++) lut[h] = packed(mix(quiet, cool, 0.03 + 0.97 * ((h - CALM) / (ODD - 1 - CALM)) ** 2.4));
  for (let h = ODD; h < 256; h++) lut[h] = packed(mix(warm, hot, (h - ODD) / (255 - ODD)));
  return lut;
}

export class Heat {
  shown = [];               // rows in the order drawn
  #canvas = byId('heat');
  #tile = document.createElement('canvas');
  #lut = palette();
  #arrangedAt = 0;
  #arranged = '';
  #painted = '';
  #pointer = null;
  #hover = null;            // loaded with the first pointer
  #clear; #store;

  constructor(pick, clear) {
    this.#clear = clear;
    observe(this.#canvas);
    this.#canvas.addEventListener('pointermove', async e => { this.#pointer = [e.offsetX, e.offsetY]; this.#hover ??= await import('./hover.js'); });
    this.#canvas.addEventListener('pointerleave', () => { this.#pointer = null; byId('tip').hidden = true; });
    this.#canvas.addEventListener('click', async e => { const { hit } = await import('./hover.js'), at = hit(this, this.#store, e.offsetX, e.offsetY); if (at) pick(at.row, at.odd ? at.t : null); });
  }

  draw(dirty, store) {
    this.#store = store;
    if (dirty & LOOK) { this.#lut = palette(); this.#painted = ''; this.#ramp(store); }
    if (dirty & STATS) this.#legend(store);
    this.#arrange(dirty, store);
    if (store.view.view !== 'heat' || store.view.wide) return;
    this.#paint(dirty, store);
  }

  /** Chooses the rows and their order; not while a pointer is on them. */
  #arrange(dirty, store) {
    const { view, shown: fleet } = store, now = performance.now();
    const what = `${view.order} ${view.q} ${fleet.rows.length} ${view.order === 'odd' ? `${view.at} ${view.win}` : ''} ${fleet.run}`;
    const moves = view.order === 'odd' && now - this.#arrangedAt > ARRANGE_EVERY && !this.#pointer && view.at === null;
    if (what === this.#arranged && !moves && !(dirty & ROWS)) return;
    this.#arrangedAt = now;
    this.#arranged = what;
    const rows = fleet.rows.filter(row => store.matches(row.id) || store.matches(row.pipeline));
    const last = Math.floor(store.to / 1000), first = Math.floor(store.from / 1000);
    if (view.order === 'odd') {
      for (const row of rows) row.oddness = fleet.oddness(row, first, last);
      rows.sort((a, b) => b.oddness - a.oddness || natural.compare(a.id, b.id));
      const { height = 300 } = this.#canvas.size ?? {};
      rows.length = Math.min(rows.length, Math.max(8, Math.floor((height - TIMES - TOP) / ROW_LEAST)));
    } else {
      if (fleet.rows.some(row => row.place === undefined)) {
        [...fleet.rows].sort((a, b) => natural.compare(a.pipeline, b.pipeline) || natural.compare(a.id, b.id)).forEach((row, i) => { row.place = i; });
      }
      rows.sort((a, b) => a.place - b.place);
    }
    this.shown = rows;
    this.#painted = '';
    const { past } = store, all = fleet.rows.length + (past ? 0 : store.others);
    put(byId('fleet-note'), view.order === 'odd' && rows.length < fleet.rows.length ? `the oddest ${rows.length} of ${count(all)} sensors`
      : past ? `${count(rows.length)} ${rows.length === 1 ? 'sensor' : 'sensors'}, ${past.isThere ? 'from the log' : 'reading the log …'}`
      : store.others && !view.q ? `${count(fleet.rows.length)} of ${count(all)} sensors, score by second`
      : `${count(rows.length)} ${rows.length === 1 ? 'sensor' : 'sensors'}, score by second`);
    const none = byId('fleet-empty');
    none.hidden = rows.length > 0 || !(past ? past.isThere : view.q && fleet.rows.length);
    if (past && !fleet.rows.length) put(none, 'The log holds no readings of this time.');
    else if (!none.hidden && !none.textContent.includes(`“${view.q}”`)) {
      none.replaceChildren(el('span', '', `No sensor matches “${view.q}”. `), button('Clear', this.#clear));
    }
  }

  /** Where what stands: width and height of the rows, seconds a column, the time shown, how many rows. */
  layout(store) {
    const { width, height } = this.#canvas.size, w = width - GUTTER - RIGHT, h = Math.min(height - TIMES - TOP, Math.max(1, this.shown.length) * ROW_MOST);
    const step = Math.max(1, Math.ceil(store.view.win / 1000 / Math.max(1, w)));   // seconds a column
    return { w, h, step, from: store.from, to: store.to, n: this.shown.length };
  }

  #paint(dirty, store) {
    const { width } = this.#canvas.size ?? {};
    if (!width) return;
    const box = this.layout(store), { w, h, n, step } = box, scale = devicePixelRatio || 1;
    if (w < 10) return;
    const ctx = begin(this.#canvas, `${pixelOf(box.to, store.view.win, w)} ${w} ${h} ${store.focus.row?.key} ${this.#pointer}`, dirty & (CELLS | LOOK) || this.#painted === '');
    if (!ctx) return;
    const H = Math.max(1, Math.min(n, Math.floor(h * scale)));
    this.#fill(store.shown, box, H);

    const x = t => GUTTER + (t - box.from) / store.view.win * w, now = store.now();
    ctx.save();
    ctx.beginPath(); ctx.rect(GUTTER, TOP, w, h); ctx.clip();
    ctx.fillStyle = stripes(ctx);
    // The last few seconds may still come.
    ctx.fillRect(GUTTER, TOP, Math.max(0, Math.min(w, x(now - 5_000) - GUTTER)), h);
    if (n) {
      ctx.imageSmoothingEnabled = false;
      const columns = RING / step | 0, first = Math.floor(box.from / 1000 / step), last = Math.floor(box.to / 1000 / step);
      for (let c = first; c <= last;) {
        const at = c % columns, run = Math.min(last - c + 1, columns - at);
        const left = x(c * step * 1000), right = x((c + run) * step * 1000);
        ctx.drawImage(this.#tile, at, 0, run, H, left, TOP, right - left, h);
        c += run;
      }
      ctx.fillStyle = stripes(ctx, true);
      this.shown.forEach((row, r) => {
        if (row.silence?.t < box.to) ctx.fillRect(x(row.silence.t), TOP + r * h / n, w, Math.max(2, h / n)); // fell silent, and is silent still
      });
      if (n * 6 <= h) { // separate rows that can be told apart
        ctx.fillStyle = colours().surface;
        for (let r = 1; r < n; r++) ctx.fillRect(GUTTER, Math.round(TOP + r * h / n) - 1, w, n * 14 <= h ? 2 : 1);
      }
    }
    ctx.restore();
    this.#labels(ctx, box);
    drawTimes(ctx, { x: GUTTER, y: TOP + h + 7, w }, box.from, box.to, x);
    this.#selection(ctx, store, box);
    if (this.#pointer) this.#hover?.overHeat(ctx, this, store, this.#pointer);
    this.#describe(store, box);
  }

  /** Pools rows and seconds into the tile: all of it when rows changed, else the columns of the last seconds. */
  #fill(fleet, { n, step }, H) {
    const columns = RING / step | 0, tile = this.#tile, newest = Math.floor(fleet.newest / step);
    const what = `${columns} ${H} ${n}`;
    let first = newest - 1 - Math.ceil(12 / step);
    if (this.#painted !== what) {
      tile.width = columns; tile.height = H;
      first = newest - columns + 2;
      this.#painted = what;
      this.#context = tile.getContext('2d');
    } else if (this.#fullAt !== fleet.filledAt) first = newest - columns + 2;
    this.#fullAt = fleet.filledAt;
    if (!Number.isFinite(newest) || !n) return;
    const count = newest - first + 1;
    this.#run(fleet, first, count, columns, step, H, n);
  }
  #context = null;
  #fullAt = 0;

  #run(fleet, first, count, columns, step, H, n) {
    for (let c = first; c < first + count;) {
      const at = ((c % columns) + columns) % columns, run = Math.min(first + count - c, columns - at);
      const image = this.#context.createImageData(run, H), pixels = new Uint32Array(image.data.buffer), lut = this.#lut;
      for (let y = 0; y < H; y++) {
        const top = Math.floor(y * n / H), bottom = Math.max(top + 1, Math.floor((y + 1) * n / H));
        const above = n > H && y > 0 ? Math.floor((y - 1) * n / H) : top; // where a row is less than a pixel, an anomaly is two of them tall
        for (let k = 0; k < run; k++) {
          let max = NONE;
          const second = (c + k) * step;
          for (let r = above; r < bottom; r++) {
            const { heat } = this.shown[r];
            for (let s = second; s < second + step; s++) { const v = heat[s % RING]; if (v > max && (r >= top || v >= ODD)) max = v; }
          }
          if (second + step > fleet.newest - RING + 1) pixels[y * run + k] = max === NONE ? 0 : lut[max];
        }
      }
      this.#context.putImageData(image, at, 0);
      c += run;
    }
  }

  #labels(ctx, { h, n }) {
    if (!n) return;
    const c = colours(), tall = h / n;
    ctx.textAlign = 'right';
    ctx.textBaseline = 'middle';
    ctx.fillStyle = c.muted;
    const groups = [];
    for (let r = 0; r < n; r++) {
      const name = tall >= 11 ? this.shown[r].id : group(this.shown[r]) || this.shown[r].pipeline, last = groups[groups.length - 1];
      if (tall < 11 && last?.name === name) last.to = r + 1; else groups.push({ name, from: r, to: r + 1 });
    }
    let free = -Infinity;
    for (const g of groups) {
      const y = TOP + (g.from + g.to) / 2 * tall;
      if (y - free < 12) continue;
      free = y;
      ctx.fillText(fit(ctx, g.name, GUTTER - 22), GUTTER - 10, y);
    }
  }

  #selection(ctx, store, { w, h, n }) {
    const at = this.shown.findIndex(row => row.key === store.focus.row?.key);
    if (at < 0) return;
    const tall = Math.max(5, h / n), mid = TOP + (at + 0.5) * h / n, y = Math.round(Math.max(TOP, Math.min(TOP + h - tall, mid - tall / 2)));
    ctx.strokeStyle = ctx.fillStyle = colours().accent;
    ctx.lineWidth = 1;
    ctx.strokeRect(GUTTER - 0.5, y - 0.5, w + 1, Math.round(tall) + (n * 14 <= h ? -1 : 1));
    ctx.beginPath(); ctx.moveTo(GUTTER - 7, mid - 4); ctx.lineTo(GUTTER - 2, mid); ctx.lineTo(GUTTER - 7, mid + 4); ctx.fill();
  }

  #describe(store, { n }) {
    const odd = this.shown.filter(row => row.odd * 1000 >= store.from).length;
    describe(this.#canvas, `Heatmap of ${n} sensors. ${odd} were odd in the window shown. Up and down choose a sensor.`);
  }

  /** The row so many places further down, for the keyboard. */
  neighbour(row, by) {
    const at = this.shown.findIndex(one => one.key === row?.key);
    return this.shown[Math.max(0, Math.min(this.shown.length - 1, (at < 0 ? 0 : at + by)))];
  }

  #legend(store) {
    const thresholds = [...new Set(store.stats?.pipelines.map(p => p.threshold) ?? [])];
    put(byId('legend-threshold'), thresholds.length ? `▲ ${thresholds.map(score).join(', ')}` : '');
    this.#ramp(store);
  }

  #ramp(store) {
    const canvas = byId('ramp'), ctx = canvas.getContext('2d'), threshold = store.stats?.pipelines[0]?.threshold ?? 0.7;
    const image = ctx.createImageData(canvas.width, 8), pixels = new Uint32Array(image.data.buffer);
    for (let x = 0; x < canvas.width; x++) {
      const s = x / (canvas.width - 1), heat = s <= threshold ? CALM + s / threshold * (ODD - 1 - CALM) : ODD + (s - threshold) / (1 - threshold) * (255 - ODD);
      for (let y = 0; y < 8; y++) pixels[y * canvas.width + x] = this.#lut[Math.round(heat)];
    }
    ctx.putImageData(image, 0, 0);
  }
}

// The fleet as a heatmap: sensors by time, the colour is the heat. Columns and rows that are narrower than a pixel show the oddest
// of theirs, never a mean: one odd second is always seen. What nobody measured is a hatch.
import { CELLS, ROWS, LOOK, STATS } from './store.js';
import { NONE, WARMING, CALM, ODD, RING } from './fleet.js';
import { byId, el, put, describe, button, count, score, fit } from './format.js';
import { observe, pointer, begin, pixelOf, stripes, colours, drawTimes, GUTTER, RIGHT } from './chart.js';

const TIMES = 20;
/** Above the first row: pixels. */
export const TOP = 4;
const ROW_LEAST = 13, ROW_MOST = 56; // pixels of a row that is to be read, and of one that is alone
const ARRANGE_EVERY = 1000;
/** To be sorted by: line-2 comes before line-10. Ten times as fast as a collator. */
const name = row => row.key.toLowerCase().replace(/\d+/g, digits => digits.padStart(9, '0'));
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
    this.#canvas.addEventListener('pointermove', async e => { this.#pointer = pointer(e); this.#hover ??= await import('./hover.js'); });
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
    if (this.#pointer) this.#hover?.overHeat(this, store, this.#pointer);
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
    if (fleet.rows.some(row => row.place === undefined)) {
      const names = fleet.rows.map(row => [name(row), row]).sort(([a], [b]) => a < b ? -1 : 1);
      names.forEach(([, row], i) => { row.place = i; });
    }
    if (view.order === 'odd') {
      for (const row of rows) row.oddness = fleet.oddness(row, first, last);
      rows.sort((a, b) => b.oddness - a.oddness || a.place - b.place);
      const { height = 300 } = this.#canvas.size ?? {};
      rows.length = Math.min(rows.length, Math.max(8, Math.floor((height - TIMES - TOP) / ROW_LEAST)));
    } else rows.sort((a, b) => a.place - b.place);
    this.shown = rows;
    this.#painted = '';
    const { past } = store, some = `${count(rows.length)} ${rows.length === 1 ? 'sensor' : 'sensors'}`, all = fleet.rows.length + (past ? 0 : store.others), isAsked = !past && store.others && store.sifted !== view.q;
    put(byId('fleet-note'), isAsked ? 'asking for the sensors …' : view.order === 'odd' && rows.length < fleet.rows.length ? `the oddest ${rows.length} of ${count(all)} sensors`
      : past ? `${some}, ${past.isThere ? 'from the log' : 'reading the log …'}`
      : store.others && !view.q ? `${count(fleet.rows.length)} of ${count(all)} sensors, score by second`
      : `${some}, score by second`);
    const none = byId('fleet-empty');
    none.hidden = isAsked || rows.length > 0 || !(past ? past.isThere : view.q && fleet.rows.length);
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
    const ctx = begin(this.#canvas, `${pixelOf(box.to, store.view.win, w)} ${w} ${h} ${store.focus.row?.key}`, dirty & (CELLS | LOOK) || this.#painted === '');
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
    if (dirty & (CELLS | ROWS)) this.#describe(store, box);
  }

  /** Pools rows and seconds into the tile: all of it when rows changed, else the columns that did. */
  #fill(fleet, { n, step }, H) {
    const columns = RING / step | 0, tile = this.#tile, newest = Math.floor(fleet.newest / step), oldest = Math.max(newest - columns + 2, Math.floor(fleet.oldest / step));
    const what = `${columns} ${H} ${n}`;
    let first = Math.max(oldest, Math.floor(fleet.touched / step));
    if (this.#painted !== what) {
      tile.width = columns; tile.height = H;
      first = oldest;
      this.#painted = what;
      this.#context = tile.getContext('2d');
    }
    fleet.touched = Infinity;
    if (!Number.isFinite(newest) || !n) return;
    while (first <= newest) {
      const at = first % columns, run = Math.min(newest - first + 1, columns - at);
      this.#context.putImageData(this.#pool(fleet, first * step, run, step, H, n), at, 0);
      first += run;
    }
  }
  #context = null;

  /** Columns of `step` seconds from `second` on; where a row is less than a pixel, an anomaly is two of them tall. */
  #pool(fleet, second, run, step, H, n) {
    const image = this.#context.createImageData(run, H), pixels = new Uint32Array(image.data.buffer), lut = this.#lut;
    const seconds = Math.min(run * step, fleet.newest - second + 1);
    let own = new Uint8Array(run), above = new Uint8Array(run);
    for (let y = 0; y < H; y++) {
      [own, above] = [above, own];
      own.fill(NONE);
      for (let r = Math.floor(y * n / H), bottom = Math.floor((y + 1) * n / H); r < bottom; r++) {
        const { heat } = this.shown[r];
        for (let i = 0, s = second % RING; i < seconds; i++) {
          const k = i / step | 0;
          if (heat[s] > own[k]) own[k] = heat[s];
          if (++s === RING) s = 0;
        }
      }
      for (let k = 0; k < run; k++) {
        const max = n > H && above[k] >= ODD ? Math.max(own[k], above[k]) : own[k];
        pixels[y * run + k] = max === NONE ? 0 : lut[max];
      }
    }
    return image;
  }

  #labels(ctx, { h, n }) {
    ctx.textAlign = 'right';
    ctx.textBaseline = 'middle';
    ctx.fillStyle = colours().muted;
    if (this.#names.h !== h || this.#names.of !== this.shown || this.#names.gutter !== GUTTER) this.#names = { h, of: this.shown, gutter: GUTTER, list: [...this.#name(ctx, h / n, n)] };
    for (const [name, y] of this.#names.list) ctx.fillText(name, GUTTER - 10, y);
  }
  #names = {};

  /** What stands beside the rows, and how far down: each sensor's name, or that of its group where rows are too narrow. */
  *#name(ctx, tall, n) {
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
      yield [fit(ctx, g.name, GUTTER - 22), y];
    }
  }

  #selection(ctx, store, { w, h, n }) {
    const at = this.#placeOf(store.focus.row);
    if (at < 0) return;
    const tall = Math.max(5, h / n), mid = TOP + (at + 0.5) * h / n, y = Math.round(Math.max(TOP, Math.min(TOP + h - tall, mid - tall / 2)));
    ctx.strokeStyle = ctx.fillStyle = colours().accent;
    ctx.lineWidth = 1;
    ctx.strokeRect(GUTTER - 0.5, y - 0.5, w + 1, Math.round(tall) + (n * 14 <= h ? -1 : 1));
    ctx.beginPath(); ctx.moveTo(GUTTER - 7, mid - 4); ctx.lineTo(GUTTER - 2, mid); ctx.lineTo(GUTTER - 7, mid + 4); ctx.fill();
  }

  #placeOf(row) { return this.shown.findIndex(one => one.key === row?.key); }

  #describe(store, { n }) {
    const { from } = store;
    let odd = 0;
    for (const row of this.shown) if (row.odd * 1000 >= from) odd++;
    describe(this.#canvas, `Heatmap of ${n} sensors. ${odd} were odd in the window shown. Up and down choose a sensor.`);
  }

  /** The row so many places further down, for the keyboard. */
  neighbour(row, by) {
    const at = this.#placeOf(row);
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

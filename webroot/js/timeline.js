// All that is remembered, as a ribbon: how many sensors were odd, second by second. The brush on it is the window of everything above.
import { ROWS, LOOK, SPAN } from './store.js';
import { RING } from './fleet.js';
import { byId, put, time, timeFull, day } from './format.js';
import { observe, begin, pixelOf, colours, drawTimes } from './chart.js';

const TIMES = 16, PAD = 6;

export class Timeline {
  #ribbon = byId('ribbon');
  #canvas = byId('ribbon-canvas');
  #drag = null;

  constructor(store, go) {
    observe(this.#canvas);
    const at = e => { const box = this.#canvas.getBoundingClientRect(); return store.ribbonEnd - SPAN + (e.clientX - box.left - PAD) / (box.width - 2 * PAD) * SPAN; };
    this.#ribbon.addEventListener('pointerdown', e => {
      if (e.button) return;
      const t = at(e), inside = t >= store.from && t <= store.to;
      this.#drag = inside ? store.to - t : store.view.win / 2;
      this.#ribbon.setPointerCapture(e.pointerId);
      if (!inside) go(within(t + this.#drag));
    });
    // What is dragged stays on the ribbon; the buttons beside it go further.
    const within = t => Math.max(t, store.ribbonEnd - SPAN + store.view.win / (store.past ? 1 : 4));
    this.#ribbon.addEventListener('pointermove', e => { if (this.#drag !== null) go(within(at(e) + this.#drag)); });
    for (const end of ['pointerup', 'pointercancel']) this.#ribbon.addEventListener(end, () => { this.#drag = null; });
  }

  draw(dirty, store) {
    const now = store.now(), end = store.ribbonEnd;
    const behind = store.view.at === null ? 0 : now - store.view.at, second = `${Math.floor(now / 1000)} ${store.view.at}`;
    if (second !== this.#second) {
      this.#second = second;
      put(byId('clock'), time(store.to));
      put(byId('behind'), !behind ? 'now' : behind < 3600_000 ? `−${clock(behind)}` : day(store.to));
    }
    const live = byId('live');
    if (live.dataset.live !== String(!behind)) { live.dataset.live = String(!behind); put(live.lastElementChild, behind ? 'Go live' : 'Live'); live.title = behind ? 'Go live (L)' : 'Pause (Space)'; }
    if (byId('later').disabled === !!behind) byId('later').disabled = !behind;
    const ctx = begin(this.#canvas, `${pixelOf(end, SPAN, this.#canvas.size?.width)} ${store.view.at} ${store.view.win}`, dirty & (ROWS | LOOK));
    if (!ctx) return;
    this.#paint(ctx, store, end);
    const { from, to } = store;
    this.#ribbon.setAttribute('aria-valuemin', Math.round((end - SPAN) / 1000));
    this.#ribbon.setAttribute('aria-valuemax', Math.round(end / 1000));
    this.#ribbon.setAttribute('aria-valuenow', Math.round(to / 1000));
    this.#ribbon.setAttribute('aria-valuetext', `${time(from)} to ${timeFull(to)}${behind ? '' : ', live'}`);
  }
  #second = '';

  #paint(ctx, store, end) {
    const { width, height } = this.#canvas.size;
    const c = colours(), w = width - 2 * PAD, h = height - TIMES, x = t => PAD + (t - (end - SPAN)) / SPAN * w, fleet = store.shown;
    ctx.fillStyle = c.raised;
    ctx.beginPath(); ctx.roundRect(PAD, 0, w, h, 6); ctx.fill();
    const left = Math.max(PAD, x(store.from)), right = Math.min(PAD + w, x(store.to));
    ctx.fillStyle = c.accent;
    ctx.globalAlpha = 0.16;
    ctx.fillRect(left, 0, Math.max(4, right - left), h);
    ctx.globalAlpha = 1;
    const step = Math.max(2, Math.ceil(SPAN / 1000 / (w / 3))), newest = Math.floor(end / 1000), first = Math.ceil((newest - SPAN / 1000) / step);
    let most = 1;
    const bins = [];
    for (let bin = first; bin * step <= newest; bin++) {
      let odd = 0;
      for (let s = bin * step; s < (bin + 1) * step; s++) if (s <= fleet.newest && s > fleet.newest - RING) odd = Math.max(odd, fleet.oddBySecond[s % RING]);
      bins.push(odd);
      most = Math.max(most, odd);
    }
    ctx.fillStyle = c.odd;
    bins.forEach((odd, i) => {
      if (!odd) return;
      const t = (first + i) * step * 1000, px = x(t), tall = Math.max(3, Math.sqrt(odd / most) * (h - 8));
      ctx.globalAlpha = t + step * 1000 > store.from && t < store.to ? 1 : 0.45;
      ctx.fillRect(Math.max(PAD, px), h - tall, Math.max(1.5, step * 1000 / SPAN * w - 1), tall);
    });
    ctx.globalAlpha = 1;
    ctx.strokeStyle = ctx.fillStyle = c.accent;
    ctx.lineWidth = 1.5;
    ctx.beginPath(); ctx.roundRect(left, 0.75, Math.max(4, right - left), h - 1.5, 6); ctx.stroke();
    for (const edge of [left, right]) { ctx.beginPath(); ctx.roundRect(edge - 2, h / 2 - 7, 4, 14, 2); ctx.fill(); }
    drawTimes(ctx, { x: PAD, y: h + 4, w }, end - SPAN, end, x);
  }
}

const clock = millis => { const s = Math.round(millis / 1000); return `${String(Math.floor(s / 60)).padStart(2, '0')}:${String(s % 60).padStart(2, '0')}`; };

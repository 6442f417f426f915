// What is under the pointer, on the heatmap and on the chart of one sensor: a line and words.
import { NONE, WARMING, ODD, RING, scoreOf } from './fleet.js';
import { byId, el, value, score, time } from './format.js';
import { colours, GUTTER } from './chart.js';
import { TOP } from './heat.js';

/** What is odd is caught from so many pixels away. */
const SNAP = 3, SNAP_CHART = 4;

/** Words beside the pointer, as far as the window is wide. */
function tip(canvas, x, y, ...words) {
  const node = byId('tip'), box = canvas.getBoundingClientRect();
  node.replaceChildren(...words);
  node.hidden = false;
  const wide = node.offsetWidth, left = box.left + (x + wide + 24 > box.width ? x - wide - 12 : x + 12);
  node.style.translate = `${Math.max(8, Math.min(innerWidth - wide - 8, left))}px ${box.top + y}px`;
}

function line(ctx, x, top, bottom) {
  ctx.strokeStyle = colours().muted;
  ctx.beginPath(); ctx.moveTo(Math.round(x) + 0.5, top); ctx.lineTo(Math.round(x) + 0.5, bottom); ctx.stroke();
}

/** The sensor and second at a place of the heatmap: the oddest close by, for a sensor may be a third of a pixel tall. */
export function hit(heat, store, px, py) {
  const { shown } = heat, fleet = store.shown, { w, h, n, from } = heat.layout(store);
  if (!n || px < 0 || px > GUTTER + w || py < TOP || py > TOP + h) return null;
  const t = from + Math.max(0, px - GUTTER) / w * store.view.win, second = Math.floor(t / 1000), near = Math.ceil(SNAP / w * store.view.win / 1000);
  const at = Math.min(n - 1, Math.max(0, Math.floor((py - TOP) / h * n))), around = h / n >= 2 * SNAP ? 0 : Math.ceil(SNAP / h * n);
  let best = at, hottest = -1, when = second;
  for (let r = Math.max(0, at - around); r <= Math.min(n - 1, at + around); r++) {
    for (let s = second - near; s <= second + near; s++) {
      const v = s > fleet.newest || s <= fleet.newest - RING ? NONE : shown[r].heat[s % RING];
      if (v > hottest || (v === hottest && Math.abs(r - at) + Math.abs(s - second) < Math.abs(best - at) + Math.abs(when - second))) { hottest = v; best = r; when = s; }
    }
  }
  return { row: shown[best], t: when * 1000 + 500, heat: hottest, odd: hottest >= ODD };
}

export function overHeat(ctx, heat, store, [px, py]) {
  const at = hit(heat, store, px, py), { w, h, from } = heat.layout(store);
  if (!at) { byId('tip').hidden = true; return; }
  ctx.globalAlpha = 0.6;
  line(ctx, Math.min(GUTTER + w, Math.max(GUTTER, GUTTER + (at.t - from) / store.view.win * w)), TOP, TOP + h);
  ctx.globalAlpha = 1;
  const what = at.heat === NONE ? at.t > at.row.silence?.t ? '◇ silent' : 'no data' : at.heat === WARMING ? 'learning' : `score ${score(scoreOf(at.heat, store.threshold(at.row.pipeline)))}${at.odd ? ' ◆ odd' : ''}`;
  tip(ctx.canvas, px, py + 14, el('b', '', at.row.id), el('span', 'muted', `${time(at.t)}  ·  ${what}`));
}

/** The reading nearest to the pointer, an anomaly close by first. */
export function overChart(ctx, store, px, w, bottom) {
  const { row, series } = store.focus, { from, view: { win } } = store, channels = store.channels(row.pipeline);
  const at = from + (px - GUTTER) / w * win, snap = SNAP_CHART / w * win;
  let best = -1, distance = Infinity;
  for (let i = series.firstAt(at - 20 * snap); i < series.length && series.t[i] < at + 20 * snap; i++) {
    const d = Math.abs(series.t[i] - at), near = series.flags[i] & 1 && d < snap ? d - 2 * snap : d;
    if (near < distance) { distance = near; best = i; }
  }
  byId('tip').hidden = best < 0;
  if (best < 0) return;
  const x = GUTTER + (series.t[best] - from) / win * w;
  line(ctx, x, 4, bottom);
  const parts = [...channels.map((c, k) => value(series.values[k]?.[best], c.unit ?? '')), `score ${score(series.score[best])}, threshold ${score(series.threshold[best])}`];
  tip(ctx.canvas, x, 12, `${time(series.t[best])}  ·  ${parts.join('  ·  ')}`);
}

// What is under the pointer, on the heatmap and on the chart of one sensor: a line and words.
import { NONE, WARMING, CALM, ODD, RING } from './fleet.js';
import { byId, put, value, score, time } from './format.js';
import { GUTTER, RIGHT } from './chart.js';
import { TOP } from './heat.js';

/** What is odd is caught from so many pixels away. */
const SNAP = 3, SNAP_CHART = 4;

/** About which score a heat stands for. */
export function scoreOf(heat, threshold) {
  if (heat < CALM) return NaN;
  return heat < ODD ? (heat - CALM) / (ODD - 1 - CALM) * threshold : threshold + (heat - ODD) / (255 - ODD) * (1 - threshold);
}

/**
 * A line down a plot, and words beside it as far as the window is wide: over the canvas, which is not drawn again, and placed without
 * asking for a size, which would lay out the page.
 */
function point({ left, top }, x, above, tall, y, isRight, title, text) {
  const node = byId('tip'), { style } = node.nextElementSibling;
  node.hidden = false;
  put(node.firstElementChild, title);
  put(node.lastElementChild, text);
  node.style.translate = `clamp(8px, ${Math.round(left + x)}px ${isRight ? '- 12px - 100%' : '+ 12px'}, 100vw - 100% - 8px) ${Math.round(top + y)}px`;
  style.translate = `${Math.round(left + x)}px ${Math.round(top + above)}px`;
  style.height = `${Math.round(tall)}px`;
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

export function overHeat(heat, store, pointer) {
  const at = hit(heat, store, pointer.x, pointer.y), { w, h, from } = heat.layout(store);
  if (!at) { byId('tip').hidden = true; return; }
  const x = Math.min(GUTTER + w, Math.max(GUTTER, GUTTER + (at.t - from) / store.view.win * w));
  const what = at.heat === NONE ? at.t > at.row.silence?.t ? '◇ silent' : 'no data' : at.heat === WARMING ? 'learning' : `score ${score(scoreOf(at.heat, store.threshold(at.row.pipeline)))}${at.odd ? ' ◆ odd' : ''}`;
  point(pointer, x, TOP, h, pointer.y + 14, pointer.x > w / 2, at.row.id, `${time(at.t)}  ·  ${what}`);
}

/** The place in its series of the reading nearest to the pointer, an anomaly close by first; less than 0 where there is none. */
export function nearest(store, px, width) {
  const { focus: { series }, from, view: { win } } = store, w = width - GUTTER - RIGHT;
  const at = from + (px - GUTTER) / w * win, snap = SNAP_CHART / w * win;
  let best = -1, distance = Infinity;
  for (let i = series.firstAt(at - 20 * snap); i < series.length && series.t[i] < at + 20 * snap; i++) {
    const d = Math.abs(series.t[i] - at), near = series.flags[i] & 1 && d < snap ? d - 2 * snap : d;
    if (near < distance) { distance = near; best = i; }
  }
  return best;
}

export function overChart(canvas, store, pointer, under) {
  const { width, height } = canvas.size, w = width - GUTTER - RIGHT, best = nearest(store, pointer.x, width);
  byId('tip').hidden = best < 0;
  if (best < 0) return;
  const { from, view, focus: { row, series } } = store, x = GUTTER + (series.t[best] - from) / view.win * w;
  const parts = [...store.channels(row.pipeline).map((c, k) => value(series.values[k]?.[best], c.unit ?? '')), `score ${score(series.score[best])}, threshold ${score(series.threshold[best])}`];
  point(pointer, x, 4, height - under - 8, 12, x > w / 2, time(series.t[best]), parts.join('  ·  '));
}

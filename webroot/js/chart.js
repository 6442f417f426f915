// Drawing on canvas: a value line, its anomalies as diamonds, its silences as a hatch. No state but colours and scratch columns.
import { ODD, WARM } from './series.js';
import { timeShort, time, ticks } from './format.js';

/** Left of all plots stand their labels, so that a moment is on one line from the heatmap down to the score. */
export let GUTTER = 122;
export const RIGHT = 2;
export function narrow(isNarrow) { GUTTER = isNarrow ? 82 : 122; }

/** Readings are pooled over this many pixels: the line is their mean, the band their extremes, so nothing is averaged away. */
const BUCKET = 2;
/** A silence shorter than this is never drawn as one; slower sensors get six of their own intervals. */
const GAP = 5000;

let colour = {};
export function readColours() {
  const css = getComputedStyle(document.documentElement);
  for (const name of ['surface', 'raised', 'line', 'text', 'muted', 'accent', 'odd', 'hatch', 'cool', 'hot', 'warming', 'bg']) colour[name] = css.getPropertyValue('--' + name).trim();
  colour.font = css.getPropertyValue('--font').trim();
  colour.stripes = {};
}

export const colours = () => colour;

const resized = new ResizeObserver(entries => {
  for (const { target, contentRect } of entries) { target.size = contentRect; target.stale = true; }
});

/** Keeps the canvas as sharp as the screen; until it was measured, or while it is hidden, there is nothing to draw on. */
export function observe(canvas) { resized.observe(canvas); }

/** Where a pointer is on a canvas, and where that is in the window. */
export const pointer = ({ offsetX: x, offsetY: y, clientX, clientY }) => ({ x, y, left: clientX - x, top: clientY - y });

/** What to draw with; null where the canvas shows already what it would show, by its stamp. */
export function begin(canvas, stamp, isForced) {
  const { width, height } = canvas.size ?? { width: 0, height: 0 };
  if (width < 20 || height < 10 || (stamp === canvas.stamp && !canvas.stale && !isForced)) return null;
  canvas.stamp = stamp;
  canvas.stale = false;
  const scale = devicePixelRatio || 1, w = Math.round(width * scale), h = Math.round(height * scale);
  if (canvas.width !== w || canvas.height !== h) { canvas.width = w; canvas.height = h; }
  const ctx = canvas.getContext('2d');
  ctx.setTransform(scale, 0, 0, scale, 0, 0);
  ctx.clearRect(0, 0, width, height);
  ctx.lineJoin = 'round';
  ctx.font = `11px ${colour.font}`;
  return ctx;
}

/** Time as the pixel of a screen it comes to, so that what has not moved by one is not drawn again. */
export const pixelOf = (t, span, width = 300) => Math.floor(t / span * width * (devicePixelRatio || 1));

const CELLS = 4096;
const low = new Float64Array(CELLS), high = new Float64Array(CELLS), sum = new Float64Array(CELLS), calm = new Uint32Array(CELLS);
const peak = new Float32Array(CELLS), warm = new Uint8Array(CELLS), limit = new Float32Array(CELLS), used = new Uint32Array(CELLS);

/** Pools the points of [from, to] into columns on fixed times, so that they slide without shimmering. */
function pool(series, column, from, to, width) {
  const cells = Math.min(CELLS - 2, Math.max(1, Math.floor(width / BUCKET)));
  const step = (to - from) / cells, base = Math.floor(from / step), n = cells + 2;
  low.fill(Infinity, 0, n); high.fill(-Infinity, 0, n); sum.fill(0, 0, n); calm.fill(0, 0, n);
  peak.fill(-1, 0, n); warm.fill(0, 0, n); limit.fill(NaN, 0, n); used.fill(0, 0, n);
  let lo = Infinity, hi = -Infinity, points = 0, busy = 0;
  const start = series.firstAt(base * step);
  let i = start;
  for (; i < series.length && series.t[i] <= to; i++) {
    const c = Math.floor(series.t[i] / step) - base, v = column[i];
    if (!used[c]++) busy++;
    points++;
    if (series.score[i] > peak[c]) peak[c] = series.score[i];
    if (series.threshold[i] > 0) limit[c] = series.threshold[i];
    if (series.flags[i] & WARM) warm[c] = 1;
    if (Number.isNaN(v)) continue;
    if (v < low[c]) low[c] = v;
    if (v > high[c]) high[c] = v;
    lo = Math.min(lo, v); hi = Math.max(hi, v);
    if (!(series.flags[i] & ODD)) { sum[c] += v; calm[c]++; }
  }
  const span = i > start ? series.t[i - 1] - series.t[start] : 0;
  const gap = Math.max(GAP, 6 * span / Math.max(1, points - 1), 3 * step);
  return { n, step, base, lo, hi, points, start, end: i, gap, dense: points > busy * 1.5 };
}

/** Calls visit(from, to) for each silence between from and to. */
function silences(series, p, from, to, visit) {
  let last = p.start > 0 ? series.t[p.start - 1] : from;
  for (let i = p.start; i < p.end; i++) {
    if (series.t[i] - last > p.gap) visit(Math.max(from, last), series.t[i]);
    last = series.t[i];
  }
  if (to - last > p.gap) visit(Math.max(from, last), to);
}

/** What nobody measured; orange where that is odd. */
export function stripes(ctx, isOdd = false) {
  const kind = isOdd ? 'odd' : 'hatch';
  if (colour.stripes[kind]) return colour.stripes[kind];
  const tile = document.createElement('canvas');
  tile.width = tile.height = 8;
  const t = tile.getContext('2d');
  t.strokeStyle = colour[kind];
  t.beginPath();
  for (const d of [-8, 0, 8]) { t.moveTo(d - 1, 9); t.lineTo(d + 9, -1); }
  t.stroke();
  return colour.stripes[kind] = ctx.createPattern(tile, 'repeat');
}

/** Draws the line y(cell) over the used cells, broken where the sensor was silent. */
function trace(ctx, p, x, y) {
  let before = -Infinity;
  ctx.beginPath();
  for (let c = 0; c < p.n; c++) {
    const at = y(c);
    if (Number.isNaN(at)) continue;
    const px = x((p.base + c + 0.5) * p.step);
    if ((c - before) * p.step > p.gap) { ctx.moveTo(px - 0.5, at); }
    ctx.lineTo(px, at);
    before = c;
  }
  ctx.stroke();
}

function diamond(ctx, x, y, r) {
  ctx.beginPath();
  ctx.moveTo(x, y - r); ctx.lineTo(x + r, y); ctx.lineTo(x, y + r); ctx.lineTo(x - r, y);
  ctx.closePath();
  ctx.fill();
  ctx.stroke();
}

/** Values of one sensor in a box. Returns its scales, or null when there was nothing to draw. */
export function drawValues(ctx, series, column, box, from, to, { now = to, mark = null, usual = null } = {}) {
  const p = pool(series, column, from, to, box.w);
  const x = t => box.x + (t - from) / (to - from) * box.w;
  const some = p.hi >= p.lo;
  if (some && usual) { p.lo = Math.min(p.lo, usual[0]); p.hi = Math.max(p.hi, usual[1]); }
  const room = some ? Math.max((p.hi - p.lo) * 0.08, Math.abs(p.hi) * 0.002, 1e-9) : 1;
  const lo = some ? p.lo - room : 0, hi = some ? p.hi + room : 1;
  const y = v => box.y + box.h - (v - lo) / (hi - lo) * box.h;

  if (some) gridY(ctx, box, lo, hi, y);
  ctx.save();
  ctx.beginPath(); ctx.rect(box.x, box.y - 6, box.w, box.h + 12); ctx.clip();
  if (some && usual) {
    ctx.fillStyle = colour.accent;
    ctx.globalAlpha = 0.1;
    ctx.fillRect(box.x, y(usual[1]), box.w, Math.max(1, y(usual[0]) - y(usual[1])));
    ctx.globalAlpha = 1;
  }
  ctx.fillStyle = stripes(ctx);
  silences(series, p, from, Math.min(to, now), (a, b) => ctx.fillRect(x(a), box.y, x(b) - x(a), box.h));
  if (some) {
    if (p.dense) {
      ctx.fillStyle = colour.accent;
      ctx.globalAlpha = 0.28;
      for (let c = 0; c < p.n; c++) {
        if (high[c] >= low[c]) ctx.fillRect(x((p.base + c) * p.step), y(high[c]), BUCKET, Math.max(1, y(low[c]) - y(high[c])));
      }
      ctx.globalAlpha = 1;
    }
    ctx.strokeStyle = colour.accent;
    ctx.lineWidth = 1.5;
    trace(ctx, p, x, p.dense ? c => calm[c] ? y(sum[c] / calm[c]) : NaN : c => high[c] >= low[c] ? y(used[c] > calm[c] ? high[c] : sum[c] / calm[c]) : NaN);
    ctx.fillStyle = colour.odd;
    ctx.strokeStyle = colour.surface;
    ctx.lineWidth = 1;
    let px = -9, py = -9;
    for (let i = p.start; i < p.end; i++) {
      if (series.flags[i] & ODD && (x(series.t[i]) - px > 4 || Math.abs(y(column[i]) - py) > 5) && !Number.isNaN(column[i])) diamond(ctx, px = x(series.t[i]), py = y(column[i]), box.h > 70 ? 4.5 : 3.5);
    }
  }
  if (mark !== null && mark >= from && mark <= to) {
    ctx.strokeStyle = colour.text;
    ctx.setLineDash([2, 3]);
    ctx.strokeRect(Math.round(x(mark)) - 0.5, box.y, 0, box.h);
    ctx.setLineDash([]);
  }
  ctx.restore();
  return { ...p, x, y };
}

/** The score beneath, its highest per column; the threshold, which may move with the sensor, dashed, and what is above it in orange. */
export function drawScores(ctx, p, box, nominal) {
  const { x } = p, right = box.x + box.w, y = s => box.y + box.h - Math.min(1, s) * box.h;
  const line = new Path2D();
  let held = limit.subarray(0, p.n).find(l => l > 0) ?? nominal;
  line.moveTo(box.x, y(held));
  for (let c = 0; c < p.n; c++) if (limit[c] > 0) line.lineTo(Math.min(right, Math.max(box.x, x((p.base + c) * p.step))), y(held = limit[c]));
  line.lineTo(right, y(held));

  ctx.textAlign = 'right';
  ctx.textBaseline = 'middle';
  ctx.strokeStyle = colour.line;
  ctx.fillStyle = colour.muted;
  ctx.lineWidth = 1;
  for (const s of [0, 1]) {
    rule(ctx, box, y(s));
    if (Math.abs(y(s) - y(held)) >= 11) ctx.fillText(String(s), box.x - 8, y(s));
  }
  ctx.fillStyle = ctx.strokeStyle = colour.odd;
  ctx.fillText((box.x > 100 ? 'threshold ' : '') + held.toFixed(2), box.x - 8, y(held));
  ctx.setLineDash([3, 3]);
  ctx.stroke(line);
  ctx.setLineDash([]);

  const at = want => c => peak[c] >= 0 && warm[c] === want ? y(peak[c]) : NaN;
  ctx.save();
  ctx.beginPath(); ctx.rect(box.x, box.y - 3, box.w, box.h + 6); ctx.clip();
  ctx.lineWidth = 1.25;
  ctx.strokeStyle = colour.accent;
  trace(ctx, p, x, at(0));
  ctx.strokeStyle = colour.muted;
  ctx.setLineDash([2, 4]);
  trace(ctx, p, x, at(1));
  ctx.setLineDash([]);
  line.lineTo(right, box.y - 3); line.lineTo(box.x, box.y - 3);
  ctx.clip(line);
  ctx.strokeStyle = colour.odd;
  ctx.lineWidth = 1.75;
  trace(ctx, p, x, at(0));
  ctx.restore();
}

export function drawTimes(ctx, box, from, to, x) {
  const least = (to - from) / Math.max(1, box.w / 100);
  const step = [15e3, 30e3, 60e3, 120e3, 300e3, 900e3, 3600e3].find(s => s >= least) ?? 7200e3;
  ctx.fillStyle = colour.muted;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'top';
  for (let t = Math.ceil(from / step) * step; t <= to; t += step) {
    const px = x(t);
    if (px < box.x + 20 || px > box.x + box.w - 20) continue;
    ctx.fillText(step < 60e3 ? time(t) : timeShort(t), px, box.y);
  }
}

function gridY(ctx, box, lo, hi, y) {
  ctx.strokeStyle = colour.line;
  ctx.fillStyle = colour.muted;
  ctx.lineWidth = 1;
  ctx.textAlign = 'right';
  ctx.textBaseline = 'middle';
  for (const v of ticks(lo, hi, Math.max(3, box.h / 44))) {
    rule(ctx, box, y(v));
    ctx.fillText(`${v}`.replace('-', '−'), box.x - 8, y(v));
  }
}

function rule(ctx, box, y) {
  ctx.beginPath(); ctx.moveTo(box.x, Math.round(y) + 0.5); ctx.lineTo(box.x + box.w, Math.round(y) + 0.5); ctx.stroke();
}

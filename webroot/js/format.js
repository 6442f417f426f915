// Numbers and times as the page writes them, and the one way it makes elements: names go in through textContent only.
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
const minute = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const full = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'long', hourCycle: 'h23' });
const date = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short' });
const grouped = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

export const time = t => clock.format(t);
export const timeShort = t => minute.format(t);
export const day = t => date.format(t);
export const timeFull = t => full.format(t);
export const count = n => Number.isFinite(n) ? grouped.format(n) : '–';

export function value(x, unit = '') {
  if (!Number.isFinite(x)) return '–';
  const size = Math.abs(x);
  const text = size !== 0 && (size < 0.001 || size >= 1e7) ? x.toExponential(2) : x.toFixed(size >= 1000 ? 0 : size >= 100 ? 1 : size >= 1 ? 2 : 3);
  return (text + (unit ? ' ' + unit : '')).replace('-', '−');
}

export const score = s => Number.isFinite(s) ? s.toFixed(2) : '–';

/** A difference, with its sign. */
export const signed = (x, unit) => (x > 0 ? '+' : '') + value(x, unit);

/** A range, with the digits that its size asks for. */
export function range([lo, hi], unit = '') {
  if (lo === hi) return value(lo, unit);
  const size = hi - lo, digits = size >= 50 ? 0 : size >= 5 ? 1 : size >= 0.5 ? 2 : 3;
  return `${lo.toFixed(digits)}–${hi.toFixed(digits)}${unit ? ' ' + unit : ''}`.replaceAll('-', '−');
}

/** Round numbers between two, about so many of them. */
export function ticks(lo, hi, about) {
  const rough = (hi - lo) / about, power = 10 ** Math.floor(Math.log10(rough)), step = [1, 2, 2.5, 5, 10].find(m => m * power >= rough * (1 - 1e-9)) * power;
  const found = [];
  for (let k = Math.ceil(lo / step); k * step <= hi; k++) found.push(Number((k * step).toPrecision(12)));
  return found;
}

/** As much of a text as fits, its end kept: sensors of a line differ there. */
export function fit(ctx, text, width) {
  if (ctx.measureText(text).width <= width) return text;
  const tail = '…' + text.slice(text.lastIndexOf('/'));
  if (tail.length < text.length && ctx.measureText(tail).width <= width) return tail;
  let from = 1;
  while (from < text.length && ctx.measureText('…' + text.slice(from)).width > width) from++;
  return '…' + text.slice(from);
}

export function ago(millis) {
  const s = Math.max(0, Math.round(millis / 1000));
  return s < 60 ? `${s} s` : s < 3600 ? `${Math.floor(s / 60)} min` : s < 86400 ? `${Math.floor(s / 3600)} h` : `${Math.floor(s / 86400)} d`;
}

export function el(tag, className = '', text = '') {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text) node.textContent = text;
  return node;
}

/** Writes only what changed, so that a quiet page costs no layout. */
export function put(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** Writes a cell, and what it says more when one asks. */
export const write = (cell, text, title = text) => { put(cell, text); if (cell.title !== title) cell.title = title; };

/** A sensor's name, what comes before its last slash muted. */
export function writeName(cell, id) {
  if (cell.dataset.id === id) return;
  cell.dataset.id = id;
  cell.title = id;
  const cut = id.lastIndexOf('/') + 1;
  cell.classList.add('who');
  cell.replaceChildren(el('span', 'muted', id.slice(0, cut)), el('span', '', id.slice(cut)));
}

/** A score as a bar with its threshold, and in digits. */
export function writeScore(cell, s, threshold, isOdd) {
  if (!cell.firstChild) cell.append(el('i', 'score'), el('span'));
  const [line, text] = cell.children;
  line.style.setProperty('--score', Number.isFinite(s) ? s : 0);
  line.style.setProperty('--threshold', threshold);
  line.classList.toggle('is-odd', isOdd);
  put(text, score(s));
}

/** What a screen reader says of a node. */
export function describe(node, text) {
  if (node.ariaLabel !== text) node.ariaLabel = text;
}

export function button(text, act) {
  const node = el('button', '', text);
  node.type = 'button';
  node.addEventListener('click', act);
  return node;
}

export const byId = id => document.getElementById(id);

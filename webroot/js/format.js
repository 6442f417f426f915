// Numbers and times as the page writes them, and the one way it makes elements: names go in through textContent only.
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
const minute = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const full = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'long', hourCycle: 'h23' });
const grouped = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

export const time = t => clock.format(t);
export const timeShort = t => minute.format(t);
export const timeFull = t => full.format(t);
export const count = n => Number.isFinite(n) ? grouped.format(n) : '–';

export function value(x, unit = '') {
  if (!Number.isFinite(x)) return '–';
  const size = Math.abs(x);
  const text = size !== 0 && (size < 0.001 || size >= 1e7) ? x.toExponential(2) : x.toFixed(size >= 1000 ? 0 : size >= 100 ? 1 : size >= 1 ? 2 : 3);
  return (text + (unit ? ' ' + unit : '')).replace('-', '−');
}

export const score = s => Number.isFinite(s) ? s.toFixed(2) : '–';

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

export const byId = id => document.getElementById(id);

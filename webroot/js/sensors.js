// One row per sensor, oddest first; only the rows in view draw a chart or ask for history.
import { FLEET, LOOK, FOCUS, WINDOW, STATS } from './store.js';
import { byId, el, put, value, ago, count } from './format.js';
import { observe, begin, drawValues } from './chart.js';
import { tag } from './header.js';

export class Sensors {
  #list = byId('rows');
  #rows = new Map(); // sensor key -> row
  #feed;
  #focus;
  #seen = new IntersectionObserver(entries => {
    for (const { target, isIntersecting } of entries) this.#inView(target.row, isIntersecting);
  }, { rootMargin: '80px' });

  constructor(feed, focus) { this.#feed = feed; this.#focus = focus; }

  /** The oddest sensor, which the page focuses until someone chooses. */
  first() { return this.#list.firstElementChild?.row.sensor ?? null; }

  draw(dirty, store) {
    if (dirty & FLEET) this.#arrange(store);
    if (dirty & (FLEET | FOCUS | STATS)) for (const row of this.#rows.values()) this.#write(row, store);
    const to = store.now(), from = to - WINDOW;
    for (const row of this.#rows.values()) {
      if (!row.sensor.inView) continue;
      const { width = 300 } = row.canvas.size ?? {};
      const moved = Math.floor(to / (WINDOW / width)); // the chart slides one pixel at a time
      if (row.drawn === moved && !row.canvas.stale && !(dirty & LOOK)) continue;
      row.drawn = moved;
      row.canvas.stale = false;
      const ctx = begin(row.canvas);
      if (ctx) drawValues(ctx, row.sensor.series, { x: 0, y: 6, w: width, h: row.canvas.size.height - 12 }, from, to, { hatch: row.sensor.filled });
    }
  }

  #arrange(store) {
    const now = store.now();
    const rank = s => now - s.lastAnomaly < WINDOW ? 0 : s.anomalies > 0 ? 1 : 2;
    const order = [...store.sensors.values()].sort((a, b) =>
      rank(a) - rank(b) || b.anomalies - a.anomalies || a.id.localeCompare(b.id, 'en', { numeric: true }) || (a.key < b.key ? -1 : 1));
    for (const [key, row] of this.#rows) if (!store.sensors.has(key)) { this.#seen.unobserve(row.item); row.item.remove(); this.#rows.delete(key); }
    const grown = order.some(s => !this.#rows.has(s.key));
    if (!grown && this.#list.matches(':hover')) return; // nothing moves under the pointer
    const held = document.activeElement;
    order.forEach((sensor, i) => {
      const row = this.#rows.get(sensor.key) ?? this.#create(sensor);
      if (this.#list.children[i] !== row.item) this.#list.insertBefore(row.item, this.#list.children[i] ?? null);
    });
    if (held !== document.activeElement) held.focus({ preventScroll: true });
  }

  #create(sensor) {
    const item = el('li'), button = el('button', 'row'), canvas = el('canvas');
    const row = { sensor, item, button, canvas, name: el('span', 'name', sensor.id), tag: el('span', 'tag'), value: el('span', 'value'), facts: el('span', 'muted small') };
    button.type = 'button';
    button.title = sensor.id;
    canvas.setAttribute('aria-hidden', 'true');
    const words = el('span', 'words');
    words.append(row.name, row.tag, row.value, row.facts);
    button.append(words, canvas);
    button.addEventListener('click', () => this.#focus(sensor));
    item.row = row;
    item.append(button);
    observe(canvas);
    this.#seen.observe(item);
    this.#rows.set(sensor.key, row);
    return row;
  }

  #write(row, store) {
    const { sensor } = row;
    tag(row.tag, store, sensor);
    put(row.value, value(sensor.values?.[sensor.channel], store.unit(sensor)));
    const silent = store.now() - sensor.lastSeen;
    put(row.facts, silent > 5000 ? `silent ${ago(silent)}` : sensor.anomalies === 1 ? '1 anomaly' : `${count(sensor.anomalies)} anomalies`);
    row.button.setAttribute('aria-current', String(store.focus.sensor === sensor));
  }

  #inView(row, inView) {
    row.sensor.inView = inView;
    row.drawn = -1;
    if (inView) this.#feed.want(row.sensor); else this.#feed.unwant(row.sensor);
  }
}

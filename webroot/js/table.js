// The anomalies, newest first. A reader who has scrolled down is not moved: new rows wait behind a button.
import { ANOMALIES, STATS, FOCUS } from './store.js';
import { byId, el, put, value, score, time, timeFull } from './format.js';

/** A screen reader hears of new anomalies at most this often. */
const SPEAK = 10_000;

export class Table {
  #body = byId('table');
  #scroll = byId('scroll');
  #fresh = byId('fresh');
  #rows = new Map(); // anomaly id -> tr
  #focus;
  #newest = 0;
  #unspoken = 0;
  #spokenAt = 0;

  constructor(store, focus) {
    this.#focus = focus;
    this.#scroll.addEventListener('scroll', () => { if (this.#scroll.scrollTop < 4) store.dirty |= ANOMALIES; }, { passive: true });
    this.#fresh.addEventListener('click', () => { this.#scroll.scrollTop = 0; store.dirty |= ANOMALIES; });
    this.#body.addEventListener('keydown', e => this.#step(e));
    this.#body.addEventListener('focusin', e => this.#rove(e.target));
  }

  draw(dirty, store) {
    if (!(dirty & (ANOMALIES | STATS | FOCUS))) return;
    if (dirty & ANOMALIES) this.#list(store);
    if (dirty & FOCUS) for (const a of store.anomalies) this.#rows.get(a.id)?.setAttribute('aria-current', String(this.#isFocused(store, a)));
    const none = store.anomaliesKnown && store.anomalies.length === 0;
    const threshold = store.stats?.pipelines[0]?.threshold;
    put(byId('calm'), none ? `Nothing odd yet. Scores from ${score(threshold)} up will appear here the moment they arrive.` : '');
    this.#speak();
  }

  #list(store) {
    const known = this.#rows.size;
    const waiting = store.anomalies.filter(a => !this.#rows.has(a.id)).length;
    const held = known > 0 && this.#scroll.scrollTop > 4;
    this.#fresh.hidden = !(held && waiting);
    put(this.#fresh, `↑ ${waiting} new`);
    if (known > 0) for (const a of store.anomalies) { if (a.t <= this.#newest) break; this.#unspoken++; }
    this.#newest = Math.max(this.#newest, store.anomalies[0]?.t ?? 0);
    if (held) return;
    store.anomalies.forEach((a, i) => {
      const row = this.#rows.get(a.id) ?? this.#create(store, a, known > 0);
      if (this.#body.children[i] !== row) this.#body.insertBefore(row, this.#body.children[i] ?? null);
    });
    while (this.#body.children.length > store.anomalies.length) {
      const row = this.#body.lastChild;
      this.#rows.delete(row.anomaly.id);
      row.remove();
    }
    if (!this.#body.querySelector('[tabindex="0"]')) this.#body.querySelector('button')?.setAttribute('tabindex', '0');
  }

  #create(store, a, live) {
    const { verdict } = a, row = el('tr', live ? 'new' : ''), sensor = store.sensorOf(verdict);
    const when = el('td', 'time', time(a.t));
    when.title = `${timeFull(a.t)}\nevent time ${verdict.ts}`;
    const button = el('button', 'name', verdict.sensor_id);
    button.type = 'button';
    button.tabIndex = -1;
    button.title = verdict.sensor_id;
    const who = el('td', 'who');
    who.append(button);
    const channel = sensor?.channel ?? Object.keys(verdict.values ?? {})[0];
    const unit = store.pipeline(verdict.pipeline)?.channels?.find(c => c.name === channel)?.unit ?? '';
    const much = el('td', 'num', value(verdict.values?.[channel], unit));
    much.title = Object.entries(verdict.values ?? {}).map(([name, x]) => `${name} ${value(x)}`).join('\n');
    const how = el('td', 'num score'), bar = el('span', 'bar');
    bar.style.setProperty('--score', verdict.score);
    bar.style.setProperty('--threshold', verdict.threshold);
    bar.setAttribute('aria-hidden', 'true');
    how.append(bar, el('b', '', score(verdict.score)), el('span', 'of', ` / ${score(verdict.threshold)}`));
    row.append(when, who, much, how);
    row.addEventListener('click', () => this.#focus(verdict, a.t));
    row.setAttribute('aria-current', String(this.#isFocused(store, a)));
    row.anomaly = a;
    this.#rows.set(a.id, row);
    return row;
  }

  #isFocused(store, a) {
    return store.focus.mark === a.t && store.focus.sensor === store.sensorOf(a.verdict);
  }

  #step(e) {
    const down = { ArrowDown: 'nextElementSibling', ArrowUp: 'previousElementSibling' }[e.key];
    const next = down && e.target.closest('tr')[down];
    if (!next) return;
    e.preventDefault();
    next.querySelector('button').focus();
  }

  #rove(button) {
    this.#body.querySelectorAll('[tabindex="0"]').forEach(b => { b.tabIndex = -1; });
    button.tabIndex = 0;
  }

  #speak() {
    const now = Date.now();
    if (!this.#unspoken || now - this.#spokenAt < SPEAK) return;
    put(byId('announce'), this.#unspoken === 1 ? '1 new anomaly' : `${this.#unspoken} new anomalies`);
    this.#spokenAt = now;
    this.#unspoken = 0;
  }
}

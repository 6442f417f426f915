// Tables of any length with some twenty-five rows of their own: those in view. New rows never move what somebody is reading.
// What stands in them is a sheet's, one for each tab.
import { STATS, FOCUS, LOOK, VIEW } from './store.js';
import { byId, el, put, button, count } from './format.js';
import { observe } from './chart.js';
import { Anomalies } from './anomalies.js';

const TALL = 33, GAP = 16, PADDING = 32;
/** Of its end, from where on older rows are asked for. */
const NEAR = 50;

/** Loaded when they are wanted. */
const SHEETS = {
  readings: () => import('./readings.js').then(m => m.Readings),
  sensors: () => import('./sensors.js').then(m => m.Sensors),
  tables: () => import('./rows.js').then(m => m.Rows),
};

export class Table {
  list = [];               // items of the sheet, in the order shown
  #scroll = byId('sheet');
  #fresh = byId('fresh');
  #head; #body; #columns = []; #built = '';
  #rows = [];
  #sort = {};              // by tab: [title, direction], -1 for the highest first
  #listedAt = 0; #q = ''; #past = null; #scrolled = false;
  #top = 0;                // how far it is scrolled; to ask for that lays out the page
  #store; #acts; #sheets; #sheet = null;

  /** @param acts what sheets do beyond themselves: set, choose, older, link */
  constructor(store, acts) {
    this.#store = store; this.#acts = acts;
    observe(this.#scroll);
    this.#sheets = { anomalies: new Anomalies(store, acts) };
    this.#scroll.addEventListener('scroll', () => { this.#scrolled = true; this.#top = this.#scroll.scrollTop; }, { passive: true });
    this.#fresh.addEventListener('click', () => { this.#toTop(); this.#list(true); this.#write(); });
    this.#scroll.addEventListener('keydown', e => {
      const by = { ArrowDown: 1, ArrowUp: -1 }[e.key];
      if (by && e.target === this.#scroll && this.#columns.length) { e.preventDefault(); e.stopPropagation(); this.step(by); }
    });
  }

  draw(dirty, store) {
    const { tab, wide, q } = store.view, { anomalies } = this.#sheets;
    this.#scroll.classList.toggle('is-waiting', tab === 'anomalies' && anomalies.isWaited);
    if (tab === 'models') { this.#built = ''; this.#fresh.hidden = true; return; }
    this.#sheet = this.#sheets[tab] ?? this.#load(tab);
    if (!this.#sheet) return;
    this.#sheet.look?.(this.#top < 4);
    const what = `${tab} ${wide} ${this.#sheet.key ?? ''} ${!!store.stats}`, isNew = what !== this.#built;
    if (isNew) this.#build(what);
    const changed = dirty & (this.#sheet.sources | (this.#q === q ? 0 : VIEW)), isDue = performance.now() - this.#listedAt > (this.#sheet.every ?? 0);
    if (isNew || (changed && isDue)) this.#list(isNew);
    else if (!(dirty & (FOCUS | STATS | LOOK)) && !this.#scrolled && !this.#scroll.stale) return;
    this.#scrolled = this.#scroll.stale = false;
    this.#write(dirty);
  }

  #toTop() { this.#scroll.scrollTop = this.#top = 0; }

  #load(tab) {
    this.#sheets[tab] = null;
    SHEETS[tab]?.().then(Sheet => {
      this.#sheets[tab] = new Sheet(this.#store, { ...this.#acts, list: () => { this.#list(true); this.#write(); } });
    }, () => { delete this.#sheets[tab]; });
    delete SHEETS[tab];
    return null;
  }

  #build(what) {
    const sheet = this.#sheet, { tab, wide } = this.#store.view;
    this.#built = what;
    this.#columns = sheet.columns().filter(c => wide || !c.wide);
    this.#rows = [];
    const grid = el('div', 'grid'), headGroup = el('div', 'head-group');
    grid.setAttribute('role', 'table');
    grid.ariaLabel = tab;
    grid.style.setProperty('--columns', this.#columns.map(c => c.width).join(' '));
    if (this.#columns[0]?.least) grid.style.minWidth = `${this.#columns.reduce((sum, c) => sum + c.least + GAP, PADDING)}px`;
    this.#head = el('div', 'line head-line');
    this.#head.setAttribute('role', 'row');
    for (const c of this.#columns) {
      const cell = el('span', c.number ? 'num' : '', c.by ? '' : c.title);
      cell.setAttribute('role', 'columnheader');
      if (c.by) cell.append(button(c.head ?? c.title, () => this.#sortBy(c.title)));
      this.#head.append(cell);
    }
    this.#body = el('div', 'lines');
    for (const group of [headGroup, this.#body]) group.setAttribute('role', 'rowgroup');
    headGroup.append(this.#head);
    grid.append(headGroup, this.#body);
    this.#scroll.replaceChildren(grid, el('p', 'calm muted'));
    this.#toTop();
    byId('filter').parentNode.hidden = !!sheet.tools;
    byId('table').hidden = tab !== 'tables';
    byId('odd-only')?.remove();
    if (sheet.tools) byId('filter').parentNode.after(sheet.tools());
  }

  /** Makes the list anew, unless somebody is reading further down; then it says how many wait. */
  #list(anew) {
    const store = this.#store, { q } = store.view, sorting = this.#sorting(), list = this.#sorted(this.#sheet.list(), sorting);
    const isHeld = !anew && this.#sheet.holds && this.#past === store.past && this.#top > 4 && this.#q === q;
    const waits = !isHeld ? 0 : sorting ? list.length - this.list.length : list.indexOf(this.list[0]);
    this.#fresh.hidden = !(waits > 0);
    if (waits > 0) put(this.#fresh, `↑ ${count(waits)} new`);
    if (isHeld) { if (!sorting && waits >= 0) this.list = list.slice(waits); return; }
    if (this.#past !== store.past) { this.#past = store.past; this.#toTop(); }
    this.#q = q;
    this.#listedAt = performance.now();
    const [title, direction] = sorting ?? [];
    [...this.#head.children].forEach((cell, i) => {
      const c = this.#columns[i];
      if (c.by) cell.ariaSort = c.title !== title ? 'none' : direction < 0 ? 'descending' : 'ascending';
    });
    this.list = list;
  }

  #sorting() { return this.#sheet.sorting?.() ?? this.#sort[this.#store.view.tab] ?? this.#sheet.first; }

  #sorted(list, [title, direction] = []) {
    const column = this.#columns.find(c => c.title === title);
    if (!column || this.#sheet.isSorted) return list;
    const keys = new Map(list.map(x => [x, column.by(x)]));
    return list.sort((a, b) => { const x = keys.get(a), y = keys.get(b); return direction * (typeof x === 'string' ? x.localeCompare(y, 'en', { numeric: true }) : x - y); });
  }

  /** Highest first, then lowest first, then as it was. */
  #sortBy(by) {
    const { tab } = this.#store.view, [title, direction] = this.#sort[tab] ?? [];
    this.#sort[tab] = title !== by ? [by, -1] : direction < 0 ? [by, 1] : undefined;
    this.#sheet.sortBy?.(this.#sort[tab]);
    this.#list(true);
    this.#write();
  }

  /** Rows go along with their items: one that is new is one row written. */
  #write(dirty = ~0) {
    const { list } = this, sheet = this.#sheet, n = Math.ceil((this.#scroll.size?.height ?? 0) / TALL) + 2;
    const first = Math.max(0, Math.min(list.length - n, Math.floor(this.#top / TALL)));
    this.#body.style.height = `${list.length * TALL}px`;
    while (this.#rows.length < Math.min(n, list.length)) this.#rows.push(this.#create());
    const items = list.slice(first, first + this.#rows.length), free = this.#rows.filter(row => !items.includes(row.item));
    this.#rows = items.map(item => this.#rows.find(row => row.item === item) ?? free.pop()).concat(free);
    this.#rows.forEach((row, k) => {
      const item = items[k];
      if (this.#body.children[k] !== row) this.#body.insertBefore(row, this.#body.children[k]);
      row.hidden = item === undefined;
      if (row.hidden) return;
      const isNew = row.item !== item;
      row.item = item;
      row.style.translate = `0 ${(first + k) * TALL}px`;
      row.ariaRowIndex = first + k + 2;
      if (isNew || !sheet.stays || dirty & (FOCUS | STATS | LOOK)) this.#columns.forEach((c, i) => c.write(row.children[i], item));
      row.ariaCurrent = sheet.isCurrent(item);
      sheet.mark?.(row, item);
    });
    this.#body.parentNode.ariaRowCount = list.length + 1;
    if (first + n > list.length - NEAR) sheet.older?.();
    put(byId('table-note'), sheet.note?.(list.length) ?? count(list.length));
    const calm = this.#scroll.lastElementChild;
    put(calm, list.length ? '' : sheet.empty());
    calm.hidden = list.length > 0;
  }

  #create() {
    const row = el('div', 'line');
    row.setAttribute('role', 'row');
    for (const c of this.#columns) { const cell = el('span', c.number ? 'num' : ''); cell.setAttribute('role', 'cell'); row.append(cell); }
    row.addEventListener('click', () => this.#sheet.pick(row.item));
    this.#sheet.dress?.(row);
    this.#body.append(row);
    return row;
  }

  /** Goes to the next row, or the one before, and shows it. */
  step(by) {
    if (!this.list.length || !this.#sheet) return;
    const at = this.list.findIndex(item => this.#sheet.isCurrent(item)), next = at < 0 ? (by > 0 ? 0 : -1) : at + by, item = this.list[next];
    if (item === undefined) return;
    this.#sheet.pick(item);
    const top = next * TALL, { scrollTop, clientHeight } = this.#scroll;
    if (top < scrollTop) this.#scroll.scrollTop = top;
    else if (top + 2 * TALL > scrollTop + clientHeight) this.#scroll.scrollTop = top + 3 * TALL - clientHeight;
  }
}

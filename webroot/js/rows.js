// Rows of the server's tables: the views of its configuration, and what each pipeline read, judged and called odd. Live they come
// from memory and are asked for anew while their beginning is in view; in review from the log.
import { TABLE } from './store.js';
import { get } from './api.js';
import { byId, el, value, time, timeFull } from './format.js';

const AT_ONCE = 200;
const EVERY = 2_000;
/** Of an expression that is being written, before the server is asked. */
const STILL = 400;
const WIDTHS = { time: 96, number: 72, whole: 64, flag: 56, text: 92 };

/** A cell's text and, where it says more, its title. */
function write(cell, { type }, x) {
  const t = type === 'time' && x ? Date.parse(x) : NaN;
  const text = t ? `${time(t)}.${x.slice(20, 23).replace('Z', '') || '000'}` : typeof x === 'number' && type === 'number' ? value(x) : String(x ?? '–');
  if (cell.textContent !== text) { cell.textContent = text; cell.title = t ? `${timeFull(t)}\n${x}` : String(x ?? ''); }
}

export class Rows {
  sources = TABLE;
  isSorted = true;         // by the server
  #rows = [];
  #problem = '';
  #tables = null; #table = null;
  #wanted = ''; #wantedAt = 0; #answered = ''; #answeredAt = 0;
  #isAsking = false; #next = null;
  #store; #set; #choose; #select = byId('table');

  constructor(store, { set, choose }) {
    this.#store = store; this.#set = set; this.#choose = choose;
    this.#select.addEventListener('change', e => set({ table: e.target.value, sort: '' }));
    this.#name();
  }

  async #name() {
    try { this.#tables = (await get('tables')).tables; } catch { setTimeout(() => this.#name(), EVERY); return; }
    const groups = new Map(), own = t => t.name === t.of ? t.pipeline : 'Views';
    for (const t of [...this.#tables].sort((a, b) => (a.name === a.of) - (b.name === b.of))) {
      if (!groups.has(own(t))) { const group = el('optgroup'); group.label = own(t); groups.set(own(t), group); }
      groups.get(own(t)).append(el('option', '', t.name));
    }
    this.#select.replaceChildren(...groups.values());
    this.#store.dirty |= TABLE;
  }

  /** The table chosen; else the first view, or the first table. */
  get table() {
    const { view } = this.#store, all = this.#tables ?? [];
    const table = all.find(t => t.name === view.table) ?? all.find(t => t.name !== t.of) ?? all[0] ?? null;
    if (table && this.#select.value !== table.name) this.#select.value = table.name;
    return table;
  }

  get key() { return this.table?.name; }

  list() { return this.#rows; }

  isCurrent({ t, id }) { const { mark, row } = this.#store.focus; return mark === t && row?.id === id; }

  pick({ pipeline, id, t }) { this.#choose(this.#store.row(pipeline, id), t); }

  empty() { return this.#problem || 'No rows.'; }

  sorting() { const { sort } = this.#store.view; return sort ? [sort.replace(/^-/, ''), sort[0] === '-' ? -1 : 1] : ['record_ts', -1]; }

  sortBy([title, direction] = ['', 1]) { this.#set({ sort: (direction < 0 ? '-' : '') + title }); }

  columns() {
    return this.table?.columns.map(c => ({ title: c.name, head: c.name.replace(/^values\./, ''), width: `minmax(${WIDTHS[c.type]}px, ${c.type === 'text' ? 2 : 1}fr)`, least: WIDTHS[c.type], number: c.type === 'number' || c.type === 'whole', by: () => 0,
      write: (cell, row) => write(cell, c, row.cells[c.name]) })) ?? [];
  }

  /** Asks for what is wanted, when it is due. */
  look(isAtTop) {
    const { view } = this.#store, { table } = this, now = performance.now();
    if (!table || this.#isAsking) return;
    const what = JSON.stringify([table.name, view.expr, view.sort, view.at, view.at && view.win]);
    if (what !== this.#wanted) { this.#wanted = what; this.#wantedAt = now; }
    if (what === this.#answered ? view.at === null && isAtTop && now - this.#answeredAt > EVERY : now - this.#wantedAt > (this.#answered ? STILL : 0)) this.#ask(table, what);
  }

  /** The next rows, for a reader who scrolls to the end. */
  older() { if (this.#next && !this.#isAsking && this.#wanted === this.#answered) this.#ask(this.table, this.#answered, this.#next); }

  async #ask(table, what, cursor) {
    const store = this.#store, { view } = store, names = new Set(table.columns.map(c => c.name)).add('sensor_id').add('record_ts');
    this.#isAsking = true;
    try {
      const { rows, next } = await get(`tables/${encodeURIComponent(table.name)}`, { columns: [...names], limit: AT_ONCE,
        ...(view.expr && { filter: view.expr }), ...(view.sort && { order: view.sort }), ...(cursor && { cursor }),
        ...(view.at !== null && { from: Math.floor(store.from), to: Math.ceil(store.to) + 1 }) }, 30_000);
      const found = rows.map(cells => ({ cells, pipeline: table.pipeline, id: cells.sensor_id, t: Date.parse(cells.record_ts) }));
      this.#rows = cursor ? this.#rows.concat(found) : found;
      this.#next = next;
      this.#problem = '';
    } catch (e) { this.#problem = e.message; if (!cursor) this.#rows = []; }
    this.#isAsking = false;
    this.#answered = what;
    this.#answeredAt = performance.now();
    store.dirty |= TABLE;
  }
}

// Tables of any length with some twenty-five rows of their own: those in view. New rows never move what somebody is reading.
import { ANOMALIES, STATS, FOCUS, CELLS, ROWS, VIEW, POINTS, LOOK, TABLE } from './store.js';
import { ODD as ODD_POINT, WARM } from './series.js';
import { NONE, WARMING, scoreOf } from './fleet.js';
import { byId, el, put, value, signed, score, count, time, timeFull, ago, fault } from './format.js';

const TALL = 33, GAP = 9, PADDING = 32;
/** A screen reader hears of new anomalies at most this often. */
const SPEAK = 10_000;
const SENSORS_EVERY = 1_000;
/** What is there before is not announced. */
const WAIT = 400;

const clip = (cell, text, title = text) => { put(cell, text); if (cell.title !== title) cell.title = title; };

/** A sensor's name, what comes before its last slash muted. */
function name(cell, id) {
  if (cell.dataset.id === id) return;
  cell.dataset.id = id;
  cell.title = id;
  const cut = id.lastIndexOf('/') + 1;
  cell.classList.add('who');
  cell.replaceChildren(el('span', 'muted', id.slice(0, cut)), el('span', '', id.slice(cut)));
}

function bar(cell, s, threshold, isOdd) {
  if (!cell.firstChild) cell.append(el('i', 'score'), el('span'));
  const [line, text] = cell.children;
  line.style.setProperty('--score', Number.isFinite(s) ? s : 0);
  line.style.setProperty('--threshold', threshold);
  line.classList.toggle('is-odd', isOdd);
  put(text, score(s));
}

/** Columns: title, css width, a number?, only when wide?, how to write a cell, what to sort by. */
function columns(tab, store) {
  if (tab === 'anomalies') return [
    { title: 'Time', width: '62px', write: (c, a) => { clip(c, time(a.t), `${timeFull(a.t)}\nmeasured ${a.verdict.ts}`); }, by: a => a.t },
    { title: 'Sensor', width: 'minmax(0,1fr)', write: (c, a) => name(c, a.verdict.sensor_id), by: a => a.verdict.sensor_id },
    { title: 'Pipeline', width: 'minmax(0,.5fr)', wide: true, write: (c, a) => clip(c, a.verdict.pipeline), by: a => a.verdict.pipeline },
    { title: 'Values', width: 'minmax(0,1.4fr)', wide: true, write: (c, a) => clip(c, store.channels(a.verdict.pipeline).map(ch => (store.channels(a.verdict.pipeline).length > 1 ? ch.name + ' ' : '') + value(a.verdict.values?.[ch.name], ch.unit ?? '')).join(', ')) },
    { title: 'Deviation', width: '88px', number: true, write: (c, a) => { const m = deviation(store, a); put(c, m.text); if (c.title !== m.title) c.title = m.title; }, by: a => Math.abs(deviation(store, a).by) },
    { title: 'Score', width: '76px', number: true, write: (c, a) => bar(c, a.verdict.score, a.verdict.threshold, true), by: a => a.verdict.score ?? 1 },
    { title: 'Threshold', width: '84px', number: true, wide: true, write: (c, a) => put(c, score(a.verdict.threshold)), by: a => a.verdict.threshold },
    { title: 'Detector', width: 'minmax(0,.6fr)', wide: true, write: (c, a) => clip(c, a.verdict.detector) },
  ];
  if (tab === 'readings') {
    const { series, row } = store.focus, units = row ? store.channels(row.pipeline) : [];
    return [
      { title: 'Time', width: '104px', write: (c, i) => { put(c, time(series.t[i]) + '.' + String(series.t[i] % 1000).padStart(3, '0')); } },
      { title: 'Status', width: '76px', wide: (series?.channels.length ?? 0) > 1, write: (c, i) => { const odd = series.flags[i] & ODD_POINT; put(c, odd ? '◆ odd' : series.flags[i] & WARM ? 'learning' : 'normal'); c.classList.toggle('is-odd', !!odd); } },
      ...(series?.channels ?? []).map((ch, k) => ({ title: ch, width: 'minmax(0,1fr)', number: true, write: (c, i) => clip(c, value(series.values[k][i], units[k]?.unit ?? '')) })),
      { title: 'Score', width: '92px', number: true, write: (c, i) => bar(c, series.score[i], series.threshold[i], !!(series.flags[i] & ODD_POINT)) },
      { title: 'Position', width: '120px', number: true, wide: true, write: (c, i) => put(c, `${series.partition[i]}:${series.offset[i]}`) },
    ];
  }
  const now = Math.floor(store.now() / 1000), heat = row => store.fleet.max(row, now - 10, now);
  return [
    { title: 'Sensor', width: 'minmax(0,1fr)', write: (c, r) => name(c, r.id), by: r => r.id },
    { title: 'Pipeline', width: 'minmax(0,.5fr)', wide: true, write: (c, r) => clip(c, r.pipeline), by: r => r.pipeline },
    { title: 'Status', width: '84px', write: (c, r) => { const h = heat(r), odd = store.isOdd(r, now); put(c, odd ? '◆ odd' : now - r.seen > 2 * r.hold ? 'silent' : h === WARMING ? 'learning' : 'normal'); c.classList.toggle('is-odd', odd); }, by: r => r.odd },
    { title: 'Last odd', width: '76px', number: true, write: (c, r) => put(c, r.odd > 0 ? ago(store.now() - r.odd * 1000) : '–'), by: r => r.odd },
    { title: 'Score', width: '92px', number: true, write: (c, r) => { const h = heat(r); bar(c, h === NONE ? NaN : scoreOf(h, store.threshold(r.pipeline)), store.threshold(r.pipeline), h >= 128); }, by: heat },
    { title: 'Last reading', width: '104px', number: true, wide: true, write: (c, r) => put(c, Number.isFinite(r.seen) ? ago(store.now() - r.seen * 1000) : '–'), by: r => r.seen },
  ];
}

function deviation(store, a) {
  const wrong = fault(a.verdict, store.unit(a.verdict));
  if (wrong) return { text: a.verdict.kind, by: 0, title: wrong };
  const m = store.furthest(store.shown.get(a.key), a.verdict.pipeline, a.verdict.values);
  if (!m) return { text: '–', by: 0, title: '' };
  return { by: m.by, title: `${m.name} ${value(m.value, m.unit)}${m.usual ? `, usually ${value(m.usual[0])} to ${value(m.usual[1], m.unit)}` : ''}`,
    text: m.by ? signed(m.by, m.unit) : m.usual ? 'as usual' : value(m.value, m.unit) };
}

export class Table {
  list = [];               // what is shown: anomalies, indexes of readings, or sensor rows
  #sheet = byId('sheet');
  #fresh = byId('fresh');
  #head; #body; #columns = []; #built = '';
  #rows = [];
  #sort = {};              // by tab: [title, direction]
  #oddOnly = false;
  #listedAt = 0;
  #unspoken = 0; #spokenAt = 0; #newest = 0;
  #choose; #older; #link; #set; #store;
  #server = null; #loading = null; // rows of the server's tables, once wanted
  #scrolled = false;

  constructor(store, set, choose, older, link) {
    this.#store = store; this.#set = set; this.#choose = choose; this.#older = older; this.#link = link;
    this.#sheet.addEventListener('scroll', () => { this.#scrolled = true; }, { passive: true });
    this.#fresh.addEventListener('click', () => { this.#sheet.scrollTop = 0; this.#list(true); });
    this.#sheet.addEventListener('keydown', e => {
      const by = { ArrowDown: 1, ArrowUp: -1 }[e.key];
      if (by && e.target === this.#sheet && this.#columns.length) { e.preventDefault(); e.stopPropagation(); this.step(by); }
    });
  }

  draw(dirty, store) {
    this.#sheet.classList.toggle('is-waiting', store.view.tab === 'anomalies' && !store.anomaliesKnown && performance.now() > WAIT);
    if (store.view.tab === 'models') { this.#built = ''; this.#fresh.hidden = true; this.#speak(store); return; }
    const { tab, wide } = store.view;
    if (tab === 'tables' && !this.#server) {
      this.#loading ??= import('./rows.js').then(m => { this.#server = new m.Rows(store, this.#set); });
      return;
    }
    if (tab === 'tables') this.#server.look(this.#sheet.scrollTop < 4);
    const what = `${tab} ${wide} ${tab === 'tables' ? this.#server.table?.name : tab === 'readings' ? store.focus.row?.key + store.focus.series?.channels : ''} ${!!store.stats}`;
    const built = what !== this.#built;
    if (built) this.#build(what);
    const source = { anomalies: ANOMALIES, readings: POINTS | FOCUS | VIEW, sensors: CELLS | ROWS, tables: TABLE }[tab] | (this.#q === store.view.q ? 0 : VIEW);
    const due = tab !== 'sensors' || performance.now() - this.#listedAt > SENSORS_EVERY;
    if (built || (dirty & source && due)) this.#list(built);
    else if (!(dirty & (FOCUS | STATS | LOOK)) && !this.#scrolled) return;
    this.#scrolled = false;
    this.#write();
    this.#speak(store);
  }

  #build(what) {
    const store = this.#store, { tab, wide } = store.view;
    this.#built = what;
    this.#columns = tab === 'tables' ? this.#server.columns() : columns(tab, store).filter(c => wide || !c.wide);
    this.#rows = [];
    const grid = el('div', 'grid');
    grid.setAttribute('role', 'table');
    grid.setAttribute('aria-label', tab);
    grid.style.setProperty('--columns', this.#columns.map(c => c.width).join(' '));
    grid.style.minWidth = tab === 'tables' ? `${this.#columns.reduce((sum, c) => sum + c.least + GAP, PADDING)}px` : '';
    this.#head = el('div', 'line head-line');
    this.#head.setAttribute('role', 'row');
    for (const c of this.#columns) {
      const cell = el('span', c.number ? 'num' : '');
      cell.setAttribute('role', 'columnheader');
      if (c.by) {
        const button = el('button', '', c.head ?? c.title);
        button.type = 'button';
        button.addEventListener('click', () => this.#sortBy(c.title));
        cell.append(button);
      } else cell.textContent = c.title;
      this.#head.append(cell);
    }
    this.#body = el('div', 'lines');
    this.#body.setAttribute('role', 'rowgroup');
    const headGroup = el('div', 'head-group');
    headGroup.setAttribute('role', 'rowgroup');
    headGroup.append(this.#head);
    grid.append(headGroup, this.#body);
    this.#sheet.replaceChildren(grid, el('p', 'calm muted'));
    this.#sheet.scrollTop = 0;
    byId('filter').parentNode.hidden = tab === 'readings';
    byId('table').hidden = tab !== 'tables';
    byId('odd-only')?.remove();
    if (tab === 'readings') {
      const label = el('label', 'check'), box = el('input');
      label.id = 'odd-only'; box.type = 'checkbox'; box.checked = this.#oddOnly;
      box.addEventListener('change', () => { this.#oddOnly = box.checked; this.#list(true); this.#write(); });
      label.append(box, 'Odd only');
      byId('filter').parentNode.after(label);
    }
  }

  /** Makes the list anew, unless somebody is reading further down; then it says how many wait. */
  #list(anew) {
    const store = this.#store, { tab } = store.view, before = this.list;
    let list;
    if (tab === 'tables') list = this.#server.list;
    else if (tab === 'anomalies') list = store.view.q ? store.listed.filter(a => store.matches(a.verdict.sensor_id)) : store.listed.slice();
    else if (tab === 'sensors') list = store.fleet.rows.filter(r => store.matches(r.id) || store.matches(r.pipeline));
    else {
      list = [];
      const { series } = store.focus;
      for (let i = (series?.firstAt(store.to + 1) ?? 0) - 1; i >= 0 && series.t[i] >= store.from; i--) if (!this.#oddOnly || series.flags[i] & ODD_POINT) list.push(i);
    }
    const held = !anew && tab !== 'tables' && this.#past === store.past && this.#sheet.scrollTop > 4 && tab !== 'sensors' && this.#q === store.view.q;
    const waits = held ? Math.max(0, tab === 'anomalies' ? list.findIndex(a => a === before[0]) : list.length - before.length) : 0;
    this.#fresh.hidden = !waits;
    if (waits) put(this.#fresh, `↑ ${count(waits)} new`);
    if (tab === 'anomalies') this.#count(store);
    if (held && tab === 'anomalies' && waits >= 0) { if (list.length - waits > before.length) this.list = list.slice(waits); return; }
    if (held && tab === 'readings') return;
    if (this.#past !== store.past) { this.#past = store.past; this.#sheet.scrollTop = 0; }
    this.#q = store.view.q;
    this.#listedAt = performance.now();
    const [title, direction] = this.#sorting() ?? [], column = this.#columns.find(c => c.title === title);
    if (column?.by && tab !== 'tables') {
      const keys = new Map(list.map(x => [x, column.by(x)]));
      list.sort((a, b) => { const x = keys.get(a), y = keys.get(b); return direction * (typeof x === 'string' ? x.localeCompare(y, 'en', { numeric: true }) : x - y); });
    }
    [...this.#head.children].forEach((cell, i) => {
      const c = this.#columns[i];
      if (c.by) cell.setAttribute('aria-sort', c.title !== title ? 'none' : direction < 0 ? 'descending' : 'ascending');
    });
    this.list = list;
  }
  #q = ''; #past = null;

  /** By which column, and -1 for the highest first. */
  #sorting() {
    const { tab, sort } = this.#store.view;
    return tab === 'tables' ? sort ? [sort.replace(/^-/, ''), sort[0] === '-' ? -1 : 1] : ['record_ts', -1] : this.#sort[tab] ?? (tab === 'sensors' ? ['Status', -1] : undefined);
  }

  #sortBy(by) {
    const { tab } = this.#store.view, [title, direction] = this.#sort[tab] ?? [], next = title !== by ? [by, -1] : direction < 0 ? [by, 1] : undefined;
    this.#sort[tab] = next;
    if (tab === 'tables') this.#set({ sort: next ? (next[1] < 0 ? '-' : '') + by : '' });
    else { this.#list(true); this.#write(); }
  }

  #count(store) {
    for (const a of store.anomalies) { if (a.t <= this.#newest) break; if (this.#newest) this.#unspoken++; }
    this.#newest = Math.max(this.#newest, store.anomalies[0]?.t ?? 0);
  }

  #write() {
    const store = this.#store, { tab } = store.view, { list } = this, top = this.#sheet.scrollTop, n = Math.ceil(this.#sheet.clientHeight / TALL) + 2;
    const first = Math.max(0, Math.min(list.length - n, Math.floor(top / TALL)));
    this.#body.style.height = `${list.length * TALL}px`;
    while (this.#rows.length < Math.min(n, list.length)) this.#rows.push(this.#create());
    this.#rows.forEach((row, k) => {
      const item = list[first + k];
      row.hidden = item === undefined;
      if (row.hidden) return;
      row.item = item;
      row.style.translate = `0 ${(first + k) * TALL}px`;
      row.setAttribute('aria-rowindex', first + k + 2);
      this.#columns.forEach((c, i) => c.write(row.children[i], item));
      row.setAttribute('aria-current', String(this.#isCurrent(item)));
    });
    this.#body.parentNode.setAttribute('aria-rowcount', list.length + 1);
    if (tab === 'anomalies' && !store.past && first + n > list.length - 50) this.#older();
    if (tab === 'tables' && first + n > list.length - 50) this.#server.older();
    const all = tab === 'anomalies' ? `${count(list.length)}${store.olderAnomalies ? '+' : ''}` : count(list.length);
    put(byId('table-note'), tab === 'readings' ? `${store.focus.row?.id ?? ''} · ${all}` : all);
    const calm = this.#sheet.lastElementChild;
    put(calm, list.length ? '' : tab === 'tables' ? this.#server.problem || 'No rows.' : tab === 'anomalies' ? (!store.anomaliesKnown ? '' : store.view.q ? `No anomaly of a sensor that matches “${store.view.q}”.`
      : store.past ? 'Nothing odd in this quarter of an hour.' : `Nothing odd yet. Scores above ${score(store.stats?.pipelines[0]?.threshold)} will appear here the moment they arrive.`)
      : tab === 'readings' ? (this.#oddOnly ? 'Nothing odd in the window shown.' : 'No readings in the window shown.') : 'No sensors.');
    calm.hidden = list.length > 0;
  }

  #create() {
    const row = el('div', 'line');
    row.setAttribute('role', 'row');
    for (const c of this.#columns) { const cell = el('span', c.number ? 'num' : ''); cell.setAttribute('role', 'cell'); row.append(cell); }
    row.addEventListener('click', () => this.#pick(row.item));
    if (this.#store.view.tab === 'anomalies') row.append(this.#linkOf(row));
    this.#body.append(row);
    return row;
  }

  /** Only for pointers: by keyboard the row is focused, and the focus offers the same. */
  #linkOf(row) {
    const cell = el('span', 'row-link'), button = byId('link').cloneNode(true);
    cell.setAttribute('role', 'cell');
    button.removeAttribute('id');
    button.hidden = false;
    button.tabIndex = -1;
    button.addEventListener('click', e => { e.stopPropagation(); this.#link(row.item); });
    cell.append(button);
    return cell;
  }

  #isCurrent(item) {
    const { focus, view } = this.#store;
    return view.tab === 'tables' ? focus.mark === item.t && focus.row?.id === item.id : view.tab === 'sensors' ? item.key === focus.row?.key : view.tab === 'readings' ? focus.mark !== null && focus.series.t[item] === focus.mark : focus.mark === item.t && focus.row?.key === item.key;
  }

  #pick(item) {
    const { tab } = this.#store.view, { focus } = this.#store;
    if (tab === 'anomalies') this.#choose(this.#store.row(item.verdict.pipeline, item.verdict.sensor_id), item.t);
    else if (tab === 'readings') this.#choose(focus.row, focus.series.t[item]);
    else if (tab === 'tables') this.#choose(this.#store.row(item.pipeline, item.id), item.t);
    else this.#choose(item, null);
  }

  /** Goes to the next row, or the one before, and shows it. */
  step(by) {
    if (!this.list.length) return;
    const at = this.list.findIndex(item => this.#isCurrent(item)), next = at < 0 ? (by > 0 ? 0 : -1) : at + by, item = this.list[next];
    if (item === undefined) return;
    this.#pick(item);
    const top = next * TALL, { scrollTop, clientHeight } = this.#sheet;
    if (top < scrollTop) this.#sheet.scrollTop = top;
    else if (top + 2 * TALL > scrollTop + clientHeight) this.#sheet.scrollTop = top + 3 * TALL - clientHeight;
  }

  #speak(store) {
    const now = Date.now();
    if (!this.#unspoken || now - this.#spokenAt < SPEAK) return;
    put(byId('announce'), this.#unspoken === 1 ? '1 new anomaly' : `${this.#unspoken} new anomalies`);
    this.#spokenAt = now;
    this.#unspoken = 0;
  }
}

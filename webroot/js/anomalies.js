// What was odd, newest first: when, which sensor, by how much, how long already.
import { ANOMALIES } from './store.js';
import { byId, el, put, value, signed, score, count, time, timeFull, write, writeName, writeScore } from './format.js';
import { fault, duration, rarity } from './why.js';

/** Before it is said that rows are waited for. */
const WAIT = 400;

export class Anomalies {
  sources = ANOMALIES;
  holds = true;            // nobody is moved who reads further down
  stays = true;            // what is written of an item
  #store; #choose; #older; #link;

  constructor(store, { choose, older, link }) { this.#store = store; this.#choose = choose; this.#older = older; this.#link = link; }

  get isWaited() { return !this.#store.anomaliesKnown && performance.now() > WAIT; }

  /** Columns: title, css width, a number?, only when wide?, how to write a cell, what to sort by. */
  columns() {
    const store = this.#store;
    return [
      { title: 'Time', width: '62px', write: (c, a) => write(c, time(a.t), `${timeFull(a.t)}\nmeasured ${a.verdict.ts}`), by: a => a.t },
      { title: 'Sensor', width: 'minmax(0,1fr)', write: (c, a) => writeName(c, a.verdict.sensor_id), by: a => a.verdict.sensor_id },
      { title: 'Pipeline', width: 'minmax(0,.5fr)', wide: true, write: (c, a) => write(c, a.verdict.pipeline), by: a => a.verdict.pipeline },
      { title: 'Values', width: 'minmax(0,2fr)', wide: true, write: (c, a) => write(c, values(store, a.verdict)) },
      { title: 'Deviation', width: '92px', number: true, write: (c, a) => { const d = deviation(store, a); write(c, d.text, d.title); }, by: a => Math.abs(deviation(store, a).by) },
      { title: 'Nth', width: '34px', number: true, write: (c, a) => write(c, count(nth(a)), duration(a.verdict)), by: nth },
      { title: 'Score', width: 'var(--score-width)', number: true, write: (c, a) => writeScore(c, a.verdict.score, a.verdict.threshold, true), by: a => a.verdict.score ?? 1 },
      { title: 'Threshold', width: '72px', number: true, wide: true, write: (c, a) => put(c, score(a.verdict.threshold)), by: a => a.verdict.threshold },
      { title: 'How rare', width: '96px', number: true, wide: true, write: (c, a) => put(c, rarity(a.verdict.p)), by: a => -(a.verdict.p ?? 1) },
    ];
  }

  list() { const { listed, view } = this.#store; return view.q ? listed.filter(a => this.#store.matches(a.verdict.sensor_id)) : listed.slice(); }

  isCurrent({ t, key }) { const { mark, row } = this.#store.focus; return mark === t && row?.key === key; }

  pick({ verdict, t }) { this.#choose(this.#store.row(verdict.pipeline, verdict.sensor_id), t); }

  older() { if (!this.#store.past) this.#older(); }

  note(n) { return `${count(n)}${this.#store.hasOlder ? '+' : ''}`; }

  empty() {
    const { anomaliesKnown, view, past, stats } = this.#store;
    return !anomaliesKnown ? '' : view.q ? `No anomaly of a sensor that matches “${view.q}”.` : past ? 'Nothing odd in this quarter of an hour.'
      : `Nothing odd yet. Scores above ${score(stats?.pipelines[0]?.threshold)} will appear here the moment they arrive.`;
  }

  /** What people said of it. */
  mark(row, { id }) { row.dataset.said = this.#store.said.get(id) ?? ''; }

  /** A link for pointers: by keyboard the row is focused, and the focus offers the same. */
  dress(row) {
    const cell = el('span', 'row-link'), link = byId('link').cloneNode(true);
    cell.setAttribute('role', 'cell');
    link.removeAttribute('id');
    link.hidden = false;
    link.tabIndex = -1;
    link.addEventListener('click', e => { e.stopPropagation(); this.#link(row.item); });
    cell.append(link);
    row.append(cell);
  }
}

/** The how manieth of its episode. */
const nth = a => a.verdict.episode?.anomalies ?? 1;

const values = (store, v) => store.channels(v.pipeline).map(({ name, unit }) => value(v.values?.[name], unit ?? name)).join(', ');

/** By how much a value was off, or in a word what is wrong with the sensor: a hollow diamond tells the two apart. */
function deviation(store, { key, verdict }) {
  const wrong = fault(verdict, store.unit(verdict));
  if (wrong) return { text: `◇ ${verdict.kind}`, by: 0, title: wrong };
  const m = store.furthest(store.shown.get(key), verdict);
  if (!m) return { text: '–', by: 0, title: '' };
  return { by: m.by, title: verdict.why ?? `${m.name} ${value(m.value, m.unit)}${m.usual ? `, usually ${value(m.usual[0])} to ${value(m.usual[1], m.unit)}` : ''}`,
    text: m.by ? signed(m.by, m.unit) : m.usual ? 'as usual' : value(m.value, m.unit) };
}

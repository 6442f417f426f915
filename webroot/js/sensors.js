// All sensors: how each is now, and when it last was odd.
import { CELLS, ROWS } from './store.js';
import { NONE, WARMING, ODD, RING } from './fleet.js';
import { scoreOf } from './hover.js';
import { put, ago, write, writeName, writeScore } from './format.js';

/** Of so many seconds the oddest is how a sensor is now. */
const NOW = 10;

function hottest(fleet, row, second) {
  let max = NONE;
  for (let s = Math.max(second - NOW, fleet.newest - RING + 1); s <= Math.min(second, fleet.newest); s++) max = Math.max(max, row.heat[s % RING]);
  return max;
}

export class Sensors {
  sources = CELLS | ROWS;
  every = 1_000;
  first = ['Status', -1];
  #store; #choose;

  constructor(store, { choose }) { this.#store = store; this.#choose = choose; }

  columns() {
    const store = this.#store, second = () => Math.floor(store.now() / 1000), heat = r => hottest(store.fleet, r, second()), threshold = r => store.threshold(r.pipeline);
    return [
      { title: 'Sensor', width: 'minmax(0,1fr)', write: (c, r) => writeName(c, r.id), by: r => r.id },
      { title: 'Pipeline', width: 'minmax(0,.5fr)', wide: true, write: (c, r) => write(c, r.pipeline), by: r => r.pipeline },
      { title: 'Status', width: '84px', write: (c, r) => { const odd = store.isOdd(r, second()); put(c, r.silence ? '◇ silent' : odd ? '◆ odd' : second() - r.seen > 2 * r.hold ? 'silent' : heat(r) === WARMING ? 'learning' : 'normal'); c.classList.toggle('is-odd', odd); }, by: r => Math.max(r.odd, r.silence ? second() : 0) },
      { title: 'Last odd', width: '76px', number: true, write: (c, r) => put(c, r.odd > 0 ? ago(store.now() - r.odd * 1000) : '–'), by: r => r.odd },
      { title: 'Score', width: '92px', number: true, write: (c, r) => { const h = heat(r); writeScore(c, h === NONE ? NaN : scoreOf(h, threshold(r)), threshold(r), h >= ODD); }, by: heat },
      { title: 'Last reading', width: '104px', number: true, wide: true, write: (c, r) => put(c, Number.isFinite(r.seen) ? ago(store.now() - r.seen * 1000) : '–'), by: r => r.seen },
    ];
  }

  list() { return this.#store.fleet.rows.filter(r => this.#store.matches(r.id) || this.#store.matches(r.pipeline)); }

  isCurrent(r) { return r.key === this.#store.focus.row?.key; }

  pick(r) { this.#choose(r, null); }

  empty() { return 'No sensors.'; }
}

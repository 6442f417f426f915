// The readings of the focused sensor in the window shown, newest first.
import { POINTS, FOCUS, VIEW } from './store.js';
import { ODD, WARM } from './series.js';
import { el, put, value, count, time, write, writeScore } from './format.js';

export class Readings {
  sources = POINTS | FOCUS | VIEW;
  holds = true;
  #store; #choose; #relist;
  #oddOnly = false;

  constructor(store, { choose, list }) { this.#store = store; this.#choose = choose; this.#relist = list; }

  get key() { const { row, series } = this.#store.focus; return `${row?.key} ${series?.channels}`; }

  columns() {
    const { series, row } = this.#store.focus, units = row ? this.#store.channels(row.pipeline) : [], channels = series?.channels ?? [], several = channels.length > 1;
    return [
      { title: 'Time', width: several ? '62px' : '88px', write: (c, i) => write(c, several ? time(series.t[i]) : exact(series.t[i]), exact(series.t[i])) },
      { title: 'Status', width: '76px', wide: several, write: (c, i) => { const odd = series.flags[i] & ODD; put(c, odd ? '◆ odd' : series.flags[i] & WARM ? 'learning' : 'normal'); c.classList.toggle('is-odd', !!odd); } },
      ...channels.map((channel, k) => ({ title: channel, width: 'minmax(0,1fr)', number: true, write: (c, i) => write(c, value(series.values[k][i], several ? '' : units[k]?.unit), value(series.values[k][i], units[k]?.unit)) })),
      { title: 'Score', width: 'var(--score-width)', number: true, write: (c, i) => writeScore(c, series.score[i], series.threshold[i], !!(series.flags[i] & ODD)) },
      { title: 'Position', width: '120px', number: true, wide: true, write: (c, i) => put(c, `${series.partition[i]}:${series.offset[i]}`) },
    ];
  }

  list() {
    const { focus: { series }, from, to } = this.#store, list = [];
    for (let i = (series?.firstAt(to + 1) ?? 0) - 1; i >= 0 && series.t[i] >= from; i--) if (!this.#oddOnly || series.flags[i] & ODD) list.push(i);
    return list;
  }

  isCurrent(i) { const { mark, series } = this.#store.focus; return mark !== null && series.t[i] === mark; }

  pick(i) { const { row, series } = this.#store.focus; this.#choose(row, series.t[i]); }

  note(n) { return `${this.#store.focus.row?.id ?? ''} · ${count(n)}`; }

  empty() { return this.#oddOnly ? 'Nothing odd in the window shown.' : 'No readings in the window shown.'; }

  tools() {
    const label = el('label', 'check'), box = el('input');
    label.id = 'odd-only'; box.type = 'checkbox'; box.checked = this.#oddOnly;
    box.addEventListener('change', () => { this.#oddOnly = box.checked; this.#relist(); });
    label.append(box, 'Odd only');
    return label;
  }
}

const exact = t => `${time(t)}.${String(t % 1000).padStart(3, '0')}`;

// The top line: is the page alive, and five figures.
import { STATS, CELLS, ROWS } from './store.js';
import { byId, put, count, ago } from './format.js';

export class Header {
  #pill = byId('pill');
  #notice = byId('notice');

  draw(dirty, store) {
    this.#drawPill(store);
    if (!(dirty & (STATS | CELLS | ROWS))) return;
    const { stats, fleet } = store, now = Math.floor(store.now() / 1000);
    let odd = 0, recent = 0;
    for (const row of fleet.rows) {
      if (store.isOdd(row, now)) odd++;
      if (now - row.odd < 900) recent++;
    }
    if (fleet.rows.length || stats) {
      this.#figure('sensors', count(fleet.rows.length + store.others));
      this.#figure('rate', count(store.rate));
      this.#figure('odd', count(odd)).classList.toggle('is-odd', odd > 0);
      this.#figure('recent', count(recent));
    }
    if (stats && dirty & STATS) {
      const p50 = stats.latency_ms?.p50;
      this.#figure('latency', !Number.isFinite(p50) ? '–' : p50 < 10_000 ? p50.toFixed(p50 < 100 ? 1 : 0) + ' ms' : ago(p50));
    }
    const title = odd ? `◆ ${odd} odd · Oddity` : 'Oddity';
    if (document.title !== title) document.title = title;
  }

  #figure(name, text) {
    const node = document.querySelector(`[data-figure=${name}]`);
    put(node, text);
    return node;
  }

  #drawPill(store) {
    const [state, word, detail] = store.connection();
    if (this.#pill.dataset.state !== state) this.#pill.dataset.state = state;
    const [, status, more] = this.#pill.children;
    put(status, word);
    put(more, detail);

    const notice = !store.link.loaded && state === 'unreachable' ? 'unreachable' : state === 'empty' ? 'empty' : '';
    if (notice !== this.#notice.dataset.kind) {
      this.#notice.dataset.kind = notice;
      this.#notice.hidden = !notice;
      byId('main').hidden = notice !== '';
    }
  }
}

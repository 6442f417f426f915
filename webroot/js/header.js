// The top line: is the page alive, and five figures. Where there is nothing to draw, the notice says what to do.
import { STATS, CELLS, ROWS } from './store.js';
import { byId, el, put, count } from './format.js';

export class Header {
  #pill = byId('pill');
  #notice = byId('notice');
  #shown = '';

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
      this.#figure('latency', Number.isFinite(p50) ? p50.toFixed(p50 < 100 ? 1 : 0) + ' ms' : '–');
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

    const retry = state === 'unreachable' ? Math.max(0, Math.ceil((store.link.retryAt - Date.now()) / 1000)) : 0;
    const notice = !store.link.loaded && state === 'unreachable' ? 'unreachable' : state === 'empty' ? 'empty' : '';
    if (notice !== this.#shown) {
      this.#shown = notice;
      this.#notice.hidden = !notice;
      byId('main').hidden = notice !== '';
      this.#notice.replaceChildren(...(notice === 'unreachable' ? unreachable() : []));
      if (notice === 'empty') import('./empty.js').then(({ empty }) => { if (this.#shown === 'empty') this.#notice.replaceChildren(...empty(store)); }, () => { this.#shown = ''; });
    }
    if (notice === 'unreachable') put(byId('retry'), retry ? `Trying again in ${retry} s.` : 'Trying again.');
  }
}

function unreachable() {
  const retry = el('p', 'muted');
  const address = el('div', 'command');
  address.append(el('code', '', new URL('api/v1/stats', location.href).href));
  retry.id = 'retry';
  retry.setAttribute('aria-hidden', 'true');
  return [el('h2', '', 'The server does not answer'), el('p', '', 'This page asks'), address, retry];
}

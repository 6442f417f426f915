// Why a reading was not flagged, when somebody asks: of the one at the cursor of the chart, or of the one spoken of.
import { FOCUS } from './store.js';
import { byId, put } from './format.js';
import { get } from './api.js';
import { nearest } from './hover.js';

export class Ask {
  #store; #focus; #choose;
  #button = byId('ask');

  constructor(store, focus, choose) {
    this.#store = store; this.#focus = focus; this.#choose = choose;
    this.#button.addEventListener('click', () => this.ask());
    byId('chart').addEventListener('click', e => {
      const { series } = store.focus, i = nearest(store, e.offsetX, e.target.size.width);
      if (i >= 0) this.ask(series.t[i]);
    });
  }

  draw() {
    const { told } = this.#focus, isHidden = !told || told.odd;
    if (this.#button.hidden !== isHidden) this.#button.hidden = isHidden;
  }

  /** Holds on to a reading, for live the next one would be spoken of; what is odd says itself why. */
  async ask(t = this.#focus.told?.t) {
    const store = this.#store, { row, series } = store.focus;
    if (!row || !(t > 0)) return;
    this.#choose(row, t);
    const { focus } = store;
    if (series.flags[series.firstAt(t)] & 1) return;
    let text;
    try { text = (await get(`sensors/${encodeURIComponent(row.id)}/why`, { pipeline: row.pipeline, at: t })).why; } catch (e) { text = `This cannot be said: ${e.message}`; }
    focus.answer = { t, text };
    store.dirty |= FOCUS;
    put(byId('announce'), text);
  }
}

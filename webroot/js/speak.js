// Tells a screen reader how many anomalies are new; what was there before is not.
import { ANOMALIES } from './store.js';
import { byId, put } from './format.js';

/** At most this often. */
const EVERY = 10_000;

export class Speak {
  #unspoken = 0; #spokenAt = 0; #newest;

  constructor({ anomalies }) { this.#newest = anomalies[0]?.t ?? 0; }

  draw(dirty, { anomalies }) {
    const now = Date.now();
    if (dirty & ANOMALIES && anomalies.length) {
      this.#unspoken += anomalies.filter(a => a.t > this.#newest).length;
      this.#newest = Math.max(this.#newest, anomalies[0].t);
    }
    if (this.#unspoken < 1 || now - this.#spokenAt < EVERY) return;
    put(byId('announce'), this.#unspoken === 1 ? '1 new anomaly' : `${this.#unspoken} new anomalies`);
    this.#spokenAt = now;
    this.#unspoken = 0;
  }
}

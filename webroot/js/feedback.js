// What people say of anomalies: two buttons of the focus, and a mark on the rows of the table.
import { ANOMALIES, FOCUS } from './store.js';
import { byId } from './format.js';
import { ask, get } from './api.js';

const MOST = 1_000;
/** Takes back what was said. */
const NONE = 'none';

export class Feedback {
  #store; #focus; #tell;
  #box = byId('judge'); #shown = '';

  /** @param tell how a refusal is said */
  constructor(store, focus, tell) {
    this.#store = store; this.#focus = focus; this.#tell = tell;
    for (const button of this.#box.children) button.addEventListener('click', () => this.say(button.dataset.said));
    get('feedback', { limit: MOST }).then(({ feedback }) => {
      for (const { id, verdict } of feedback) if (!store.said.has(id)) store.said.set(id, verdict); // the newest first
      store.dirty |= ANOMALIES | FOCUS;
    }, () => {});
  }

  draw() {
    const { odd } = this.#focus, said = this.#store.said.get(odd?.id), what = `${odd?.id} ${said}`;
    if (what === this.#shown) return;
    this.#shown = what;
    this.#box.hidden = !odd;
    for (const button of this.#box.children) button.ariaPressed = String(button.dataset.said === said);
  }

  /** Says it of the anomaly spoken of; once more takes it back. */
  async say(word) {
    const store = this.#store, { odd } = this.#focus;
    if (!odd) return;
    const verdict = store.said.get(odd.id) === word ? NONE : word;
    try {
      const answer = await ask(`anomalies/${encodeURIComponent(odd.id)}/feedback`, {}, undefined, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ verdict }) });
      store.said.set(odd.id, verdict);
      store.dirty |= ANOMALIES | FOCUS;
      store.toast((await answer.json()).effect);
    } catch (e) { this.#tell(e.status === 404 ? `This cannot be kept: ${e.message}` : e.message); }
  }
}

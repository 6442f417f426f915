// What stands in place of the page as long as there is nothing to draw: what to do.
import { byId, el, put, button } from './format.js';
import { ask, get } from './api.js';

export class Notice {
  #node = byId('notice');
  #shown = '';

  draw(dirty, store) {
    const { kind } = this.#node.dataset;
    if (kind !== this.#shown) {
      this.#shown = kind;
      this.#node.replaceChildren(...(kind === 'empty' ? empty(store) : kind === 'unreachable' ? unreachable() : []));
    }
    if (kind !== 'unreachable') return;
    const seconds = Math.max(0, Math.ceil((store.link.retryAt - Date.now()) / 1000));
    put(byId('retry'), seconds ? `Trying again in ${seconds} s.` : 'Trying again.');
  }
}

function empty(store) {
  const topic = store.stats?.pipelines[0]?.topic ?? 'sensors';
  return [el('h2', '', 'No sensor has spoken yet'),
    el('p', '', 'Send a first reading:'), command(`java -jar oddity.jar send --bootstrap-servers localhost:9092 --topic ${topic} FILE.csv`),
    el('p', '', 'And watch its verdict here, or in a terminal:'), command(`curl -N ${new URL('api/v1/stream', location.href).href}`), demoFeed()];
}

/** A button, where the server has nothing against it, that asks once more before something is written. */
function demoFeed() {
  const box = el('div', 'command');
  box.id = 'demo-feed';
  box.hidden = true;
  const say = (text, ...buttons) => box.replaceChildren(el('span', '', text), ...buttons);
  const offer = async () => {
    const { offered, topic, sensors } = await get('demo-feed');
    box.hidden = !offered;
    say(`Or look at ${sensors} simulated sensors.`, button('Start demo feed', () => {
      say(`It writes to topic ${topic}, which is empty, until this server ends. What it wrote stays.`, button('Write', () => start(topic)), button('Not now', offer));
      box.querySelector('button').focus();
    }));
  };
  const start = async topic => {
    say('Starting …');
    try { await ask('demo-feed', {}, undefined, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ topic }) }); } catch (e) { say(`It cannot be started: ${e.message}`); }
  };
  offer().catch(() => {});
  return box;
}

function command(text) {
  const line = el('div', 'command'), code = el('code', '', text), copy = button('Copy', async () => {
    getSelection().selectAllChildren(code); // what remains where the clipboard is closed, as on plain http
    try { await navigator.clipboard.writeText(text); copy.textContent = 'Copied'; } catch { copy.textContent = 'Selected'; }
  });
  line.append(code, copy);
  return line;
}

function unreachable() {
  const retry = el('p', 'muted');
  const address = el('div', 'command');
  address.append(el('code', '', new URL('api/v1/stats', location.href).href));
  retry.id = 'retry';
  retry.setAttribute('aria-hidden', 'true');
  return [el('h2', '', 'The server does not answer'), el('p', '', 'This page asks'), address, retry];
}

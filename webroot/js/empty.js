// What to do where no sensor has spoken yet.
import { el, button } from './format.js';

export function empty(store) {
  const topic = store.stats?.pipelines[0]?.topic ?? 'sensors';
  return [el('h2', '', 'No sensor has spoken yet'),
    el('p', '', 'Send a first reading:'), command(`java -jar oddity.jar send --bootstrap-servers localhost:9092 --topic ${topic} FILE.csv`),
    el('p', '', 'And watch its verdict here, or in a terminal:'), command(`curl -N ${new URL('api/v1/stream', location.href).href}`)];
}

function command(text) {
  const line = el('div', 'command'), code = el('code', '', text), copy = button('Copy', async () => {
    getSelection().selectAllChildren(code); // what remains where the clipboard is closed, as on plain http
    try { await navigator.clipboard.writeText(text); copy.textContent = 'Copied'; } catch { copy.textContent = 'Selected'; }
  });
  line.append(code, copy);
  return line;
}

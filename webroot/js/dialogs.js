// What opens over the page: the list of keys, and the question for a time.
import { byId, el, button } from './format.js';

const KEYS = [
  ['Space', 'pause, or go live'], ['L', 'go live'], ['← →', 'step 5 s back or on; with Shift 30 s'], ['J K', 'next or previous row of the table'], ['X Y', 'a false alarm, or a real one; once more takes it back'],
  ['E', 'why this reading is not odd'], ['↑ ↓', 'next or previous sensor of the heatmap; with Shift ten'], ['/', 'filter'], ['Esc', 'clear, or go live'], ['1 2', 'heatmap or 3D'], [', .', 'turn the 3D view'], ['O', 'order by name or oddest first'],
  ['[ ]', 'shorter or longer window'], ['G', 'go to a time'], ['A R S V M', 'anomalies, readings, sensors, tables, models'], ['W', 'wide tables'], ['T', 'dark or light'], ['C', 'copy a link; with Shift one to the anomaly'], ['?', 'this list'],
];

/** Opens the list of keys, or closes it. */
export function help() {
  const dialog = byId('keys');
  if (dialog.open) { dialog.close(); return; }
  if (!dialog.firstChild) {
    const title = el('h2', '', 'Keys'), list = el('dl');
    title.id = 'keys-title';
    dialog.addEventListener('click', e => { if (e.target === dialog) dialog.close(); });
    for (const [keys, does] of KEYS) {
      const line = el('div'), dt = el('dt');
      for (const key of keys.split(' ')) dt.append(el('kbd', '', key));
      line.append(dt, el('dd', '', does));
      list.append(line);
    }
    dialog.append(title, list, button('Close', () => dialog.close()));
  }
  dialog.showModal();
}

/** Asks for a time, in the reader's own zone, and shows it in the middle. */
export function when(store, go) {
  const { to, view } = store, middle = new Date(to - view.win / 2), input = byId('time');
  const chosen = () => { const t = Date.parse(input.value); if (t) { byId('times').close(); go(t + view.win / 2); } };
  byId('go').onclick = chosen;
  input.onkeydown = e => { if (e.key === 'Enter') chosen(); };
  input.value = new Date(middle - middle.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
  byId('times').showModal();
}

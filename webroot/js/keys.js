// One place for all keys, and the wheel; what they do, the page's parts do.
import { filtered } from './views.js';
import { help, when } from './dialogs.js';
import { byId } from './format.js';

const WINDOWS = [60_000, 300_000, 900_000];
/** Between two steps of a wheel, ms. */
const NOTCH = 250;

export function keys(store, { set, go, live, step, sensor, say, ask, toggleTheme, turn, views, link }) {
  /** The next longer window, or the next shorter one. */
  const zoom = by => set({ win: WINDOWS[Math.max(0, Math.min(2, WINDOWS.indexOf(store.view.win) + by))] });
  byId('help').addEventListener('click', help);
  byId('when').addEventListener('click', () => when(store, go));
  let wheeled = 0;
  for (const id of ['heat', 'ribbon']) {
    byId(id).addEventListener('wheel', e => {
      e.preventDefault();
      if (Math.abs(e.deltaY) < 2 || performance.now() - wheeled < NOTCH) return;
      wheeled = performance.now();
      zoom(Math.sign(e.deltaY));
    }, { passive: false });
  }
  addEventListener('keydown', e => {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    const { target } = e, { view } = store;
    if (target.closest?.('dialog')) { if (e.key === '?') help(); return; }
    if (target.closest?.('input[type=search]')) {
      if (e.key === 'Escape') { set({ [filtered(view)]: '' }); target.blur(); }
      return;
    }
    if (target.closest?.('select, input')) return;
    const pressed = target.closest?.('button') && (e.key === ' ' || e.key === 'Enter');
    if (pressed) return;
    const act = {
      ' ': () => view.at === null ? go(store.now() - 1) : live(), l: live,
      ArrowLeft: () => go(store.to - (e.shiftKey ? 30_000 : 5_000)), ArrowRight: () => { if (view.at !== null) go(view.at + (e.shiftKey ? 30_000 : 5_000)); },
      ArrowUp: () => sensor(e.shiftKey ? -10 : -1), ArrowDown: () => sensor(e.shiftKey ? 10 : 1),
      j: () => step(1), k: () => step(-1), x: () => say('false_alarm'), y: () => say('true'), e: ask,
      '/': () => { byId('filter').focus(); byId('filter').select(); },
      Escape: () => { if (view[filtered(view)]) set({ [filtered(view)]: '' }); else live(); },
      1: () => set({ view: 'heat' }), 2: () => set({ view: 'cloud' }), o: () => set({ order: view.order === 'odd' ? 'name' : 'odd' }),
      ',': () => turn(-0.1), '.': () => turn(0.1),
      '[': () => zoom(-1), ']': () => zoom(1), a: () => set({ tab: 'anomalies' }), r: () => set({ tab: 'readings' }), s: () => set({ tab: 'sensors' }), m: () => set({ tab: 'models' }), v: () => set({ tab: 'tables' }),
      w: () => set({ wide: !view.wide }), g: () => when(store, go), t: toggleTheme, c: () => e.shiftKey ? link() : views.share(), '?': () => help(),
    }[e.key.length === 1 ? e.key.toLowerCase() : e.key];
    const scrolls = /Arrow(Up|Down)/.test(e.key) && target.closest?.('.sheet, [role=slider]');
    if (!act || scrolls) return;
    e.preventDefault();
    act();
  });
}

// One place for all keys; what they do, the page's parts do.
import { byId } from './format.js';
import { filtered } from './views.js';

const WINDOWS = [60_000, 300_000, 900_000];

export function keys(store, { set, go, live, step, sensor, toggleTheme, turn, views, link }) {
  addEventListener('keydown', e => {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    const { target } = e, { view } = store;
    if (target.closest?.('dialog')) { if (e.key === '?') views.help(); return; }
    if (target.closest?.('input[type=search]')) {
      if (e.key === 'Escape') { set({ [filtered(view)]: '' }); target.blur(); }
      return;
    }
    if (target.closest?.('select, input')) return;
    const pressed = target.closest?.('button') && (e.key === ' ' || e.key === 'Enter');
    if (pressed) return;
    const window = by => set({ win: WINDOWS[Math.max(0, Math.min(2, WINDOWS.indexOf(view.win) + by))] });
    const act = {
      ' ': () => view.at === null ? go(store.now() - 1) : live(), l: live,
      ArrowLeft: () => go(store.to - (e.shiftKey ? 30_000 : 5_000)), ArrowRight: () => { if (view.at !== null) go(view.at + (e.shiftKey ? 30_000 : 5_000)); },
      ArrowUp: () => sensor(e.shiftKey ? -10 : -1), ArrowDown: () => sensor(e.shiftKey ? 10 : 1),
      j: () => step(1), k: () => step(-1),
      '/': () => { byId('filter').focus(); byId('filter').select(); },
      Escape: () => { if (view[filtered(view)]) set({ [filtered(view)]: '' }); else live(); },
      1: () => set({ view: 'heat' }), 2: () => set({ view: 'cloud' }), o: () => set({ order: view.order === 'odd' ? 'name' : 'odd' }),
      ',': () => turn(-0.1), '.': () => turn(0.1),
      '[': () => window(-1), ']': () => window(1), a: () => set({ tab: 'anomalies' }), r: () => set({ tab: 'readings' }), s: () => set({ tab: 'sensors' }), m: () => set({ tab: 'models' }), v: () => set({ tab: 'tables' }),
      w: () => set({ wide: !view.wide }), g: () => views.when(), t: toggleTheme, c: () => e.shiftKey ? link() : views.share(), '?': () => views.help(),
    }[e.key.length === 1 ? e.key.toLowerCase() : e.key];
    const scrolls = /Arrow(Up|Down)/.test(e.key) && target.closest?.('.sheet, [role=slider]');
    if (!act || scrolls) return;
    e.preventDefault();
    act();
  });
}

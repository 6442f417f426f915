// The buttons and keys that choose what is shown, the share button and the toast.
import { byId, put } from './format.js';

/** What the filter box is about: rows of a table, or sensors. */
const filtered = view => view.tab === 'tables' ? 'expr' : 'q';

export class Views {
  #shown = '';
  #timer = 0;
  #store; #go;

  constructor(store, set, go) {
    this.#store = store; this.#go = go;
    for (const button of document.querySelectorAll('[data-set]')) {
      const [name, text] = button.dataset.set.split(':');
      button.addEventListener('click', () => set({ [name]: name === 'win' ? text * 1000 : text }));
    }
    const tabs = [...byId('tabs').children];
    tabs.forEach((tab, i) => {
      tab.addEventListener('click', () => set({ tab: tab.id.slice(4) }));
      tab.addEventListener('keydown', e => {
        const by = { ArrowRight: 1, ArrowLeft: -1 }[e.key];
        if (!by) return;
        e.preventDefault(); e.stopPropagation();
        const next = tabs[(i + by + tabs.length) % tabs.length];
        next.focus(); next.click();
      });
    });
    byId('wide').addEventListener('click', () => set({ wide: !store.view.wide }));
    byId('filter').addEventListener('input', e => set({ [filtered(store.view)]: e.target.value.trim() }));
    byId('share').addEventListener('click', () => this.share());
    byId('help').addEventListener('click', () => this.help());
    byId('told').lastElementChild.addEventListener('click', () => this.tell(''));
    byId('when').addEventListener('click', () => this.when());
    store.toast = text => this.toast(text);
  }

  draw(dirty, { view }) {
    const what = JSON.stringify(view, ['view', 'order', 'win', 'tab', 'wide', 'q', 'expr']);
    if (what === this.#shown) return;
    this.#shown = what;
    for (const button of document.querySelectorAll('[data-set]')) {
      const [name, text] = button.dataset.set.split(':');
      button.setAttribute('aria-pressed', String(String(name === 'win' ? view.win / 1000 : view[name]) === text));
    }
    for (const tab of byId('tabs').children) {
      const chosen = tab.id === 'tab-' + view.tab;
      tab.setAttribute('aria-selected', String(chosen));
      tab.tabIndex = chosen ? 0 : -1;
    }
    byId('sheet').setAttribute('aria-labelledby', 'tab-' + view.tab);
    byId('main').classList.toggle('is-wide', view.wide);
    byId('wide').setAttribute('aria-pressed', String(view.wide));
    byId('heat').hidden = view.view !== 'heat';
    byId('cloud').hidden = view.view !== 'cloud';
    byId('legend').hidden = view.view !== 'heat';
    const filter = byId('filter'), text = view[filtered(view)], placeholder = view.tab === 'tables' ? 'score > 0.6' : 'Filter sensors';
    if (filter.value.trim() !== text) filter.value = text;
    if (filter.placeholder !== placeholder) { filter.placeholder = placeholder; filter.ariaLabel = view.tab === 'tables' ? 'Filter rows by an expression in CEL' : placeholder; }
  }

  share() { this.copy(location.href, 'Link copied'); }

  async copy(text, said) {
    try { await navigator.clipboard.writeText(text); this.toast(said); } catch { this.tell(text); } // closed to plain http: to be copied by hand
  }

  /** Says something that stays until it is put away. */
  tell(text) {
    byId('told').hidden = !text;
    put(byId('told').firstElementChild, text);
  }

  toast(text) {
    const node = byId('toast');
    node.textContent = text;
    node.classList.add('is-there');
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => { node.classList.remove('is-there'); node.textContent = ''; }, 3_000);
  }

  /** The list of keys. */
  async help() { (await import('./dialogs.js')).help(); }

  /** Asks for a time. */
  async when() { (await import('./dialogs.js')).when(this.#store, this.#go); }
}

/** One place for all keys; what they do, the page's parts do. */
export function keys(store, { set, go, live, zoom, step, sensor, say, toggleTheme, turn, views, link }) {
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
    const act = {
      ' ': () => view.at === null ? go(store.now() - 1) : live(), l: live,
      ArrowLeft: () => go(store.to - (e.shiftKey ? 30_000 : 5_000)), ArrowRight: () => { if (view.at !== null) go(view.at + (e.shiftKey ? 30_000 : 5_000)); },
      ArrowUp: () => sensor(e.shiftKey ? -10 : -1), ArrowDown: () => sensor(e.shiftKey ? 10 : 1),
      j: () => step(1), k: () => step(-1), x: () => say('false_alarm'), y: () => say('true'),
      '/': () => { byId('filter').focus(); byId('filter').select(); },
      Escape: () => { if (view[filtered(view)]) set({ [filtered(view)]: '' }); else live(); },
      1: () => set({ view: 'heat' }), 2: () => set({ view: 'cloud' }), o: () => set({ order: view.order === 'odd' ? 'name' : 'odd' }),
      ',': () => turn(-0.1), '.': () => turn(0.1),
      '[': () => zoom(-1), ']': () => zoom(1), a: () => set({ tab: 'anomalies' }), r: () => set({ tab: 'readings' }), s: () => set({ tab: 'sensors' }), m: () => set({ tab: 'models' }), v: () => set({ tab: 'tables' }),
      w: () => set({ wide: !view.wide }), g: () => views.when(), t: toggleTheme, c: () => e.shiftKey ? link() : views.share(), '?': () => views.help(),
    }[e.key.length === 1 ? e.key.toLowerCase() : e.key];
    const scrolls = /Arrow(Up|Down)/.test(e.key) && target.closest?.('.sheet, [role=slider]');
    if (!act || scrolls) return;
    e.preventDefault();
    act();
  });
}

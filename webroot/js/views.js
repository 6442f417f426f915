// The buttons that choose what is shown, the share button, the toast and the list of keys.
import { byId, el, put } from './format.js';

const KEYS = [
  ['Space', 'pause, or go live'], ['L', 'go live'], ['← →', 'step 5 s back or on; with Shift 30 s'], ['J K', 'next or previous row of the table'],
  ['↑ ↓', 'next or previous sensor of the heatmap; with Shift ten'], ['/', 'filter'], ['Esc', 'clear, or go live'], ['1 2', 'heatmap or 3D'], [', .', 'turn the 3D view'], ['O', 'order by name or oddest first'],
  ['[ ]', 'shorter or longer window'], ['G', 'go to a time'], ['A R S V M', 'anomalies, readings, sensors, tables, models'], ['W', 'wide tables'], ['T', 'dark or light'], ['C', 'copy a link; with Shift one to the anomaly'], ['?', 'this list'],
];

/** What the filter box is about: rows of a table, or sensors. */
export const filtered = view => view.tab === 'tables' ? 'expr' : 'q';

export class Views {
  #shown = '';
  #timer = 0;
  #store;

  constructor(store, set, go) {
    this.#store = store;
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
    const chosen = () => { const t = Date.parse(byId('time').value); if (t) { byId('times').close(); go(t + store.view.win / 2); } };
    byId('go').addEventListener('click', chosen);
    byId('time').addEventListener('keydown', e => { if (e.key === 'Enter') chosen(); });
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

  /** Asks for a time, in the reader's own zone. */
  when() {
    const { to, view } = this.#store, middle = new Date(to - view.win / 2);
    byId('time').value = new Date(middle - middle.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
    byId('times').showModal();
  }

  help() {
    const dialog = byId('keys');
    if (dialog.open) { dialog.close(); return; }
    if (!dialog.firstChild) {
      const title = el('h2', '', 'Keys'), list = el('dl'), close = el('button', '', 'Close');
      title.id = 'keys-title';
      close.type = 'button';
      close.addEventListener('click', () => dialog.close());
      dialog.addEventListener('click', e => { if (e.target === dialog) dialog.close(); });
      for (const [keys, does] of KEYS) {
        const line = el('div'), dt = el('dt');
        for (const key of keys.split(' ')) dt.append(el('kbd', '', key));
        line.append(dt, el('dd', '', does));
        list.append(line);
      }
      dialog.append(title, list, close);
    }
    dialog.showModal();
  }
}

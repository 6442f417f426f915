// The buttons that choose what is shown, the share button and the toast.
import { VIEW } from './store.js';
import { byId, put } from './format.js';

/** What the filter box is about: rows of a table, or sensors. */
export const filtered = view => view.tab === 'tables' ? 'expr' : 'q';

export class Views {
  #shown = '';
  #timer = 0;

  constructor(store, set) {
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
    byId('told').lastElementChild.addEventListener('click', () => this.tell(''));
    store.toast = text => this.toast(text);
  }

  draw(dirty, { view }) {
    if (!(dirty & VIEW)) return;
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
}

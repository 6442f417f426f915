// The 3-D view's place on the page: loads three.js when it is first wanted, and says why when the browser cannot.
import { VIEW, STATS, FOCUS } from './store.js';
import { byId, el, put } from './format.js';

const canDraw = () => { try { return !!document.createElement('canvas').getContext('webgl2'); } catch { return false; } };

export class CloudView {
  #feed; #set; #choose;
  #scene = null;
  #loading = false;
  #what = '';
  #select = byId('channel');

  constructor(store, feed, set, choose) {
    this.#feed = feed; this.#set = set; this.#choose = choose;
    this.#select.addEventListener('change', e => set({ channel: e.target.value }));
  }

  draw(dirty, store) {
    const { view } = store, isShown = view.view === 'cloud' && !view.wide;
    if (dirty & (STATS | VIEW | FOCUS)) this.#options(store, view.view === 'cloud');
    if (!isShown) { if (store.cloud) { this.#what = ''; this.#feed.values(null); } return; }
    if (!this.#scene) { this.#load(store); return; }
    const [pipeline, channel] = this.#chosen(store), what = `${pipeline} ${channel} ${view.win} ${view.at} ${store.fleet.run} ${store.fleet.rows.length} ${view.q}`;
    if (pipeline && what !== this.#what && store.link.filled && performance.now() - this.#askedAt > 400) {
      this.#what = what;
      this.#askedAt = performance.now();
      this.#feed.values(this.#scene.begin(store, pipeline, channel)).catch(() => { this.#what = ''; });
    }
    this.#scene.draw(dirty, store);
    const note = byId('fleet-note'), text = store.past ? '3D reaches back a quarter of an hour' : `time × ${channel ?? 'value'} × sensor`;
    put(note, text);
  }
  #askedAt = 0;

  turn(by) { this.#scene?.turn(by); }

  #chosen(store) {
    const [pipeline, channel] = store.view.channel.split('\u0020');
    if (store.channels(pipeline).some(c => c.name === channel)) return [pipeline, channel];
    const own = store.focus.row?.pipeline ?? store.stats?.pipelines[0]?.name;
    return own ? [own, store.channels(own)[0]?.name] : [];
  }

  #options(store, isCloud) {
    const all = (store.stats?.pipelines ?? []).flatMap(p => p.channels.map(c => [p.name, c.name])), several = store.stats?.pipelines.length > 1;
    this.#select.hidden = !isCloud || all.length < 2;
    if (this.#select.children.length !== all.length) {
      this.#select.replaceChildren(...all.map(([p, c]) => { const o = el('option', '', several ? `${p}: ${c}` : c); o.value = `${p} ${c}`; return o; }));
    }
    const value = this.#chosen(store).join(' ');
    if (this.#select.value !== value) this.#select.value = value;
  }

  async #load(store) {
    if (this.#loading) return;
    if (!canDraw()) {
      this.#set({ view: 'heat' });
      document.querySelector('[data-set="view:cloud"]').title = 'This browser has no WebGL 2, which 3D needs';
      store.toast('This browser has no WebGL 2, so the heatmap it is');
      return;
    }
    this.#loading = true;
    try {
      const { Cloud } = await import('./cloud.js');
      this.#scene = new Cloud(byId('cloud'), this.#choose);
      store.dirty |= VIEW;
    } catch {
      this.#set({ view: 'heat' });
      store.toast('3D could not be loaded');
      this.#loading = false;
    }
  }
}

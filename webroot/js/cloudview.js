// The 3-D view's place on the page: loads three.js when it is first wanted, and says why when the browser cannot.
import { VIEW, STATS, FOCUS } from './store.js';
import { keyOf } from './fleet.js';
import { ask, get, decode } from './api.js';
import { byId, el, put } from './format.js';

const MOST_ANOMALIES = 5_000;

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
    const { view, past, fleet } = store, isShown = view.view === 'cloud' && !view.wide;
    if (dirty & (STATS | VIEW | FOCUS)) this.#options(store, view.view === 'cloud');
    if (!isShown) { this.#what = ''; this.#listen(store, null); return; }
    if (!this.#scene) { this.#load(store); return; }
    const [pipeline, channel] = this.#chosen(store), what = `${pipeline} ${channel} ${view.win} ${view.at} ${fleet.run} ${store.shown.rows.length} ${view.q} ${past?.to}`;
    if (pipeline && what !== this.#what && (past ? past.isThere : store.link.filled) && performance.now() - this.#askedAt > 400) {
      this.#what = what;
      this.#askedAt = performance.now();
      const data = this.#scene.begin(store, pipeline, channel);
      this.#listen(store, past ? null : data);
      (past ? this.#read(past, data) : this.#ask(store, data)).catch(() => { this.#what = ''; });
    }
    this.#scene.draw(dirty, store);
    put(byId('fleet-note'), past && !past.isThere ? 'reading the log …' : `time × ${channel ?? 'value'} × sensor`);
  }
  #askedAt = 0;

  /** With each tick come the values of the channel that is shown. */
  #listen(store, data) {
    const before = store.cloud;
    store.cloud = data;
    if (before?.channel !== data?.channel || before?.pipeline !== data?.pipeline) this.#feed.listen();
  }

  /** Those of the window from memory. */
  async #ask(store, data) {
    const { pipeline, channel, from, to, columns } = data;
    store.mostAnomalies = Math.max(store.mostAnomalies, MOST_ANOMALIES);
    get('anomalies', { pipeline, from, limit: MOST_ANOMALIES }).then(a => store.addAnomalies(a.anomalies), () => {});
    const matrix = await (await ask('cloud', { pipeline, channel, run: store.fleet.run, from, to, cols: columns })).arrayBuffer();
    data.merge(matrix, from / 1000, data.step);
  }

  /** Those of the window from the log. */
  #read(past, data) {
    const { pipeline, channel, from, to, step } = data;
    return past.read(from, to, { pipeline, channel, step }, answer => {
      const rows = new Map(answer.sensors.map(([slot, name, id]) => [slot, keyOf(name, id)]));
      data.merge(decode(answer.values).buffer, answer.from / 1000, step, slot => rows.get(slot));
    });
  }

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

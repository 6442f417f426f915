// Wires the page: the feed fills the store, one animation frame draws what is dirty, everything chosen stands in the address.
import { Store, VIEW, LOOK, FOCUS, ROWS, STATS, SPAN } from './store.js';
import { Feed } from './feed.js';
import { Follow } from './follow.js';
import { readColours, narrow } from './chart.js';
import { Header } from './header.js';
import { Heat } from './heat.js';
import { Focus } from './focus.js';
import { Table } from './table.js';
import { Timeline } from './timeline.js';
import { Views } from './views.js';
import { read, write, linkTo } from './url.js';
import { byId } from './format.js';

readColours();
/** For those who look from outside: the browser tests. */
export const store = new Store();
const feed = new Feed(store), follow = new Follow(store), wanted = read(store);
wanted.chosen = !!wanted.sensor;

function set(change) {
  Object.assign(store.view, change);
  store.dirty |= VIEW | (change.q === undefined ? 0 : ROWS);
}

/** Shows what was until t; at the right edge is now. */
function go(t) {
  if (t >= store.now()) { live(); return; }
  set({ at: Math.max(t, store.view.win) });
  follow.look();
}

function live() {
  if (store.view.at === null && store.focus.mark === null) return;
  store.focus.mark = null;
  store.dirty |= FOCUS;
  set({ at: null });
  if (store.focus.row) follow.sensor(store.focus.row);
}

/** Focuses a sensor; with a moment, shows it in the middle, unless it is in view already. */
function choose(row, mark = null) {
  if (!row) return;
  wanted.chosen = true;
  if (mark !== null && (mark < store.from + store.view.win * 0.02 || mark > store.to)) {
    const at = mark + store.view.win / 2;
    if (at >= store.now()) set({ at: null }); else set({ at });
  }
  follow.sensor(row, mark);
}

const link = a => a && views.copy(linkTo(a.id, a.t), 'Link to the anomaly copied');
const views = new Views(store, set), focus = new Focus(link), heat = new Heat(choose, () => set({ q: '' })), table = new Table(store, { set, choose, older: () => feed.older(), link });

/** A part of the page that is loaded when it is first wanted. */
function later(isWanted, load) {
  let isAsked = false, fresh = 0;
  return { view: null, draw(dirty) {
    if (!isAsked && isWanted()) {
      isAsked = true;
      load().then(view => { this.view = view; fresh = ~0; }, () => { store.toast('A part of the page cannot be loaded'); setTimeout(() => { isAsked = false; }, 5_000); });
    }
    if (!this.view) return;
    this.view.draw(dirty | fresh, store);
    fresh = 0;
  } };
}
const cloud = later(() => store.view.view === 'cloud', () => import('./cloudview.js').then(m => new m.CloudView(store, feed, set, choose)));
const models = later(() => store.view.tab === 'models', () => import('./models.js').then(m => new m.Models()));
const notice = later(() => !byId('notice').hidden, () => import('./notice.js').then(m => new m.Notice()));
const sift = later(() => store.others > 0, () => import('./sift.js').then(m => new m.Sift(feed)));
const feedback = later(() => store.anomalies.length > 0, () => import('./feedback.js').then(m => new m.Feedback(store, focus, text => views.tell(text))));
const ask = later(() => store.focus.row, () => import('./ask.js').then(m => new m.Ask(store, focus, choose)));
const travel = later(() => store.isPast, () => import('./past.js').then(m => new m.Travel()));
const speak = later(() => store.anomaliesKnown, () => import('./speak.js').then(m => new m.Speak(store)));
const hand = later(() => true, () => import('./keys.js').then(m => m.keys(store, { set, go, live, step: by => table.step(by), sensor, say: word => feedback.view?.say(word), ask: () => ask.view?.ask(), toggleTheme, turn: by => cloud.view?.turn(by), views, link: () => link(focus.odd) })));
const all = [hand, speak, sift, travel, new Header(), notice, views, heat, cloud, focus, ask, feedback, table, models, new Timeline(store, go)];
const sensor = by => choose(heat.neighbour(store.focus.row, by));
const toggleTheme = () => dispatchEvent(new Event('toggletheme'));

byId('theme').addEventListener('click', toggleTheme);
byId('live').addEventListener('click', () => store.view.at === null ? go(store.now() - 1) : live());
byId('earlier').addEventListener('click', () => go(store.to - SPAN));
byId('later').addEventListener('click', () => go(store.to + SPAN));
byId('prev').addEventListener('click', () => sensor(-1));
byId('next').addEventListener('click', () => sensor(1));
addEventListener('themechange', () => { readColours(); store.dirty |= LOOK; });
const phone = matchMedia('(max-width: 640px)');
const fold = () => { narrow(phone.matches); store.dirty |= LOOK; };
phone.addEventListener('change', fold);
fold();

let linked = null;

/** The sensor of the link; else the oddest one, until somebody chooses. */
function first() {
  const { fleet, focus, stats } = store;
  if (!stats || focus.row) return;
  if (wanted.anomaly) {
    linked ??= import('./links.js').then(({ follow }) => follow(store, wanted, choose, text => views.tell(text)));
    return;
  }
  if (!fleet.rows.length) return;
  const known = wanted.sensor && fleet.rows.find(row => row.id === wanted.sensor && (!wanted.pipeline || row.pipeline === wanted.pipeline));
  if (known) { follow.sensor(known, wanted.mark); return; }
  if (!store.link.filled) return;
  const pipeline = stats.pipelines.find((p, i, all) => wanted.pipeline ? p.name === wanted.pipeline : all.length === 1)?.name;
  if (wanted.sensor && pipeline) { follow.sensor(store.row(pipeline, wanted.sensor), wanted.mark); return; } // silent for longer than memory reaches back
  const now = Math.floor(store.now() / 1000);
  const [, oddest] = fleet.rows.map(row => [fleet.oddness(row, now - store.view.win / 1000, now), row]).reduce((a, b) => b[0] > a[0] ? b : a);
  follow.sensor(oddest);
}

/** Of a frame's 16 ms: views whose turn comes after so many draw in the next one, so that none is late. */
const SHARE = 2;
const due = all.map(() => 0);
let turn = 0;

function frame() {
  requestAnimationFrame(frame);
  const { dirty } = store;
  store.dirty = 0;
  first();
  if (dirty & VIEW) follow.look();
  if (dirty & (VIEW | FOCUS | STATS | LOOK)) write(store, wanted);
  all.forEach((view, i) => { due[i] |= dirty; });
  const until = performance.now() + SHARE;
  for (let n = 0; n < all.length && performance.now() < until; n++) {
    const bits = due[turn];
    due[turn] = 0;
    all[turn].draw(bits, store);
    turn = (turn + 1) % all.length;
  }
  if (!document.body.dataset.ready && store.link.filled && store.stats && due.every(bits => !bits)) document.body.dataset.ready = Math.round(performance.now());
}

feed.start();
frame();

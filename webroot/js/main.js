// Wires the page: the feed fills the store, one animation frame draws what is dirty, everything chosen stands in the address.
import { Store, VIEW, LOOK, FOCUS, ROWS, SPAN } from './store.js';
import { Feed } from './feed.js';
import { readColours, narrow } from './chart.js';
import { Header } from './header.js';
import { Heat } from './heat.js';
import { CloudView } from './cloudview.js';
import { Focus } from './focus.js';
import { Table } from './table.js';
import { Timeline } from './timeline.js';
import { Views } from './views.js';
import { keys } from './keys.js';
import { read, write, linkTo } from './url.js';
import { byId } from './format.js';

readColours();
/** For those who look from outside: the browser tests. */
export const store = new Store();
const feed = new Feed(store), wanted = read(store);
wanted.chosen = !!wanted.sensor;

function set(change) {
  Object.assign(store.view, change);
  store.dirty |= VIEW | (change.q === undefined ? 0 : ROWS);
}

/** Shows what was until t; at the right edge is now. */
function go(t) {
  if (t >= store.now()) { live(); return; }
  set({ at: Math.max(t, store.view.win) });
  feed.look();
}

function live() {
  if (store.view.at === null && store.focus.mark === null) return;
  store.focus.mark = null;
  store.dirty |= FOCUS;
  set({ at: null });
  if (store.focus.row) feed.focus(store.focus.row);
}

/** Focuses a sensor; with a moment, shows it in the middle, unless it is in view already. */
function choose(row, mark = null) {
  if (!row) return;
  wanted.chosen = true;
  if (mark !== null && (mark < store.from + store.view.win * 0.02 || mark > store.to)) {
    const at = mark + store.view.win / 2;
    if (at >= store.now()) set({ at: null }); else set({ at });
  }
  feed.focus(row, mark);
}

const link = a => a && views.copy(linkTo(a.id, a.t), 'Link to the anomaly copied');
const views = new Views(store, set, go), focus = new Focus(link, (...asked) => feed.count(...asked)), heat = new Heat(choose, () => set({ q: '' })), table = new Table(store, set, choose, () => feed.older(), link), cloud = new CloudView(store, feed, set, choose);
choose.store = store;
/** Loaded when it is first wanted. */
const models = { draw() {
  if (store.view.tab !== 'models') return;
  import('./models.js').then(({ Models }) => { const at = all.indexOf(models); if (at >= 0) all[at] = new Models(); store.dirty |= VIEW; }, () => {});
} };
const sensor = by => choose(heat.neighbour(store.focus.row, by));
const all = [new Header(), views, heat, cloud, focus, table, models, new Timeline(store, go)];
const toggleTheme = () => dispatchEvent(new Event('toggletheme'));

byId('theme').addEventListener('click', toggleTheme);
byId('live').addEventListener('click', () => store.view.at === null ? go(store.now() - 1) : live());
byId('earlier').addEventListener('click', () => go(store.to - SPAN));
byId('later').addEventListener('click', () => go(store.to + SPAN));
byId('prev').addEventListener('click', () => sensor(-1));
byId('next').addEventListener('click', () => sensor(1));
for (const id of ['heat', 'ribbon']) {
  byId(id).addEventListener('wheel', e => {
    e.preventDefault();
    if (Math.abs(e.deltaY) < 2) return;
    const windows = [60_000, 300_000, 900_000], at = windows.indexOf(store.view.win) + Math.sign(e.deltaY);
    if (windows[at] && performance.now() - wheeled > 250) { wheeled = performance.now(); set({ win: windows[at] }); feed.look(); }
  }, { passive: false });
}
let wheeled = 0;
keys(store, { set, go, live, step: by => table.step(by), sensor, toggleTheme, turn: by => cloud.turn(by), views, link: () => link(focus.odd) });
addEventListener('themechange', () => { readColours(); store.dirty |= LOOK; });
const phone = matchMedia('(max-width: 640px)');
const fold = () => { narrow(phone.matches); store.dirty |= LOOK; };
phone.addEventListener('change', fold);
fold();

/** The sensor of the link; else the oddest one, until somebody chooses. */
function first() {
  const { fleet, focus, stats } = store;
  if (!stats || focus.row) return;
  if (wanted.anomaly) { follow(); return; }
  if (!fleet.rows.length) return;
  const linked = wanted.sensor && fleet.rows.find(row => row.id === wanted.sensor && (!wanted.pipeline || row.pipeline === wanted.pipeline));
  if (linked) { feed.focus(linked, wanted.mark); return; }
  if (!store.link.filled) return;
  const pipeline = stats.pipelines.find((p, i, all) => wanted.pipeline ? p.name === wanted.pipeline : all.length === 1)?.name;
  if (wanted.sensor && pipeline) { feed.focus(store.row(pipeline, wanted.sensor), wanted.mark); return; } // silent for longer than memory reaches back
  const now = Math.floor(store.now() / 1000);
  const oddness = row => fleet.oddness(row, now - store.view.win / 1000, now);
  feed.focus(fleet.rows.reduce((a, b) => oddness(b) > oddness(a) ? b : a));
}

/** Goes to the anomaly of a link, once. */
async function follow() {
  const { anomaly: id, mark } = wanted;
  if (following) return;
  following = true;
  views.tell('Looking for the anomaly of this link …');
  try {
    const { find } = await import('./links.js'), found = await find(store, id, mark);
    views.tell(found ? '' : `The anomaly of this link, ${id}, is gone: neither memory nor the log has it any more.`);
    if (found && !store.focus.row) choose(store.row(found.pipeline, found.id), found.t);
  } catch (e) { views.tell(`The anomaly of this link, ${id}, cannot be looked for: ${e.message}`); }
  wanted.anomaly = null;
}
let following = false;

function frame() {
  requestAnimationFrame(frame);
  const { dirty } = store;
  store.dirty = 0;
  first();
  if (dirty & VIEW) feed.look();
  feed.sift();
  if (store.stats) feed.travel();
  for (const view of all) view.draw(dirty, store);
  write(store, wanted);
  if (!document.body.dataset.ready && store.link.filled && store.stats) { document.body.dataset.ready = Math.round(performance.now()); }
}

feed.start();
frame();

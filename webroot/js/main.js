// Wires the page: the feed fills the store, one animation frame draws what is dirty, a click moves the focus.
import { Store, WINDOW, LOOK } from './store.js';
import { Feed } from './feed.js';
import { readColours } from './chart.js';
import { Header } from './header.js';
import { Sensors } from './sensors.js';
import { Focus } from './focus.js';
import { Table } from './table.js';
import { byId } from './format.js';

const store = new Store(), feed = new Feed(store);

function focus(sensor, at = null) {
  const left = at !== null && at < store.now() - WINDOW * 0.95; // older than the live window: show it there and then
  feed.focus(sensor, left ? at : null, at);
}

function choose(sensor, at) {
  if (!sensor) return;
  focus(sensor, at);
  requestAnimationFrame(() => byId('focus').scrollIntoView({ block: 'nearest' })); // in one column it may be out of sight
}

function focusAnomaly(verdict, t) {
  choose(store.sensorOf(verdict), t);
}

function back() { if (store.focus.sensor) focus(store.focus.sensor); }

function channel(name) {
  const { sensor, at, mark } = store.focus;
  sensor.channel = name;
  sensor.filled = false;
  sensor.series.clear();
  feed.focus(sensor, at, mark);
}

const sensors = new Sensors(feed, sensor => choose(sensor, null));
const views = [new Header(), sensors, new Focus(back, channel), new Table(store, focusAnomaly)];

addEventListener('themechange', () => { readColours(); store.dirty |= LOOK; });
addEventListener('keydown', e => { if (e.key === 'Escape' && store.focus.at !== null) back(); });
readColours();

function frame() {
  requestAnimationFrame(frame);
  const { dirty } = store;
  store.dirty = 0;
  for (const view of views) view.draw(dirty, store);
  if (store.sensors.size > 0 && !store.sensors.has(store.focus.sensor?.key)) focus(sensors.first());
}

feed.start();
frame();

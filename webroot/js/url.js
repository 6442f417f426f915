// What is shown stands in the address, so that a link shows the same. What is as usual is left out.
const WORDS = { view: ['heat', 'cloud'], order: ['name', 'odd'], tab: ['anomalies', 'readings', 'sensors', 'tables', 'models'] };
/** What is text in the state, and how a link calls it. */
const TEXTS = [['channel', 'channel'], ['table', 'table'], ['expr', 'filter'], ['sort', 'sort']];
const SELDOM = 200;

export function read(store) {
  const params = new URLSearchParams(location.search), { view } = store;
  for (const [name, words] of Object.entries(WORDS)) if (words.includes(params.get(name))) view[name] = params.get(name);
  if (['60', '300', '900'].includes(params.get('win'))) view.win = params.get('win') * 1000;
  view.q = params.get('q')?.trim() ?? '';
  view.wide = params.get('wide') === '1';
  for (const [name, param] of TEXTS) view[name] = params.get(param) ?? '';
  const at = Date.parse(params.get('at') ?? '');
  if (at > 0) view.at = at;
  const mark = Date.parse(params.get('odd') ?? '');
  return { anomaly: params.get('a'), sensor: params.get('sensor'), pipeline: params.get('pipeline'), mark: mark > 0 ? mark : null };
}

let written = '', timer = 0;

/** Writes it at most five times a second, for browsers allow no more. */
export function write(store, wanted) {
  const { view, focus } = store, params = new URLSearchParams();
  const put = (name, value) => { if (value) params.set(name, value); };
  put('a', wanted.anomaly);
  put('sensor', wanted.chosen ? focus.row?.id ?? wanted.sensor : '');
  if (wanted.chosen && store.stats?.pipelines.length > 1) put('pipeline', focus.row?.pipeline ?? wanted.pipeline);
  put('win', view.win !== 300_000 && view.win / 1000);
  for (const name of Object.keys(WORDS)) put(name, view[name] !== WORDS[name][0] && view[name]);
  put('q', view.q);
  put('wide', view.wide && '1');
  put('channel', view.view === 'cloud' && view.channel);
  if (view.tab === 'tables') for (const [name, param] of TEXTS.slice(1)) put(param, view[name]);
  put('at', view.at !== null && new Date(view.at).toISOString());
  const mark = focus.mark ?? (wanted.anomaly && wanted.mark);
  put('odd', mark && new Date(mark).toISOString());
  put('theme', themeOfLink());
  const text = params.toString().replaceAll('%2F', '/').replaceAll('%3A', ':');
  if (text === written) return;
  written = text;
  clearTimeout(timer);
  timer = setTimeout(() => history.replaceState(null, '', text ? '?' + text : location.pathname), SELDOM);
}

/** A link to one anomaly, whatever else is shown. */
export const linkTo = (id, t) => `${location.origin}${location.pathname}?a=${encodeURIComponent(id).replaceAll('%3A', ':')}&odd=${new Date(t).toISOString()}`;

const themeOfLink = () => document.documentElement.dataset.linked ?? '';

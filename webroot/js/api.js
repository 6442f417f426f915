// How the page asks the server, and how it listens to it.
const API = 'api/v1/';

export const sleep = ms => new Promise(done => setTimeout(done, ms));

/** An answer; its error says what the server says. */
export async function ask(path, params = {}, patience = 8_000, more = {}) {
  const query = new URLSearchParams(params).toString();
  const response = await fetch(API + path + (query ? '?' + query : ''), { signal: AbortSignal.timeout(patience), cache: 'no-store', ...more });
  if (!response.ok) throw Object.assign(new Error((await response.json().then(a => a.error ?? a.problem, () => null)) ?? `${response.status} ${response.statusText}`), { status: response.status });
  return response;
}
export const get = async (...asked) => (await ask(...asked)).json();

export function decode(base64) {
  const text = atob(base64), bytes = new Uint8Array(text.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

/** An EventSource that also comes back where the browser gives up, such as after a 503. */
export function stream(path, params, events, { opened, lost } = {}) {
  let source, timer, wait = 1000;
  const open = () => {
    source = new EventSource(API + path + '?' + new URLSearchParams(params));
    for (const [name, take] of Object.entries(events)) source.addEventListener(name, e => take(JSON.parse(e.data)));
    source.onopen = () => { wait = 1000; opened?.(); };
    source.onerror = () => {
      lost?.();
      if (source.readyState !== EventSource.CLOSED) return;
      timer = setTimeout(open, wait);
      wait = Math.min(wait * 2, 10_000);
    };
  };
  open();
  return { close() { clearTimeout(timer); source.close(); } };
}

// What judges, and how it is doing: a card for each pipeline, a line for each worker.
import { STATS, VIEW } from './store.js';
import { byId, el, put, value, score, count } from './format.js';

export class Models {
  #shown = '';

  draw(dirty, store) {
    if (store.view.tab !== 'models') { this.#shown = ''; return; }
    if (!store.stats || !(dirty & (STATS | VIEW))) return;
    const { stats } = store, shape = JSON.stringify([stats.pipelines.map(p => p.name), stats.ingest.map(i => i.index)]);
    if (shape !== this.#shown) {
      this.#shown = shape;
      byId('odd-only')?.remove();
      byId('filter').parentNode.hidden = true;
      byId('table').hidden = true;
      put(byId('table-note'), `${stats.application} on ${stats.node}`);
      byId('sheet').replaceChildren(this.#cards(stats.pipelines.map(p => p.name), 'pipeline'), this.#cards(stats.ingest.map(i => `Ingest ${i.index}`), 'worker'));
    }
    const [models, workers] = byId('sheet').children;
    stats.pipelines.forEach((p, i) => facts(models.children[i], [
      ['Detector', p.detector.type], ['Parameters', Object.entries(p.detector.params).map(([k, v]) => `${k} ${v}`).join(', ') || '–'],
      ['Threshold', p.alarms.budget ? `each sensor's own, for ${p.alarms.budget}` : score(p.threshold)], ['Features', p.features.join(', ')], ['Channels', p.channels.map(c => c.unit ? `${c.name} (${c.unit})` : c.name).join(', ')],
      ['Topic', p.topic], ['Readings', `${count(p.readings)}, ${value(p.readings_per_second)}/s`], ['Anomalies', `${count(p.anomalies)}, ${p.readings ? (100 * p.anomalies / p.readings).toFixed(2) : 0} %`], ['Alarms', `${count(p.alarms.count)}, ${value(p.alarms.per_sensor_week)} a sensor and week`], ['Rejected', count(p.rejected)]]));
    const { p50, p99, max } = stats.latency_ms;
    stats.ingest.forEach((w, i) => facts(workers.children[i], [
      ['State', w.phase === 'RUNNING' ? 'running' : `${w.phase.toLowerCase()}: ${w.text}`], ['Partitions', w.partitions.join(', ') || 'none'], ['Lag', `${count(w.lag_records)} readings`],
      ['Latency', `p50 ${value(p50)} ms, p99 ${value(p99)} ms, most ${value(max)} ms`], ['Shards', count(stats.instances.scoring)], ['Gateways', count(stats.instances.gateway)],
      ['Restored', `${count(w.restored_sensors)} sensors in ${count(w.restore_ms)} ms`], ['Unsaved', `${count(w.unsaved_records)} readings`], ['Restarts', count(w.restarts)]]));
  }

  #cards(names, kind) {
    const cards = el('div', 'cards');
    for (const name of names) { const card = el('section', `card ${kind}`); card.append(el('h3', '', name), el('dl')); cards.append(card); }
    return cards;
  }
}

function facts(card, list) {
  const dl = card.lastElementChild;
  if (dl.children.length !== list.length) dl.replaceChildren(...list.map(([name]) => { const d = el('div'); d.append(el('dt', '', name), el('dd')); return d; }));
  list.forEach(([, text], i) => put(dl.children[i].lastChild, text));
}

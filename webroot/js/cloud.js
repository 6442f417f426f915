// The fleet as a cloud of points: time, value, sensor. What was odd is orange and larger. Positions are worked out on the
// graphics side, so that time moves without touching a point.
import { PerspectiveCamera, Scene, WebGLRenderer, BufferGeometry, BufferAttribute, DynamicDrawUsage, Points, ShaderMaterial, LineSegments, LineBasicMaterial, Color, Vector3, Sphere } from '/lib/three/three.module.min.js';
import { LOOK, ANOMALIES } from './store.js';
import { colours, observe } from './chart.js';
import { ago, time, fit, ticks } from './format.js';

const MOST_QUIET = 120_000, MOST_ODD = 12_000;
const X = 2.75, Y = 0.62, Z = 1;            // half sizes of the box
/** From one frame to the next, ms: above the first fewer points are drawn, below the second more again. */
const SLOW = 22, FAST = 18;
/** The fewest quiet points that are drawn of more. */
const FEWEST = 10_000;
const IDLE_FRAME = 60;                         // ms between frames while only time moves
const VERTEX = `
  attribute vec3 at;
  uniform float end, span, low, high, rows, size, scale;
  void main() {
    vec3 p = vec3((at.x - end) / span * 2.0 + 1.0, clamp((at.y - low) / (high - low), 0.0, 1.0) * 2.0 - 1.0, rows < 2.0 ? 0.0 : at.z / (rows - 1.0) * 2.0 - 1.0);
    vec4 eye = modelViewMatrix * vec4(p * vec3(${X.toFixed(2)}, ${Y.toFixed(2)}, ${Z.toFixed(2)}), 1.0);
    gl_Position = abs(p.x) > 1.0 || at.y != at.y ? vec4(2.0, 2.0, 2.0, 1.0) : projectionMatrix * eye;
    gl_PointSize = max(1.5, size * scale / -eye.z);
  }`;
const FRAGMENT = `
  uniform vec3 colour; uniform float alpha, shaded;
  void main() {
    vec2 d = gl_PointCoord - 0.5;
    float r = dot(d, d) * 4.0;
    if (r > 1.0) discard;
    float light = shaded * max(0.0, 1.0 - dot(d + 0.15, d + 0.15) * 8.0);
    gl_FragColor = vec4(mix(colour * (1.0 - shaded * 0.35 * r), vec3(1.0, 0.9, 0.8), 0.3 * light), alpha);
    #include <colorspace_fragment>
  }`;

const gcd = (a, b) => b ? gcd(b, a % b) : a;

/** All of so many numbers, in an order whose beginnings are spread evenly over them. */
function spread(n, order) {
  let stride = Math.max(1, Math.round(n * 0.618));
  while (gcd(stride, n) > 1) stride++;
  for (let k = 0; k < n; k++) order[k] = k * stride % n;
}

export class Cloud {
  #renderer; #scene = new Scene(); #camera = new PerspectiveCamera(32, 1, 0.1, 20);
  #quiet; #odd; #box; #canvas; #labels; #host; #choose;
  #theta = 0.27; #phi = 1.13; #distance = 5.1;
  #drawnAt = 0; #stale = true;
  #data = null; #rows = []; #points = [];
  #unit = ''; #store = null;

  constructor(host, choose) {
    this.#host = host; this.#choose = choose;
    this.#renderer = new WebGLRenderer({ antialias: false, alpha: true, powerPreference: 'high-performance' });
    this.#canvas = this.#renderer.domElement;
    this.#labels = document.createElement('canvas');
    this.#canvas.setAttribute('role', 'img');
    this.#canvas.setAttribute('aria-label', 'The sensors in 3D');
    this.#labels.setAttribute('aria-hidden', 'true');
    host.replaceChildren(this.#canvas, this.#labels);
    observe(this.#labels);
    const uniforms = () => ({ end: { value: 0 }, span: { value: 300 }, low: { value: 0 }, high: { value: 1 }, rows: { value: 1 }, size: { value: 1 }, scale: { value: 1 }, colour: { value: new Color() }, alpha: { value: 1 }, shaded: { value: 0 } });
    const cloud = (most, extra) => {
      const geometry = new BufferGeometry(), at = new BufferAttribute(new Float32Array(3 * most), 3).setUsage(DynamicDrawUsage);
      geometry.setDrawRange(0, 0);
      geometry.boundingSphere = new Sphere(); // the values are no places; nothing is culled
      geometry.setAttribute('at', at);
      geometry.setAttribute('position', at); // three.js asks for one; the shader does not
      const points = new Points(geometry, new ShaderMaterial({ vertexShader: VERTEX, fragmentShader: FRAGMENT, uniforms: uniforms(), transparent: true, ...extra }));
      points.frustumCulled = false;
      this.#scene.add(points);
      return points;
    };
    this.#quiet = cloud(MOST_QUIET, { depthWrite: false });
    this.#odd = cloud(MOST_ODD, {});
    this.#odd.material.uniforms.shaded.value = 1;
    this.#quiet.geometry.setIndex(new BufferAttribute(new Uint32Array(MOST_QUIET), 1));
    this.#quiet.renderOrder = 1;
    this.#odd.renderOrder = 2;
    this.#frame();
    this.#orbit();
  }

  #frame() {
    const lines = [], line = (...p) => lines.push(...p);
    for (const z of [-1, -0.5, 0, 0.5, 1]) line(-X, -Y, z * Z, X, -Y, z * Z);
    for (let k = 0; k <= 6; k++) { const x = -X + k * X / 3; line(x, -Y, -Z, x, -Y, Z); }
    for (const y of [-1, 0, 1]) line(-X, y * Y, -Z, X, y * Y, -Z);
    line(-X, -Y, -Z, -X, Y, -Z, X, -Y, -Z, X, Y, -Z);
    const geometry = new BufferGeometry().setAttribute('position', new BufferAttribute(new Float32Array(lines), 3));
    this.#box = new LineSegments(geometry, new LineBasicMaterial({ transparent: true, opacity: 0.9 }));
    this.#scene.add(this.#box);
  }

  #orbit() {
    let held = null, moved = 0;
    const target = this.#labels;
    target.addEventListener('pointerdown', e => { held = [e.clientX, e.clientY]; moved = 0; target.setPointerCapture(e.pointerId); });
    target.addEventListener('pointermove', e => {
      if (!held) return;
      const dx = e.clientX - held[0], dy = e.clientY - held[1];
      moved += Math.abs(dx) + Math.abs(dy);
      held = [e.clientX, e.clientY];
      this.#theta -= dx * 0.006;
      this.#phi = Math.max(0.35, Math.min(1.5, this.#phi - dy * 0.005));
      this.#stale = true;
    });
    target.addEventListener('pointerup', e => { if (held && moved < 5) this.#pick(e.offsetX, e.offsetY); held = null; });
    target.addEventListener('wheel', e => { e.preventDefault(); this.#distance = Math.max(2.6, Math.min(9, this.#distance * Math.exp(e.deltaY * 0.001))); this.#stale = true; }, { passive: false });
  }

  /** Turns it, for the keyboard. */
  turn(by) { this.#theta += by; this.#stale = true; }

  /** What to ask the server for, and where to put it. */
  begin(store, pipeline, channel) {
    const rows = store.shown.rows.filter(r => r.pipeline === pipeline && (store.matches(r.id) || store.matches(pipeline))).sort((a, b) => (a.place ?? 0) - (b.place ?? 0));
    const seconds = store.view.win / 1000, step = Math.max(1, Math.ceil(seconds * rows.length / MOST_QUIET)), columns = Math.floor(seconds / step);
    const to = Math.ceil(store.to / 1000 / step) * step, base = to - columns * step;
    const bySlot = new Map(rows.map((row, i) => [row.slot, i])), byKey = new Map(rows.map((row, i) => [row.key, i])), at = this.#quiet.geometry.attributes.at.array;
    at.fill(NaN);
    const set = (row, second, v) => {
      if (row === undefined || !Number.isFinite(v)) return;
      const bucket = Math.floor(second / step), i = 3 * ((((bucket % columns) + columns) % columns) * rows.length + row);
      at[i] = second - base; at[i + 1] = v; at[i + 2] = row;
      this.#touch(i, i + 3);
    };
    this.#rows = rows;
    this.#touch(0, 3 * rows.length * columns);
    const { index } = this.#quiet.geometry;
    spread(rows.length * columns, index.array);
    index.needsUpdate = true;
    this.#unit = store.channels(pipeline).find(c => c.name === channel)?.unit ?? '';
    this.#changed = true;
    return this.#data = { pipeline, channel, base, from: base * 1000, to: to * 1000, columns, step, count: rows.length * columns,
      /** Values of a second, as they come. */
      apply: (second, slots, values) => { if (store.view.at === null) slots.forEach((slot, k) => set(bySlot.get(slot), second, values[k])); this.#changed = true; },
      /** A matrix of columns of `step` seconds; its slots are those of the fleet followed, unless it says whose they are. */
      merge: (matrix, first, step, keyOf = null) => {
        const n = new DataView(matrix).getUint32(0, true), cells = new Float32Array(matrix, 4 + 4 * n), each = cells.length / n;
        new Uint32Array(matrix, 4, n).forEach((slot, r) => {
          const row = keyOf ? byKey.get(keyOf(slot)) : bySlot.get(slot);
          for (let c = 0; c < each; c++) set(row, first + c * step, cells[r * each + c]);
        });
        this.#changed = true;
      } };
  }
  #changed = false;

  /** What has to go to the graphics side: a second's points lie beside each other. */
  #touch(from, to) { this.#first = Math.min(this.#first, from); this.#end = Math.max(this.#end, to); }
  #first = Infinity; #end = 0;

  /** Draws as many of the quiet points as the graphics side gets through in a frame; `took` ms for the last ones. */
  #adapt(took) {
    const { count } = this.#data, share = this.#share * (took > SLOW ? 0.8 : took < FAST ? 1.002 : 1);
    this.#share = Math.min(1, Math.max(FEWEST / count, share));
    const n = Math.ceil(count * this.#share);
    this.#quiet.geometry.setDrawRange(0, n);
    this.#quiet.material.uniforms.alpha.value = Math.min(0.6, Math.max(0.2, 6_000 / n));
  }
  #share = 1;
  #isMeasured = true;

  draw(dirty, store) {
    this.#store = store;
    const now = performance.now();
    if (!this.#isMeasured) { this.#isMeasured = true; this.#adapt(now - this.#drawnAt); }
    if (dirty & LOOK) this.#paint();
    if (!this.#data || (!this.#stale && now - this.#drawnAt < IDLE_FRAME && !(dirty & LOOK))) return;
    const { width, height } = this.#labels.size ?? {};
    if (!width) return;
    this.#drawnAt = now;
    this.#isMeasured = false;
    this.#stale = false;
    if (this.#changed || dirty & ANOMALIES) this.#update(store);
    this.#paint();
    const ratio = Math.min(1.5, devicePixelRatio || 1);
    if (this.#renderer.getPixelRatio() !== ratio) this.#renderer.setPixelRatio(ratio);
    if (this.#canvas.clientWidth !== Math.round(width) || this.#canvas.width !== Math.floor(width * ratio)) this.#renderer.setSize(width, height, false);
    this.#camera.aspect = width / height;
    const { sin, cos } = Math, fit = Math.max(1, 2.4 / this.#camera.aspect), d = this.#distance * fit;
    this.#camera.position.set(d * sin(this.#phi) * sin(this.#theta), d * cos(this.#phi), d * sin(this.#phi) * cos(this.#theta));
    this.#camera.lookAt(0.08, -0.3, 0);
    this.#camera.updateProjectionMatrix();
    const few = this.#data.count < 8_000;
    for (const [points, size] of [[this.#quiet, few ? 0.026 : 0.013], [this.#odd, few ? 0.06 : 0.036]]) {
      const { uniforms } = points.material;
      uniforms.end.value = store.to / 1000 - this.#data.base;
      uniforms.span.value = store.view.win / 1000;
      uniforms.rows.value = this.#rows.length;
      uniforms.low.value = this.#low; uniforms.high.value = this.#high;
      uniforms.size.value = size;
      uniforms.scale.value = height * ratio / (2 * Math.tan(this.#camera.fov * Math.PI / 360));
    }
    this.#renderer.render(this.#scene, this.#camera);
    this.#write(store, width, height);
  }
  #low = 0; #high = 1;

  #update(store) {
    const { pipeline, channel, base, count } = this.#data, quiet = this.#quiet.geometry, q = quiet.attributes.at;
    let low = Infinity, high = -Infinity, some = 0;
    for (let i = 1; i < 3 * count; i += 3) { const v = q.array[i]; if (v === v) some++; if (v < low) low = v; if (v > high) high = v; }
    if (this.#end) { q.addUpdateRange(this.#first, this.#end - this.#first); q.needsUpdate = true; }
    this.#first = Infinity; this.#end = 0;
    const places = new Map(this.#rows.map((row, i) => [row.key, i])), odd = this.#odd.geometry, o = odd.attributes.at;
    let n = 0;
    this.#points = [];
    for (const a of store.listed) {
      if (n >= MOST_ODD || a.t < store.from - 60_000) break;
      const place = a.verdict.pipeline === pipeline ? places.get(a.key) : undefined, v = a.verdict.values?.[channel];
      if (place === undefined || !Number.isFinite(v) || a.t > store.to + 60_000) continue;
      o.array.set([a.t / 1000 - base, v, place], 3 * n++);
      this.#points.push({ a, v, place });
      if (v < low) low = v;
      if (v > high) high = v;
    }
    o.addUpdateRange(0, 3 * n);
    o.needsUpdate = true;
    odd.setDrawRange(0, n);
    const room = (high - low) * 0.04 || 1;
    this.#low = low - room; this.#high = high + room;
    this.#changed = false;
    this.#canvas.setAttribute('aria-label', `${this.#rows.length} sensors in 3D, ${some} values, ${n} anomalies. The tables say the same in words.`);
  }

  #paint() {
    const c = colours();
    this.#quiet.material.uniforms.colour.value.set(c.accent);
    this.#odd.material.uniforms.colour.value.set(c.odd);
    this.#box.material.color.set(c.line);
  }

  #project(x, y, z, width, height) {
    const p = new Vector3(x * X, y * Y, z * Z).project(this.#camera);
    return [(p.x + 1) / 2 * width, (1 - p.y) / 2 * height];
  }

  #write(store, width, height) {
    const scale = devicePixelRatio || 1, c = colours();
    if (this.#labels.width !== Math.round(width * scale)) { this.#labels.width = Math.round(width * scale); this.#labels.height = Math.round(height * scale); }
    if (this.#labels.height !== Math.round(height * scale)) this.#labels.height = Math.round(height * scale);
    const ctx = this.#labels.getContext('2d');
    ctx.setTransform(scale, 0, 0, scale, 0, 0);
    ctx.clearRect(0, 0, width, height);
    ctx.font = `11px ${c.font}`;
    ctx.fillStyle = c.muted;
    ctx.strokeStyle = c.surface; // words stay readable before points
    ctx.lineWidth = 4;
    ctx.lineJoin = 'round';
    ctx.textBaseline = 'middle';
    const put = (text, x, y, z, dx = 0, dy = 0, align = 'center') => { const [px, py] = this.#project(x, y, z, width, height); ctx.textAlign = align; ctx.strokeText(text, px + dx, py + dy); ctx.fillText(text, px + dx, py + dy); };
    const live = store.view.at === null;
    put(live ? `${ago(store.view.win)} ago` : time(store.from), -1, -1, 1, 14, 18);
    put(live ? 'now' : time(store.to), 1, -1, 1, 26, 0);
    for (const v of ticks(this.#low, this.#high, 4)) put(`${v}`.replace('-', '−') + (this.#unit ? ' ' + this.#unit : ''), 1, (v - this.#low) / (this.#high - this.#low) * 2 - 1, -1, 10, 0, 'left');
    const n = this.#rows.length, all = n > 12;
    let before = '', free = -Infinity;
    for (let i = 0; i < n; i++) {
      const { id } = this.#rows[i], cut = id.indexOf('/'), name = all ? cut > 0 ? id.slice(0, cut) : i % Math.ceil(n / 8) ? before : id : id;
      if (name === before) continue;
      before = name;
      const z = n < 2 ? 0 : i / (n - 1) * 2 - 1, [, py] = this.#project(-1, -1, z, width, height);
      if (py - free < 12) continue;
      free = py;
      put(fit(ctx, name, 110), -1, -1, z, -12, 2, 'right');
    }
    const { row, mark } = store.focus;
    if (row && mark !== null) {
      const hit = this.#points.find(p => p.a.key === row.key && p.a.t === mark);
      if (hit) { const [px, py] = this.#at(hit, store, width, height); ctx.strokeStyle = c.text; ctx.lineWidth = 1.5; ctx.beginPath(); ctx.arc(px, py, 9, 0, 7); ctx.stroke(); }
    }
  }

  #at({ a, v, place }, store, width, height) {
    const n = this.#rows.length;
    return this.#project((a.t - store.to) / store.view.win * 2 + 1, (v - this.#low) / (this.#high - this.#low) * 2 - 1, n < 2 ? 0 : place / (n - 1) * 2 - 1, width, height);
  }

  #pick(x, y) {
    const { width, height } = this.#labels.size;
    let best = null, near = 14;
    for (const p of this.#points) {
      const [px, py] = this.#at(p, this.#store, width, height), d = Math.hypot(px - x, py - y);
      if (d < near) { near = d; best = p; }
    }
    if (best) this.#choose(this.#rows[best.place], best.a.t);
  }
}

// The map: shapes come as tiles kept by the browser, values as one byte a region. Only a click goes back.
import * as maplibregl from './maplibre/maplibre-gl.mjs';

const LAYER = 'wilayah';
const ZOOMS = { 1: [2, 6], 2: [2, 7], 3: [2, 8], 4: [2, 9] };
const OUTSIDE = 255;
const views = new WeakMap();

export function render(component) {
  const { parentElement } = component;
  if (!views.has(parentElement)) views.set(parentElement, new MapView(parentElement));
  views.get(parentElement).show(component);
}

export function dispose(parentElement) {
  views.get(parentElement)?.close();
  views.delete(parentElement);
}

async function unpack(text) {
  const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

class MapView {
  constructor(root) {
    this.root = root;
    this.box = root.querySelector('.peta');
    this.tip = root.querySelector('.tip');
    this.names = new Map();
    this.run = 0;
    this.painted = null;
    if (!document.createElement('canvas').getContext('webgl2')) {
      this.box.dataset.state = 'tanpa-webgl';
      return;
    }
    this.map = new maplibregl.Map({
      container: this.box,
      style: { version: 8, sources: {}, layers: [{ id: 'laut', type: 'background', paint: { 'background-color': '#dfe9ec' } }] },
      center: [118, -2.5], zoom: 3.5, minZoom: 1.5, maxZoom: 13, maxBounds: [[60, -60], [176, 60]],
      attributionControl: false, dragRotate: false, pitchWithRotate: false, fadeDuration: 0, renderWorldCopies: false,
    });
    this.box.map = this.map; // lets a test, or a person at the console, ask where a place lies on the screen
    this.map.touchZoomRotate.disableRotation();
    this.map.keyboard.disableRotation();
    this.map.addControl(new maplibregl.NavigationControl({ showCompass: false }), 'top-right');
    this.map.addControl(new maplibregl.ScaleControl({ maxWidth: 110 }), 'bottom-left');
    this.map.on('mousemove', (e) => this.hover(e));
    this.map.on('mouseout', () => this.hide());
    this.map.on('movestart', () => this.hide());
    this.map.on('click', (e) => this.click(e));
    this.map.on('idle', () => { this.box.dataset.state = this.pending ? 'memuat' : 'siap'; });
    this.ready = new Promise((done) => this.map.once('load', done));
    this.sizes = new ResizeObserver(() => this.map.resize());
    this.sizes.observe(this.box);
  }

  close() {
    this.sizes?.disconnect();
    this.map?.remove();
  }

  async show({ data, setTriggerValue }) {
    const run = ++this.run;
    this.pending = true;
    this.data = data;
    this.send = setTriggerValue;
    this.box.setAttribute('aria-label', data.alt);
    this.box.style.height = data.height;
    if (!this.map) {
      this.root.querySelector('.tanpa-webgl').textContent = data.no_webgl;
      return;
    }
    const [classes, values] = await Promise.all([
      unpack(data.classes),
      data.values ? unpack(data.values).then((b) => new Float32Array(b.buffer)) : null,
      this.ready,
    ]);
    if (run !== this.run) return; // a newer view came while this one was unpacked
    this.classes = classes;
    this.values = values;
    this.draw();
    this.frame();
    this.pending = false;
    this.map.triggerRepaint();
  }

  source(level) {
    const id = `w${level}-${this.data.version}`;
    if (!this.map.getSource(id)) {
      const [minzoom, maxzoom] = ZOOMS[level];
      const tiles = [`${location.origin}/tiles/${this.data.version}/${level}/{z}/{x}/{y}`];
      this.map.addSource(id, { type: 'vector', tiles, minzoom, maxzoom, promoteId: { [LAYER]: 'n' } });
    }
    return id;
  }

  draw() {
    const { level, version, colours, inside, ink, sea, outlines } = this.data;
    const look = JSON.stringify([version, level, inside, outlines, ink, sea, colours]);
    const source = this.source(level);
    if (this.look !== look) {
      this.look = look;
      for (const layer of this.map.getStyle().layers) if (layer.id !== 'laut') this.map.removeLayer(layer.id);
      this.map.setPaintProperty('laut', 'background-color', sea);
      const colour = ['to-color', ['at', ['coalesce', ['feature-state', 'c'], OUTSIDE], ['literal', colours]]];
      const within = ['all', ['>=', ['get', 'n'], inside[0]], ['<', ['get', 'n'], inside[1]]];
      this.map.addLayer({
        id: 'isi', type: 'fill', source, 'source-layer': LAYER,
        paint: { 'fill-color': colour, 'fill-opacity': ['case', within, 1, 0.35], 'fill-antialias': level < 4 },
      });
      this.map.addLayer({
        id: 'tepi', type: 'line', source, 'source-layer': LAYER,
        paint: {
          'line-color': ink,
          'line-opacity': level < 3 ? 0.45 : ['interpolate', ['linear'], ['zoom'], 5, 0, 8, 0.35],
          'line-width': 0.5,
        },
      });
      for (const [upper, width] of outlines) {
        this.map.addLayer({
          id: `garis${upper}`, type: 'line', source: this.source(upper), 'source-layer': LAYER,
          paint: { 'line-color': ink, 'line-width': width,
            'line-opacity': upper === 1 ? 0.55 : ['interpolate', ['linear'], ['zoom'], 3.5, 0.12, 6, 0.55] },
        });
      }
    }
    this.select();
    const full = this.painted?.source !== source;
    const before = full ? null : this.painted.classes;
    const target = { source, sourceLayer: LAYER };
    for (let n = 0; n < this.classes.length; n++) {
      if (before === null || before[n] !== this.classes[n]) {
        this.map.setFeatureState({ ...target, id: n }, { c: this.classes[n] });
      }
    }
    this.painted = { source, classes: this.classes };
  }

  select() {
    if (this.map.getLayer('pilihan')) this.map.removeLayer('pilihan');
    const { focus, accent } = this.data;
    if (!focus.level) return;
    this.map.addLayer({
      id: 'pilihan', type: 'line', source: this.source(focus.level), 'source-layer': LAYER,
      filter: ['==', ['get', 'n'], focus.number], paint: { 'line-color': accent, 'line-width': 2.6 },
    });
  }

  frame() {
    const place = JSON.stringify(this.data.focus.bounds);
    if (this.place === place) return; // the reader's own pan and zoom stay when only values change
    const first = this.place === undefined;
    this.place = place;
    const [west, south, east, north] = this.data.focus.bounds;
    const still = first || matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.map.fitBounds([[west, south], [east, north]], { padding: 18, duration: still ? 0 : 500, maxZoom: 11.5 });
  }

  find(point) {
    return this.map.getLayer('isi') ? this.map.queryRenderedFeatures(point, { layers: ['isi'] })[0] : undefined;
  }

  async hover(e) {
    const feature = this.find(e.point);
    this.map.getCanvas().style.cursor = feature ? 'pointer' : '';
    if (!feature) return this.hide();
    const { level, version } = this.data;
    const key = `${version}/${level}`;
    if (!this.names.has(key)) this.names.set(key, fetch(`/names/${key}`).then((answer) => answer.json()));
    const names = await this.names.get(key);
    if (this.data.level !== level) return;
    this.tip.replaceChildren(Object.assign(document.createElement('b'), { textContent: names[feature.id] }), this.words(feature.id));
    this.tip.hidden = false;
    const room = this.box.clientWidth - this.tip.offsetWidth - 8;
    this.tip.style.left = `${Math.max(4, Math.min(e.point.x + 14, room))}px`;
    this.tip.style.top = `${Math.max(4, e.point.y - this.tip.offsetHeight - 12)}px`;
  }

  words(n) {
    const line = document.createElement('span');
    const value = this.values?.[n];
    const known = value !== undefined && !Number.isNaN(value);
    line.textContent = known
      ? `${value.toLocaleString(this.data.locale, { maximumFractionDigits: this.data.decimals })} ${this.data.unit}`
      : this.data.labels[this.classes[n]] ?? '';
    return line;
  }

  hide() {
    this.tip.hidden = true;
  }

  click(e) {
    const feature = this.find(e.point);
    if (feature) this.send('picked', { level: this.data.level, number: feature.id });
  }
}

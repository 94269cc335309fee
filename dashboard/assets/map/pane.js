// One map: Leaflet moves it, the raster layer draws it, an overlay holds names, symbols and points.
import '../leaflet/leaflet.js';
import { RasterLayer, colour, lineStyles } from './raster-layer.js';
import { padding } from './frame.js';
import { covered, drawOverlay } from './overlay.js';

const { L } = window;
const calm = () => matchMedia('(prefers-reduced-motion: reduce)').matches;
// Leaflet restores the window's scroll position after taking the focus; here an inner element scrolls, not the window.
L.Map.Keyboard.include({
  _onMouseDown() {
    if (!this._focused) this._map.getContainer().focus({ preventScroll: true });
  },
});
const BOUNDS = [[-55, 62], [55, 174]];
const home = new URL('../../../', import.meta.url).href; // the app may live under a path of its host
const worker = new Worker(new URL('./raster-worker.js', import.meta.url), { type: 'module' });
const waiting = new Map();
let ids = 0;
let paneCount = 0;

worker.onmessage = ({ data }) => {
  const entry = waiting.get(data.id);
  if (!entry) return;
  if (data.partial) return entry.early(data);
  waiting.delete(data.id);
  entry.done(data);
};

// A newer picture of the same pane cancels the older one, which then resolves to null.
function ask(job, early = () => {}) {
  const id = ++ids;
  if (job.kind === 'draw') {
    for (const [other, entry] of waiting) {
      if (entry.pane === job.pane && entry.kind === 'draw') {
        waiting.delete(other);
        entry.done(null);
      }
    }
  }
  return new Promise((done) => {
    waiting.set(id, { done, early, pane: job.pane, kind: job.kind });
    worker.postMessage({ ...job, id, home });
  });
}

export class Pane {
  constructor(box, words, events) {
    this.box = box;
    this.events = events;
    this.name = `panel-${++paneCount}`;
    this.map = L.map(box, {
      zoomControl: false, attributionControl: false, doubleClickZoom: false, fadeAnimation: false, zoomAnimation: !calm(),
      zoomSnap: 0.1, zoomDelta: 0.75, wheelPxPerZoomLevel: 110, minZoom: 2.25, maxZoom: 14, maxBounds: BOUNDS,
      maxBoundsViscosity: 0.7, inertia: !calm(), keyboardPanDelta: 90,
    }).setView([-2.5, 118], 4);
    this.scale = L.control.scale({ position: 'bottomright', imperial: false, maxWidth: 110 }).addTo(this.map);
    this.layer = new RasterLayer(this.name, (job, early) => this.track(ask(job, early)), () => this.drawn());
    this.layer.addTo(this.map);
    this.overlay = document.createElement('canvas');
    this.overlay.className = 'lapis';
    box.append(this.overlay);
    this.busy = 0;
    this.map.on('move zoom', () => events.moved(this));
    this.map.on('zoomstart', () => (this.overlay.style.visibility = 'hidden'));
    this.map.on('move', () => this.shift());
    this.map.on('click', (e) => events.click(this, e));
    this.map.on('dblclick', (e) => events.drill(this, e));
    this.map.on('mousemove', (e) => events.hover(this, e));
    this.map.on('mouseout movestart', () => events.leave(this));
    this.map.on('moveend', () => events.rest(this));
    this.sizes = new ResizeObserver(() => this.resize());
    this.sizes.observe(box);
    for (const sign of ['wheel', 'pointerdown', 'keydown']) box.addEventListener(sign, () => (this.framed = null), { passive: true });
  }

  close() {
    this.sizes.disconnect();
    this.map.remove();
    this.overlay.remove();
    worker.postMessage({ kind: 'close', pane: this.name });
  }

  // On resize the centre stays; a view that nobody has moved yet is fitted again.
  resize() {
    if (!this.box.clientWidth || !this.box.clientHeight) return; // hidden: it comes back as it was
    const before = this.map.getSize();
    this.map.invalidateSize({ animate: false, pan: true });
    if (this.framed && !this.map.getSize().equals(before)) this.frame(this.framed, false);
  }

  async track(promise) {
    this.busy++;
    const result = await promise;
    this.busy--;
    if (result) this.events.state(this, result);
    return result;
  }

  inside(outline) {
    const corner = this.layer.corner();
    const { dpr } = this.layer.raster;
    const scaled = outline.map(([x, y]) => [(x - corner.x) * dpr, (y - corner.y) * dpr]);
    return ask({ kind: 'inside', pane: this.name, outline: scaled });
  }

  // Draw with `table`; `view` says which shapes, `extras` what lies over the areas.
  async show(view, table, extras) {
    this.layer.table = { ...table, level: view.level };
    this.extras = extras;
    const later = this.layer.show(view);
    if (later) await later;
    this.paint();
  }

  paint() {
    if (this.layer.raster && this.layer.raster.level === this.layer.table.level) this.layer.paint();
  }

  // The overlay is drawn in the container's own pixels and follows the map while it is dragged.
  drawn() {
    const size = this.map.getSize();
    const { dpr } = this.layer.raster;
    Object.assign(this.overlay, { width: Math.round(size.x * dpr), height: Math.round(size.y * dpr) });
    Object.assign(this.overlay.style, { width: `${size.x}px`, height: `${size.y}px`, transform: '', visibility: '' });
    this.anchor = this.map.getPixelOrigin().subtract(this.map._getMapPanePos());
    drawOverlay(this.overlay.getContext('2d'), this, this.extras, dpr);
    this.events.painted(this);
  }

  shift() {
    if (!this.anchor || this.map._animatingZoom) return;
    const now = this.map.getPixelOrigin().subtract(this.map._getMapPanePos());
    const by = this.anchor.subtract(now);
    this.overlay.style.transform = `translate(${by.x}px, ${by.y}px)`;
  }

  frame([west, south, east, north], animate) {
    this.framed = [west, south, east, north];
    const size = this.map.getSize();
    if (!size.x || !size.y) return; // still without a size: framed as soon as it has one, or it would lie nowhere
    const still = !animate || calm();
    const box = [[south, west], [north, east]];
    const [a, b] = [L.CRS.EPSG3857.project(L.latLng(south, west)), L.CRS.EPSG3857.project(L.latLng(north, east))];
    const [left, top, right, bottom] = padding((b.x - a.x) / Math.max(1, b.y - a.y), size, this.covers());
    const room = { paddingTopLeft: [left, top], paddingBottomRight: [right, bottom], maxZoom: 12 };
    this.layer.flying = !still;
    if (!still) this.map.once('moveend', () => this.layer.land());
    if (still) this.map.fitBounds(box, { ...room, animate: false });
    else this.map.flyToBounds(box, { ...room, duration: 0.5 });
  }

  // The view as it is on screen, at `scale` pixels for each of its own: the areas and what lies over them, names placed as if
  // nothing covered the map. Resolves to {canvas, ids}.
  async picture(scale) {
    const { job } = this.layer.job(0, scale);
    const { table, view } = this.layer;
    const pane = `gambar-${++paneCount}`;
    const raster = await ask({ ...job, pane });
    worker.postMessage({ kind: 'close', pane });
    const { width, height } = job;
    const [canvas, over] = [0, 1].map(() => Object.assign(document.createElement('canvas'), { width, height }));
    const pen = canvas.getContext('2d');
    const image = pen.createImageData(width, height);
    colour(new Uint32Array(image.data.buffer), raster.ids, width, height, table, table.other && table.split !== null ? table.split * scale : Infinity);
    pen.putImageData(image, 0, 0);
    if (raster.lines) pen.drawImage(raster.lines, 0, 0);
    const at = ({ x, y }) => raster.ids[Math.min(height - 1, Math.max(0, Math.floor(y * scale))) * width + Math.min(width - 1, Math.max(0, Math.floor(x * scale)))];
    const still = { map: this.map, layer: { raster: { ...raster, dpr: scale }, view, corner: () => ({ x: 0, y: 0 }) }, at, box: { dataset: {} }, covers: () => [], drawn() {} };
    drawOverlay(over.getContext('2d'), still, this.extras, scale);
    pen.drawImage(over, 0, 0);
    return { canvas, ids: raster.ids };
  }

  // Boxes of what covers the map.
  covers() {
    return covered(this);
  }

  at(point) {
    return this.layer.at(point);
  }
}

// Small pictures of the same regions: raster numbers for a box of `width` by `height` CSS pixels.
export async function small(view, [west, south, east, north], width, height, dpr = Math.min(window.devicePixelRatio || 1, 2)) {
  const crs = L.CRS.EPSG3857;
  const corner = (zoom) => [crs.latLngToPoint(L.latLng(north, west), zoom), crs.latLngToPoint(L.latLng(south, east), zoom)];
  const [a, b] = corner(0);
  const zoom = Math.log2(Math.min(width / (b.x - a.x), height / (b.y - a.y)));
  const [nw, se] = corner(zoom);
  const left = (nw.x + se.x - width) / 2;
  const top = (nw.y + se.y - height) / 2;
  const raster = await ask({
    kind: 'draw', pane: `kecil-${++paneCount}`, ...view, ...lineStyles(view, zoom - 1), dpr, zoom: zoom - 1, left: left * dpr, top: top * dpr,
    width: Math.round(width * dpr), height: Math.round(height * dpr), labels: 0, labelFrom: 1e9, around: 0,
  });
  const project = (lat, lng) => {
    const point = crs.latLngToPoint(L.latLng(lat, lng), zoom);
    return [(point.x - left) * dpr, (point.y - top) * dpr];
  };
  return { ...raster, width: Math.round(width * dpr), height: Math.round(height * dpr), dpr, project };
}

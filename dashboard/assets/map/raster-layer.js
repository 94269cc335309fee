// The Leaflet layer: asks the worker for a raster of region numbers whenever the view comes to rest, and colours it.
// Between two rasters the last picture is moved and scaled by the browser, which costs nearly nothing.
import '../leaflet/leaflet.js';
import { phase } from './paint.js';

const { L } = window;
const PADDING = 0.22; // of the view, drawn beyond each side, so that a short pan shows no gap
const TILE_ZOOM = 1; // a Leaflet zoom counts tiles of 256 px, ours have 512

export const RasterLayer = L.Renderer.extend({
  options: { padding: PADDING },

  initialize(pane, ask, painted) {
    L.setOptions(this, {});
    L.stamp(this);
    this._layers = {};
    this.name = pane;
    this.ask = ask; // (job) => promise of a raster, or of null when a newer one was asked for
    this.painted = painted;
  },

  _initContainer() {
    this._container = document.createElement('canvas');
    this._container.className = 'gambar';
  },

  _destroyContainer() {
    this._container.remove();
  },

  // of L.Renderer: called on move end and reset. The previous picture stays until the new one is there.
  _update() {
    if (!this._map._animatingZoom && this.view && !this.flying) this.request();
  },

  _reset() {
    this._updateTransform(this._map.getCenter(), this._map.getZoom());
    this._update();
  },

  // before the first picture there is nothing to move
  _updateTransform(center, zoom) {
    if (this.raster) L.Renderer.prototype._updateTransform.call(this, center, zoom);
  },

  onAdd() {
    this._initContainer();
    this.getPane().appendChild(this._container);
  },

  onRemove() {
    this._destroyContainer();
  },

  show(view) {
    const same = this.view && this.view.version === view.version && this.view.level === view.level
      && JSON.stringify([this.view.outlines, this.view.ink]) === JSON.stringify([view.outlines, view.ink]);
    this.view = view;
    if (this.flying) return new Promise((done) => (this.landed = done)); // requested again where the animation ends
    return same && this.raster ? null : this.request();
  },

  async land() {
    this.flying = false;
    await this.request();
    this.landed?.();
  },

  async request() {
    const map = this._map;
    const size = map.getSize();
    if (!size.x || !size.y) return;
    const dpr = Math.min(window.devicePixelRatio || 1, 2);
    const { job, bounds } = this.job(PADDING, dpr);
    const at = { bounds, center: map.getCenter(), zoom: map.getZoom(), dpr, level: job.level, version: job.version };
    const raster = await this.ask(job, (early) => this.commit(early, at));
    if (raster) this.commit(raster, at);
  },

  // What the worker is to draw: the view with `padding` (a share of it) around, `dpr` pixels for each of the screen's.
  job(padding, dpr) {
    const map = this._map;
    const size = map.getSize();
    const zoom = map.getZoom();
    const min = map.containerPointToLayerPoint(size.multiplyBy(-padding)).round();
    const bounds = L.bounds(min, min.add(size.multiplyBy(1 + padding * 2)).round());
    const origin = map.getPixelOrigin().add(min);
    const extent = bounds.getSize();
    const { level, version, ink, count, around = 0 } = this.view;
    const margin = map.containerPointToLayerPoint([0, 0]).subtract(min);
    const screen = [margin.x, margin.y, size.x, size.y].map((length) => length * dpr);
    const { edge, outlines } = lineStyles(this.view, zoom - TILE_ZOOM);
    const job = {
      kind: 'draw', pane: this.name, level, version, outlines, ink, edge, count, dpr, zoom: zoom - TILE_ZOOM,
      left: origin.x * dpr, top: origin.y * dpr, width: Math.round(extent.x * dpr), height: Math.round(extent.y * dpr),
      labels: 800, labelFrom: level < 4 ? 1 : 12 * dpr, around, screen,
    };
    return { job, bounds };
  },

  commit(raster, { bounds, center, zoom, dpr, level, version }) {
    if (!this._map || level !== this.view.level || version !== this.view.version) return;
    this.raster?.lines?.close();
    this.raster = { ...raster, dpr, level };
    this._bounds = bounds;
    this._center = center;
    this._zoom = zoom;
    const size = bounds.getSize();
    const canvas = this._container;
    canvas.width = Math.round(size.x * dpr);
    canvas.height = Math.round(size.y * dpr);
    canvas.style.width = `${size.x}px`;
    canvas.style.height = `${size.y}px`;
    this._updateTransform(this._map.getCenter(), this._map.getZoom());
    this.paint();
  },

  // `this.table(split)` is set by the owner: {lut, phases, other, split}. One look-up a pixel.
  paint() {
    if (!this.raster || !this.table) return;
    const { width, height } = this._container;
    const pen = this._container.getContext('2d');
    const image = pen.createImageData(width, height);
    colour(new Uint32Array(image.data.buffer), this.raster.ids, width, height, this.table, this.splitPixel());
    pen.putImageData(image, 0, 0);
    if (this.raster.lines) pen.drawImage(this.raster.lines, 0, 0);
    this.painted();
  },

  // A swipe's divider, from container pixels to the picture's.
  splitPixel() {
    if (!this.table.other || this.table.split === null) return Infinity;
    const corner = this.corner();
    return (this.table.split - corner.x) * this.raster.dpr;
  },

  // Where the picture's corner lies in the container, while it is at rest.
  corner() {
    return this._map.layerPointToContainerPoint(this._bounds.min);
  },

  // Number of the region under a point of the container, -1 for none.
  at(point) {
    if (!this.raster || this._map.getZoom() !== this._zoom) return -1;
    const corner = this.corner();
    const x = Math.floor((point.x - corner.x) * this.raster.dpr);
    const y = Math.floor((point.y - corner.y) * this.raster.dpr);
    const { width, height } = this._container;
    return x < 0 || y < 0 || x >= width || y >= height ? -1 : this.raster.ids[y * width + x];
  },
});

// Lines stay out of the way where they would cover the areas; a level whose lines cannot be seen is not even fetched.
export function lineStyles({ level, outlines }, zoom) {
  const between = (low, high, from, to) => Math.max(Math.min(from, to), Math.min(Math.max(from, to), from + ((zoom - low) / (high - low)) * (to - from)));
  const edge = { width: 0.6, alpha: level < 3 ? 0.5 : between(5.5, 8.5, 0, 0.4) };
  const upper = outlines.map(([number, width]) => [number, { width, alpha: number === 1 ? 0.6 : between(4.5, 7, 0, 0.6) }]);
  return { edge, outlines: upper.filter(([, style]) => style.alpha > 0.02) };
}

const PHASE = Uint8Array.from({ length: 64 }, (_, i) => phase(i & 7, i >> 3));

export function colour(out, ids, width, height, { lut, other, marks = [] }, split) {
  const size = lut.length / 4;
  for (let y = 0, at = 0; y < height; y++) {
    const row = (y & 7) << 3;
    for (let x = 0; x < width; x++, at++) {
      const n = ids[at];
      if (n < 0) continue;
      const table = x < split ? lut : other;
      out[at] = table[PHASE[row | (x & 7)] * size + n];
    }
  }
  for (const mark of marks) outline(out, ids, width, height, mark);
}

// The edge of one region, of all regions numbered from..to, or of some, three pixels wide, found in the raster itself.
function outline(out, ids, width, height, { from, to, colour: ink, picks, bold }) {
  const within = picks ? (n) => picks.has(n) : (n) => n >= from && n < to;
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1, at = y * width + 1; x < width - 1; x++, at++) {
      if (ids[at] < 0 || !within(ids[at])) continue;
      if (within(ids[at - 1]) && within(ids[at + 1]) && within(ids[at - width]) && within(ids[at + width])) continue;
      out[at] = ink;
      out[at - 1] = ink;
      out[at + 1] = ink;
      out[at - width] = ink;
      out[at + width] = ink;
      if (bold && x > 1 && x < width - 2 && y > 1 && y < height - 2) {
        out[at - 2] = ink;
        out[at + 2] = ink;
        out[at - 2 * width] = ink;
        out[at + 2 * width] = ink;
      }
    }
  }
}

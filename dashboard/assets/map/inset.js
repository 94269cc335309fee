// Small maps in the corner: where in the nation the view lies, and places too small to see or outside of the frame.
import { element } from './controls.js';
import { shortName } from './labels.js';
import { small } from './pane.js';
import { rgb, word } from './paint.js';
import { colour } from './raster-layer.js';

const NATION = [94.9, -11.1, 141.1, 6.2];
const [WIDTH, HEIGHT] = [176, 70];
const FROM_ZOOM = 5.3; // below it the nation itself is on screen

export class Inset {
  constructor(stage, words) {
    this.canvas = element('canvas', { class: 'sisipan', role: 'img', 'aria-label': words.inset, hidden: true });
    stage.append(this.canvas);
  }

  async show(data, { map }) {
    if (map.getZoom() < FROM_ZOOM) {
      this.canvas.hidden = true;
      return;
    }
    const key = `${data.version}${data.surface.ink}`;
    if (this.key !== key) {
      this.key = key;
      const view = { version: data.version, level: 1, outlines: [], ink: data.surface.ink, count: 60 };
      this.raster = await small(view, NATION, WIDTH, HEIGHT, 2);
    }
    this.look(map, data);
  }

  look(map, data) {
    if (!this.raster || map.getZoom() < FROM_ZOOM) {
      this.canvas.hidden = true;
      return;
    }
    const { raster, canvas } = this;
    this.canvas.hidden = false;
    if (canvas.width !== raster.width) Object.assign(canvas, { width: raster.width, height: raster.height });
    const pen = canvas.getContext('2d');
    const image = pen.createImageData(raster.width, raster.height);
    const out = new Uint32Array(image.data.buffer);
    const land = word(rgb(data.surface.land));
    for (let i = 0; i < out.length; i++) if (raster.ids[i] >= 0) out[i] = land;
    pen.putImageData(image, 0, 0);
    const bounds = map.getBounds();
    const [x0, y0] = raster.project(bounds.getNorth(), bounds.getWest());
    const [x1, y1] = raster.project(bounds.getSouth(), bounds.getEast());
    const side = 7 * raster.dpr;
    pen.lineWidth = 2 * raster.dpr;
    pen.strokeStyle = data.surface.accent;
    const [w, h] = [Math.max(side, x1 - x0), Math.max(side, y1 - y0)];
    pen.strokeRect((x0 + x1 - w) / 2, (y0 + y1 - h) / 2, w, h);
  }
}

const PLACE = [66, 50];
const TINY = 144; // square pixels: about 12 by 12
const [MOST, MOST_NARROW] = [4, 2];

// A press on a place zooms to it. They wear the colours of the map, and go as soon as they can be seen on it.
export class Places {
  constructor(root, words) {
    this.root = element('div', { class: 'tempat-kecil', role: 'group', 'aria-label': words.small_places });
    root.append(this.root);
    Object.assign(this, { words, shown: '', rasters: new Map() });
  }

  chosen(data, pane) {
    const { map, layer } = pane;
    const [west, south, east, north] = data.focus.bounds;
    if (map.getZoom() > map.getBoundsZoom([[south, west], [north, east]]) + 0.7) return [];
    const dpr = layer.raster.dpr;
    const [corner, size, covers] = [layer.corner(), map.getSize(), pane.covers()];
    const seen = (x, y) => x > 0 && y > 0 && x < size.x && y < size.y && !covers.some((box) => x > box[0] && y > box[1] && x < box[2] && y < box[3]);
    const area = new Map(layer.raster.spots.filter(([, x, y]) => seen(x / dpr + corner.x, y / dpr + corner.y))
      .map(([n, , , , pixels]) => [n, pixels / dpr ** 2]));
    return (data.small ?? []).filter(([n]) => (area.get(n) ?? 0) < TINY).slice(0, size.x < 640 ? MOST_NARROW : MOST);
  }

  async show(data, pane, name) {
    const list = this.chosen(data, pane);
    const { view, table } = pane.layer;
    if (view.level !== table.level) return;
    const key = JSON.stringify([view.version, view.level, view.ink, list, list.map(([n]) => name(n))]);
    if (this.shown !== key) {
      this.shown = key;
      this.root.replaceChildren(...list.map(([n, ...box]) => {
        const said = shortName(view.version, view.level, n) || name(n);
        const title = this.words.zoom_to.replace('{name}', name(n));
        return element('button', { type: 'button', 'data-wilayah': n, title, 'aria-label': title, onclick: () => pane.frame(box, true) },
          element('canvas'), element('span', {}, said));
      }));
    }
    await Promise.all(list.map(async ([n, west, south, east, north], i) => {
      const at = `${view.version}/${view.level}/${view.ink}/${n}`;
      const margin = 0.12 * Math.max(east - west, north - south);
      const box = [west - margin, south - margin, east + margin, north + margin];
      if (!this.rasters.has(at)) this.rasters.set(at, small({ ...view, outlines: [] }, box, ...PLACE, 2)); // sharp in a picture too
      const raster = await this.rasters.get(at);
      const canvas = this.root.children[i]?.firstChild;
      if (this.shown === key && canvas) paintSmall(canvas, raster, pane.layer.table, [{ from: n, to: n + 1, colour: word(rgb(data.surface.text)) }]);
    }));
  }
}

export function paintSmall(canvas, raster, table, marks) {
  Object.assign(canvas, { width: raster.width, height: raster.height });
  const pen = canvas.getContext('2d');
  const image = pen.createImageData(raster.width, raster.height);
  colour(new Uint32Array(image.data.buffer), raster.ids, raster.width, raster.height, { lut: table.lut, marks }, Infinity);
  pen.putImageData(image, 0, 0);
  if (raster.lines) pen.drawImage(raster.lines, 0, 0);
}

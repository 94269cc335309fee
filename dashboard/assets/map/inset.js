// Where in the nation the view lies: the provinces, small, with a frame around what is on screen.
import { element } from './controls.js';
import { small } from './pane.js';
import { rgb, word } from './paint.js';

const NATION = [94.9, -11.1, 141.1, 6.2];
const [WIDTH, HEIGHT] = [176, 70];
const FROM_ZOOM = 5.3; // below it the nation itself is on screen

export class Inset {
  constructor(stage, words) {
    this.canvas = element('canvas', { class: 'sisipan', role: 'img', 'aria-label': words.inset, hidden: true });
    stage.append(this.canvas);
  }

  async show(data, map) {
    if (map.getZoom() < FROM_ZOOM) {
      this.canvas.hidden = true;
      return;
    }
    const key = `${data.version}${data.surface.ink}`;
    if (this.key !== key) {
      this.key = key;
      const view = { version: data.version, level: 1, outlines: [], ink: data.surface.ink, count: 60 };
      this.raster = await small(view, NATION, WIDTH, HEIGHT);
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

// Small multiples: one picture a period, all from one raster of region numbers.
import { element } from './controls.js';
import { small } from './pane.js';
import { colour } from './raster-layer.js';

const MOST = 12;

export class Multiples {
  constructor(root, picked) {
    Object.assign(this, { root, picked });
  }

  async show(view, data, periods, look, marks) {
    const shown = data.periods.slice(-MOST);
    const columns = Math.max(1, Math.min(shown.length, this.root.clientWidth > 900 ? 3 : this.root.clientWidth > 500 ? 2 : 1));
    const width = Math.floor((this.root.clientWidth - 12 * (columns + 1)) / columns);
    const rows = Math.ceil(shown.length / columns);
    const height = Math.max(110, Math.floor((this.root.clientHeight - rows * 40) / rows));
    const key = JSON.stringify([view.version, view.level, data.focus.bounds, width, height]);
    if (this.key !== key) {
      this.raster = await small(view, data.focus.bounds, width, height);
      this.key = key;
    }
    const { raster } = this;
    this.root.style.gridTemplateColumns = `repeat(${columns}, 1fr)`;
    this.root.replaceChildren(...shown.map((period) => {
      const canvas = element('canvas', { width: raster.width, height: raster.height, style: `width:${width}px;height:${height}px` });
      const pen = canvas.getContext('2d');
      const image = pen.createImageData(raster.width, raster.height);
      colour(new Uint32Array(image.data.buffer), raster.ids, raster.width, raster.height, { lut: look(periods.get(period)), marks }, Infinity);
      pen.putImageData(image, 0, 0);
      if (raster.lines) pen.drawImage(raster.lines, 0, 0);
      const name = data.period_names[data.periods.indexOf(period)];
      return element('button', { type: 'button', 'data-periode': period, onclick: () => this.picked(period) }, canvas, element('span', {}, name));
    }));
  }
}

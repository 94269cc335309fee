// Villages with many cases as dots, the larger the more, over what their kecamatan have: a class alone would be one colour everywhere.
import { NOTHING, classOf } from './paint.js';

export const GROUND = 20; // bytes from here on are classes of the level below; the one before them is "no rate"

// The classes to colour: of the kecamatan where a village has few cases, its own kind of nothing elsewhere.
export function grounded(classes, ground) {
  const result = classes.slice();
  for (let n = 0; n < result.length; n++) if (classOf(classes[n]) < NOTHING) result[n] = ground[n] > NOTHING ? GROUND - 1 : GROUND + ground[n];
  return result;
}

// A dot in the middle of each region whose class has a radius; `hidden` classes have none.
export function drawDots(pen, pane, { classes, radii, hidden, inside, ink, paper }, dpr) {
  const { ids } = pane.layer.raster;
  const { width } = pane.layer._container;
  const corner = pane.layer.corner();
  const spots = new Map();
  for (let i = 0; i < ids.length; i++) {
    const n = ids[i];
    if (n < inside[0] || n >= inside[1] || !radii[classes[n]] || hidden.has(classes[n])) continue;
    let spot = spots.get(n);
    if (!spot) spots.set(n, (spot = [0, 0, 0]));
    spot[0] += i % width;
    spot[1] += Math.floor(i / width);
    spot[2]++;
  }
  pen.fillStyle = ink;
  pen.strokeStyle = paper;
  pen.lineWidth = 1;
  for (const [n, [x, y, count]] of spots) {
    pen.beginPath();
    pen.arc((x / count + 0.5) / dpr + corner.x, (y / count + 0.5) / dpr + corner.y, radii[classes[n]], 0, 2 * Math.PI);
    pen.fill();
    pen.stroke();
  }
  pane.box.dataset.titik = spots.size;
}

// What lies over the areas: names that do not collide, circles by count, points of facilities.
import { drawDots } from './dots.js';
import { namesOf } from './facts.js';
import { place, shortName, write } from './labels.js';

export function drawOverlay(pen, pane, extras, dpr) {
  const { width, height } = pen.canvas;
  pen.setTransform(1, 0, 0, 1, 0, 0);
  pen.clearRect(0, 0, width, height);
  if (!extras) return;
  pen.setTransform(dpr, 0, 0, dpr, 0, 0);
  const corner = pane.layer.corner();
  const onScreen = ([n, x, y, span, area = 0, wx = x, wy = y]) => ({
    n, x: x / dpr + corner.x, y: y / dpr + corner.y, wx: wx / dpr + corner.x, wy: wy / dpr + corner.y, span: span / dpr, area: area / dpr ** 2,
  });
  const { raster } = pane.layer;
  const spots = raster.spots.map(onScreen);
  pane.hits = [];
  if (extras.dots) drawDots(pen, pane, extras.dots, dpr);
  if (extras.symbols) circles(pen, spots, extras);
  if (extras.points) points(pen, pane, extras);
  if (extras.names) names(pen, pane, spots, raster.around.spots.map(onScreen), extras);
}

// Names are placed once for a picture of areas, not for each change of its colours.
function names(pen, pane, spots, around, extras) {
  const { view, raster } = pane.layer;
  const size = pane.map.getSize();
  const name = (n) => shortName(view.version, view.level, n) || extras.names(n);
  const obstacles = pane.covers();
  const above = raster.around.spots.length ? namesOf(view.version, raster.around.level) : null;
  if (above && !above.list) above.wait.then((list) => list.length && pane.layer.raster === raster && pane.drawn());
  const key = JSON.stringify([extras.inside, size, obstacles, spots.map(({ n }) => name(n).length), !above?.list]);
  if (pane.named?.raster !== raster || pane.named.key !== key) {
    const began = performance.now();
    const found = place(pen, {
      spots, inside: extras.inside, name, at: (x, y) => pane.at({ x, y }), obstacles, width: size.x, height: size.y, around,
      aroundName: (n) => shortName(view.version, raster.around.level, n),
    });
    pane.named = { ...found, raster, key };
    Object.assign(pane.box.dataset, { nama: found.found, wilayah: found.wanted, namaMs: (performance.now() - began).toFixed(1) });
  }
  write(pen, pane.named.placed, extras.surface);
}

const WHOLE = '.kotak-peta, .deret, .tip, .kartu-titik, .tali, .sapuan, [hidden]';

// Boxes, in pixels of the pane, of what lies over the map: title, legend, tools, slider, insets. A wrapper that lets presses
// through counts by its children.
export function covered(pane) {
  const home = pane.box.getBoundingClientRect();
  const boxes = [];
  const add = (one) => {
    if (one.matches(WHOLE)) return;
    const style = getComputedStyle(one);
    if (style.display === 'none' || style.visibility === 'hidden') return;
    if (style.pointerEvents === 'none' && one.children.length && style.backgroundColor === 'rgba(0, 0, 0, 0)') return [...one.children].forEach(add);
    const { left, top, right, bottom } = one.getBoundingClientRect();
    if (right > left && bottom > top) boxes.push([left - home.left - 3, top - home.top - 3, right - home.left + 3, bottom - home.top + 3].map(Math.round));
  };
  [...pane.box.closest('.panggung').children, ...pane.box.querySelectorAll('.leaflet-control')].forEach(add);
  return boxes;
}

// The area is proportional to the count, so the radius to its square root.
function circles(pen, spots, { symbols, surface, inside }) {
  const greatest = largest(symbols, inside);
  pen.lineWidth = 1.5;
  const sized = spots.filter(({ n }) => symbols[n] > 0 && n >= inside[0] && n < inside[1]).sort((a, b) => symbols[b.n] - symbols[a.n]);
  for (const { n, x, y } of sized) {
    pen.beginPath();
    pen.arc(x, y, radius(symbols[n], greatest), 0, 2 * Math.PI);
    pen.fillStyle = surface.symbol;
    pen.globalAlpha = 0.45;
    pen.fill();
    pen.globalAlpha = 1;
    pen.strokeStyle = surface.paper;
    pen.stroke();
  }
}

export function largest(symbols, [from, to]) {
  let greatest = 1;
  for (let n = from; n < to; n++) if (symbols[n] > greatest) greatest = symbols[n];
  return greatest;
}

function radius(count, greatest) {
  return 3 + 21 * Math.sqrt(count / greatest);
}

const SHAPES = {
  BNN: (pen, x, y, r) => corners(pen, [[x, y - r], [x + r, y], [x, y + r], [x - r, y]]),
  Kemenkes: (pen, x, y, r) => {
    const [a, b] = [r * 0.36, r * 0.95];
    corners(pen, [[-a, -b], [a, -b], [a, -a], [b, -a], [b, a], [a, a], [a, b], [-a, b], [-a, a], [-b, a], [-b, -a], [-a, -a]].map(([i, j]) => [x + i, y + j]));
  },
  Kemensos: (pen, x, y, r) => corners(pen, [[x, y - r], [x + r, y + r * 0.75], [x - r, y + r * 0.75]]),
  other: (pen, x, y, r) => pen.arc(x, y, r * 0.8, 0, 2 * Math.PI),
};

function corners(pen, list) {
  list.forEach(([x, y], i) => (i ? pen.lineTo(x, y) : pen.moveTo(x, y)));
  pen.closePath();
}

// Places of treatment: shape by who runs them, colour by whether there are beds, size by places. The small ones lie on top.
function points(pen, pane, { points: list, surface }) {
  const size = pane.map.getSize();
  const zoom = pane.map.getZoom();
  const [least, most] = zoom < 6 ? [2.8, 3.5] : zoom < 9 ? [4.5, 9] : [6, 13];
  const greatest = list.reduce((so, { size: places }) => Math.max(so, places), 1);
  for (const point of [...list].sort((a, b) => b.size - a.size)) {
    const at = pane.map.latLngToContainerPoint([point.lat, point.lon]);
    if (at.x < -9 || at.y < -9 || at.x > size.x + 9 || at.y > size.y + 9) continue;
    const r = least + (most - least) * Math.sqrt(point.size / greatest);
    pane.hits.push({ ...point, x: at.x, y: at.y, reach: r + 3 });
    pen.beginPath();
    (SHAPES[point.operator] ?? SHAPES.other)(pen, at.x, at.y, r);
    pen.fillStyle = point.kind === 'inap' ? surface.accent : surface.second;
    pen.lineWidth = 2;
    pen.strokeStyle = surface.paper;
    pen.stroke();
    pen.fill();
  }
}


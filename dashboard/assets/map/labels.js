// Names of regions: short, in one or two lines, inside their area or beside it with a line to it. No name touches another, a
// control or the edge. Pixels are CSS pixels of the container.
import { namesOf } from './facts.js';

const FONT = 'system-ui, "Segoe UI", "Noto Sans", "Liberation Sans", sans-serif';
const textSize = () => 0.75 * parseFloat(getComputedStyle(document.documentElement).fontSize); // larger on a projector
const MOST = 140;
const ANGLES = Array.from({ length: 16 }, (_, i) => [Math.cos((i * Math.PI) / 8), Math.sin((i * Math.PI) / 8)]);
const STEPS = [7, 13, 21, 31, 44, 60, 80, 105, 135];
const NUDGES = [0, -0.5, 0.5].flatMap((y) => [0, -0.25, 0.25].map((x) => [x, y]));
const NEAR = 15; // a name that close to its area needs no line, unless another area is as close
// how far a name may lie from its area, by how many regions are on screen
const reach = (count) => (count <= 15 ? 140 : count <= 60 ? 110 : count <= 150 ? 32 : 0);
const PROVINCES = [[/^Daerah Khusus Ibukota /, 'DKI '], [/^Daerah Istimewa /, 'DI ']];
const shortened = new WeakMap();
const widths = new Map();

// Names as a map writes them: without "Kabupaten", which stays (as "Kab.") only where a kota has the same name.
function shortNames(list) {
  if (!shortened.has(list)) {
    const cities = new Set(list.filter((name) => name.startsWith('Kota ')).map((name) => name.slice(5)));
    shortened.set(list, list.map((name) => {
      const bare = name.replace(/^(Kabupaten|Kota) Administrasi /, '').replace(/^Kabupaten /, '');
      const kept = bare !== name && name.startsWith('Kabupaten') && cities.has(bare) ? `Kab. ${bare}` : bare;
      return PROVINCES.reduce((said, [long, short]) => said.replace(long, short), kept).replace(/\bKepulauan /, 'Kep. ');
    }));
  }
  return shortened.get(list);
}

export function shortName(version, level, n) {
  const { list } = namesOf(version, level);
  return list ? shortNames(list)[n] ?? '' : '';
}

function widthOf(pen, words, size) {
  const key = `${size}${words}`;
  if (!widths.has(key)) {
    pen.font = `600 ${size}px ${FONT}`;
    widths.set(key, pen.measureText(words).width);
  }
  return widths.get(key);
}

// One line, and two where the name breaks without leaving a scrap: "Nusa Tenggara / Timur".
function shapes(pen, name, size) {
  const box = (lines) => ({ lines, w: Math.max(...lines.map((line) => widthOf(pen, line, size))) + 6, h: lines.length * size * 1.12 + 3 });
  const found = [box([name])];
  const words = name.split(' ');
  let best = null;
  for (let i = 1; i < words.length; i++) {
    const two = box([words.slice(0, i).join(' '), words.slice(i).join(' ')]);
    if (!best || two.w < best.w) best = two;
  }
  if (best && best.w < found[0].w * 0.8) found.push(best);
  return found;
}

const touches = (a, b) => a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1];

// Whether a line from (x0, y0) to (x1, y1) meets a box, by clipping it to the box's sides.
function meets([x0, y0, x1, y1], box) {
  let [from, to] = [0, 1];
  for (const [start, step, low, high] of [[x0, x1 - x0, box[0], box[2]], [y0, y1 - y0, box[1], box[3]]]) {
    if (step === 0) {
      if (start < low || start > high) return false;
      continue;
    }
    const [a, b] = [(low - start) / step, (high - start) / step];
    from = Math.max(from, Math.min(a, b));
    to = Math.min(to, Math.max(a, b));
  }
  return from < to;
}

const side = (ax, ay, bx, by, cx, cy) => (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
const crosses = ([a, b, c, d], [e, f, g, h]) => side(a, b, c, d, e, f) * side(a, b, c, d, g, h) < 0
  && side(e, f, g, h, a, b) * side(e, f, g, h, c, d) < 0;

// Names for `spots` ({n, x, y, span, area}, the largest first): {lines, x, y, size, line}. `at(x, y)` is the number of the region
// there, -1 for the sea; `obstacles` are boxes that cover the map; `around` are spots of the regions that surround the chosen area.
export function place(pen, { spots, inside, name, at, obstacles, width, height, around, aroundName }) {
  const base = textSize();
  const within = (n) => n >= inside[0] && n < inside[1];
  const wanted = spots.filter(({ n, x, y }) => within(n) && x > 0 && y > 0 && x < width && y < height)
    .map((spot) => ({ ...spot, words: name(spot.n) }));
  const far = reach(wanted.length);
  const taken = [...obstacles];
  const lines = [];
  const placed = [];
  const free = (box) => box[0] > 2 && box[1] > 2 && box[2] < width - 2 && box[3] < height - 2 && !taken.some((one) => touches(box, one));

  // Shares of a box that lie on the region itself, on other chosen regions, and on what surrounds them.
  function ground(box, n) {
    let [own, other, outside] = [0, 0, 0];
    for (let i = 0; i < 7; i++) {
      for (let j = 0; j < 3; j++) {
        const id = at(box[0] + ((i + 0.5) * (box[2] - box[0])) / 7, box[1] + ((j + 0.5) * (box[3] - box[1])) / 3);
        if (id === n) own++;
        else if (id >= 0) within(id) ? other++ : outside++;
      }
    }
    return [own / 21, other / 21, outside / 21];
  }

  function consider(best, spot, shape, cx, cy, away, most) {
    const box = [cx - shape.w / 2, cy - shape.h / 2, cx + shape.w / 2, cy + shape.h / 2];
    if (!free(box) || lines.some((line) => meets(line, box))) return best;
    const [own, other, outside] = ground(box, spot.n);
    if (away ? own > 0.34 : own < 0.3 || other > most) return best;
    let cost = other * 60 + outside * 8 + (shape.lines.length - 1) * 3 + (away ? 6 + away : 0);
    if (best && cost >= best.cost) return best;
    let line = null;
    const [ours, theirs] = away ? ground([box[0] - 9, box[1] - 9, box[2] + 9, box[3] + 9], spot.n) : [1, 0];
    if (away > NEAR || theirs > 0.4 * ours) {
      line = [Math.max(box[0], Math.min(spot.x, box[2])), Math.max(box[1], Math.min(spot.y, box[3])), spot.x, spot.y];
      if (taken.some((one) => meets(line, one)) || lines.some((one) => crosses(line, one))) return best;
    }
    // a name over the middle of another area reads as that area's
    if (far) for (const { n, x, y } of wanted) if (n !== spot.n && x > box[0] && x < box[2] && y > box[1] && y < box[3]) cost += 30;
    return best && cost >= best.cost ? best : { cost, box, line, x: cx, y: cy, lines: shape.lines };
  }

  for (const spot of wanted) {
    if (placed.length >= MOST) break;
    if (!spot.words) continue;
    const size = Math.round(base * Math.max(0.9, Math.min(1.25, 0.8 + Math.sqrt(spot.area) / 320)) * 2) / 2;
    let best = null;
    for (const shape of shapes(pen, spot.words, size)) {
      if (!far && shape.w > 1.8 * spot.span) continue; // among so many nothing may stand beside its area
      for (const [x, y] of [[spot.x, spot.y], [spot.wx, spot.wy]]) {
        for (const [dx, dy] of NUDGES) best = consider(best, spot, shape, x + dx * shape.w, y + dy * shape.h, 0, far ? 0.35 : 0.25);
      }
      if (best?.cost < 8) continue;
      for (const step of STEPS) {
        if (step > far || (best && best.cost < step)) break;
        for (const [x, y] of ANGLES) best = consider(best, spot, shape, spot.x + x * (step + shape.w / 2), spot.y + y * (step + shape.h / 2), step, 1);
      }
    }
    if (!best) continue;
    taken.push(best.box);
    if (best.line) lines.push(best.line);
    placed.push({ ...best, size });
  }
  const found = placed.length;
  for (const spot of around) {
    const words = aroundName(spot.n);
    if (!words || within(at(spot.x, spot.y))) continue;
    const shape = shapes(pen, words, base).at(-1);
    const box = [spot.x - shape.w / 2, spot.y - shape.h / 2, spot.x + shape.w / 2, spot.y + shape.h / 2];
    if (!free(box) || lines.some((line) => meets(line, box)) || ground(box, -2)[1] > 0) continue;
    taken.push(box);
    placed.push({ lines: shape.lines, x: spot.x, y: spot.y, size: base, faint: true });
  }
  return { placed, found, wanted: wanted.length };
}

export function write(pen, placed, surface) {
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  pen.lineJoin = 'round';
  for (const { line } of placed) {
    if (!line) continue;
    for (const [width, ink] of [[3, surface.paper], [1.1, surface.text]]) {
      pen.lineWidth = width;
      pen.strokeStyle = ink;
      pen.beginPath();
      pen.moveTo(line[0], line[1]);
      pen.lineTo(line[2], line[3]);
      pen.stroke();
    }
    pen.fillStyle = surface.text;
    pen.beginPath();
    pen.arc(line[2], line[3], 2, 0, 2 * Math.PI);
    pen.fill();
  }
  for (const { lines, x, y, size, faint } of placed) {
    pen.font = `${faint ? 400 : 600} ${size}px ${FONT}`;
    pen.lineWidth = 3.2;
    pen.strokeStyle = faint ? surface.sea : surface.paper;
    pen.fillStyle = surface.text;
    lines.forEach((words, i) => {
      const at = y + (i - (lines.length - 1) / 2) * size * 1.12;
      pen.globalAlpha = faint ? 0.5 : 0.85;
      pen.strokeText(words, x, at);
      pen.globalAlpha = faint ? 0.6 : 1;
      pen.fillText(words, x, at);
    });
  }
  pen.globalAlpha = 1;
}

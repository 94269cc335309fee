// Draws vector tiles into a raster of region numbers: colouring a map is then a table look-up per pixel, without WebGL.
// In: {kind:'draw', ...} and {kind:'inside', ...}; out: the raster, lines as a bitmap, and a spot inside every region.
import { decode } from './decode.js';
import { fill } from './fill.js';

const EXTENT = 4096;
const TILE_PX = 512;
const ZOOMS = { 1: [2, 6], 2: [2, 7], 3: [2, 8], 4: [2, 9] };
const KEPT = 120; // decoded tiles
const MOST_ABOVE = 1000; // regions of a level that is named around the chosen area
const PATIENCE_MS = 1500; // then the tiles that have arrived are drawn, and all of them when the rest is there
const RETRY_MS = 4000;
const tiles = new Map();
const newest = new Map();
const spotsOf = new Map();
let bytes = 0; // of tiles fetched, compressed

onmessage = ({ data }) => ({ draw, inside, close })[data.kind](data);

function close({ pane }) {
  newest.delete(pane);
  spotsOf.delete(pane);
}

async function draw(job) {
  newest.set(job.pane, job.id);
  const current = () => newest.get(job.pane) === job.id;
  const levels = [job.level, ...job.outlines.map(([level]) => level)];
  const wanted = levels.map((level) => covering(job, level));
  const all = Promise.all(wanted.map((list) => Promise.all(list.map(tile))));
  const slow = Symbol('slow');
  const first = await Promise.race([all, new Promise((done) => setTimeout(() => done(slow), PATIENCE_MS))]);
  if (!current()) return;
  if (first === slow) {
    answer(job, wanted.map((list) => list.map((place) => tiles.get(place.key)?.ready ?? null)), true);
    await all;
    if (!current()) return;
  }
  answer(job, await all, false);
}

function answer(job, sets, partial) {
  const started = performance.now();
  const result = fill(job, sets[0]);
  const lines = stroke(job, sets);
  const spots = gather(job, result);
  const around = surrounding(job, sets);
  const wide = result.longest.filter((length) => length > 0);
  const span = wide.length ? wide.reduce((sum, length) => sum + length, 0) / wide.length / job.dpr : 0;
  const missing = sets[0].filter((one) => one === null || one.failed).length;
  const gone = sets[0].some((one) => one?.gone);
  const ms = performance.now() - started;
  const parts = { id: job.id, pane: job.pane, ids: result.ids, lines, spots, around, span, partial, missing, gone, ms, bytes };
  postMessage(parts, [result.ids.buffer, ...(lines ? [lines] : [])]);
}

// Tiles of a level that cover the picture, at the zoom whose detail fits the screen.
function covering(job, level) {
  const [least, most] = ZOOMS[level];
  const z = Math.max(least, Math.min(most, Math.round(job.zoom)));
  const scale = (TILE_PX * 2 ** (job.zoom - z)) * job.dpr; // device pixels a tile
  const count = 2 ** z;
  const range = (from, length) => [Math.max(0, Math.floor(from / scale)), Math.min(count - 1, Math.floor((from + length) / scale))];
  const [x0, x1] = range(job.left, job.width);
  const [y0, y1] = range(job.top, job.height);
  const list = [];
  for (let y = y0; y <= y1; y++) {
    for (let x = x0; x <= x1; x++) {
      const path = `tiles/${job.version}/${level}/${z}/${x}/${y}`;
      list.push({ key: path, url: job.home + path, x: x * scale - job.left, y: y * scale - job.top, scale: scale / EXTENT });
    }
  }
  return list;
}

function tile(place) {
  const known = tiles.get(place.key);
  if (known && !(known.ready?.failed && performance.now() - known.at > RETRY_MS)) {
    tiles.delete(place.key); // to the end: the oldest goes first
    tiles.set(place.key, known);
    return known.promise.then((body) => ({ ...body, place }));
  }
  const entry = { at: performance.now() };
  entry.promise = fetch(place.url)
    .then(async (reply) => {
      if (reply.status === 204) return { features: [] };
      if (!reply.ok) return { features: [], failed: true, gone: reply.status === 404 };
      const body = await reply.arrayBuffer();
      bytes += performance.getEntriesByName(place.url).at(-1)?.encodedBodySize ?? 0;
      return { features: decode(body) };
    })
    .catch(() => ({ features: [], failed: true }))
    .then((body) => (entry.ready = { ...body, place }));
  tiles.set(place.key, entry);
  if (tiles.size > KEPT) tiles.delete(tiles.keys().next().value);
  return entry.promise.then((body) => ({ ...body, place }));
}

// Borders, drawn once per picture: they do not change with values.
function stroke(job, sets) {
  if (typeof OffscreenCanvas === 'undefined') return null;
  const canvas = new OffscreenCanvas(job.width, job.height);
  const pen = canvas.getContext('2d');
  pen.strokeStyle = job.ink;
  pen.lineJoin = 'round';
  const styles = [job.edge, ...job.outlines.map(([, style]) => style)];
  styles.forEach(({ width, alpha }, i) => {
    if (!alpha) return;
    pen.lineWidth = width * job.dpr;
    pen.globalAlpha = alpha;
    for (const part of sets[i]) {
      if (!part) continue;
      const { x, y, scale } = part.place;
      const side = EXTENT * scale;
      pen.save();
      pen.beginPath();
      pen.rect(x, y, side, side);
      pen.clip();
      pen.beginPath();
      for (const { rings: shape } of part.features) {
        for (const ring of shape) {
          pen.moveTo(ring[0] * scale + x, ring[1] * scale + y);
          for (let k = 2; k < ring.length; k += 2) pen.lineTo(ring[k] * scale + x, ring[k + 1] * scale + y);
          pen.closePath();
        }
      }
      pen.stroke();
      pen.restore();
    }
  });
  return canvas.transferToImageBitmap();
}

// A point inside every region that is in the picture; the largest first, which is the order of labels.
function gather(job, { longest, area, spotX, spotY, wide }) {
  if (job.labels) spotsOf.set(job.pane, { spotX, spotY }); // a small picture has nothing to choose from
  const shown = [];
  for (let n = 0; n < longest.length; n++) if (longest[n] >= job.labelFrom) shown.push(n);
  shown.sort((a, b) => area[b] - area[a]);
  return shown.slice(0, job.labels).map((n) => [n, spotX[n], spotY[n], longest[n], area[n], wide.x[n], wide.y[n]]);
}

// The same for the level above, within the part that is on screen, from a picture of a quarter of the size.
function surrounding(job, sets) {
  const which = job.outlines.findIndex(([level]) => level <= job.around);
  if (which < 0) return { level: 0, spots: [] };
  const [left, top, width, height] = job.screen;
  const place = ({ x, y, scale }) => ({ x: (x - left) / 4, y: (y - top) / 4, scale: scale / 4 });
  const parts = sets[which + 1].map((part) => part && { features: part.features, place: place(part.place) });
  const { longest, spotX, spotY } = fill({ width: Math.ceil(width / 4), height: Math.ceil(height / 4), count: MOST_ABOVE }, parts);
  const spots = [];
  longest.forEach((length, n) => length > 2 && spots.push([n, spotX[n] * 4 + left, spotY[n] * 4 + top, length * 4]));
  return { level: job.outlines[which][0], spots };
}

// Numbers of the regions whose spot lies in a drawn outline (device pixels of the last picture of that pane).
function inside({ id, pane, outline }) {
  const { spotX, spotY } = spotsOf.get(pane) ?? { spotX: [], spotY: [] };
  const found = [];
  for (let n = 0; n < spotX.length; n++) {
    if (spotY[n] < 0) continue;
    let within = false;
    for (let i = 0, j = outline.length - 1; i < outline.length; j = i++) {
      const [xi, yi] = outline[i];
      const [xj, yj] = outline[j];
      if (yi > spotY[n] !== yj > spotY[n] && spotX[n] < ((xj - xi) * (spotY[n] - yi)) / (yj - yi) + xi) within = !within;
    }
    if (within) found.push(n);
  }
  postMessage({ id, pane, found });
}

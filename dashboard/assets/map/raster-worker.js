// Draws vector tiles into a raster of region numbers: colouring a map is then a table look-up per pixel, without WebGL.
// In: {kind:'draw', ...} and {kind:'inside', ...}; out: the raster, lines as a bitmap, and a spot inside every region.
import { decode } from './decode.js';

const EXTENT = 4096;
const TILE_PX = 512;
const ZOOMS = { 1: [2, 6], 2: [2, 7], 3: [2, 8], 4: [2, 9] };
const KEPT = 120; // decoded tiles
const PATIENCE_MS = 1500; // then what has come is drawn, and again when the rest is there
const RETRY_MS = 4000;
const tiles = new Map();
const newest = new Map();
const spotsOf = new Map();
let bytes = 0; // of tiles fetched, as they travelled

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
  const wide = result.longest.filter((length) => length > 0);
  const span = wide.length ? wide.reduce((sum, length) => sum + length, 0) / wide.length / job.dpr : 0;
  const missing = sets[0].filter((one) => one === null || one.failed).length;
  const gone = sets[0].some((one) => one?.gone);
  const ms = performance.now() - started;
  const parts = { id: job.id, pane: job.pane, ids: result.ids, lines, spots, span, partial, missing, gone, ms, bytes };
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

// Scanlines, even-odd, sampled at pixel centres: neighbours that share an edge share no pixel and leave none out.
function fill(job, parts) {
  const { width, height } = job;
  const ids = new Int32Array(width * height).fill(-1);
  const size = job.count;
  const longest = new Int32Array(size);
  const spotX = new Int16Array(size);
  const spotY = new Int16Array(size).fill(-1);
  let rows = new Int32Array(1024);
  let xs = new Float32Array(1024);
  const specks = [];
  let sorted = new Float32Array(1024);
  const starts = new Int32Array(height + 2);
  const next = new Int32Array(height + 2);
  for (const part of parts) {
    if (!part) continue;
    const { x: left, y: top, scale } = part.place;
    for (const { n, rings: shape } of part.features) {
      if (n >= size) continue; // a region that this list does not have
      let crossings = 0;
      let low = height;
      let high = -1;
      for (const ring of shape) {
        const last = ring.length - 2;
        let x0 = ring[last] * scale + left;
        let y0 = ring[last + 1] * scale + top;
        for (let i = 0; i <= last; i += 2) {
          const x1 = ring[i] * scale + left;
          const y1 = ring[i + 1] * scale + top;
          if (y0 !== y1) {
            const down = y0 < y1;
            const from = Math.max(0, Math.ceil((down ? y0 : y1) - 0.5));
            const to = Math.min(height - 1, Math.ceil((down ? y1 : y0) - 0.5) - 1);
            if (from <= to) {
              const slope = (x1 - x0) / (y1 - y0);
              if (crossings + to - from + 1 > rows.length) {
                const more = Math.max(rows.length * 2, crossings + to - from + 1);
                const wider = new Int32Array(more);
                wider.set(rows);
                rows = wider;
                const longer = new Float32Array(more);
                longer.set(xs);
                xs = longer;
              }
              for (let row = from; row <= to; row++) {
                rows[crossings] = row;
                xs[crossings++] = x0 + (row + 0.5 - y0) * slope;
              }
              if (from < low) low = from;
              if (to > high) high = to;
            }
          }
          x0 = x1;
          y0 = y1;
        }
      }
      let drawn = false;
      if (crossings) {
        // crossings by row (counting sort), each row's by x (insertion sort: there are few)
        for (let row = low; row <= high + 1; row++) starts[row] = 0;
        for (let i = 0; i < crossings; i++) starts[rows[i] + 1]++;
        drawn = spans(n, crossings, low, high);
      }
      if (!drawn) {
        const x = Math.floor(shape[0][0] * scale + left);
        const y = Math.floor(shape[0][1] * scale + top);
        if (x >= 0 && y >= 0 && x < width && y < height) specks.push(n, x, y);
      }
    }
  }
  // what is smaller than a pixel gets one where there is only sea, so that no island vanishes
  for (let i = 0; i < specks.length; i += 3) {
    const at = specks[i + 2] * width + specks[i + 1];
    if (ids[at] === -1) ids[at] = specks[i];
    if (longest[specks[i]] === 0) {
      spotX[specks[i]] = specks[i + 1];
      spotY[specks[i]] = specks[i + 2];
    }
  }
  return { ids, longest, spotX, spotY };

  function spans(n, crossings, low, high) {
    if (crossings > sorted.length) sorted = new Float32Array(crossings * 2);
    for (let row = low; row <= high; row++) {
      next[row] = starts[row];
      starts[row + 1] += starts[row];
    }
    for (let i = 0; i < crossings; i++) sorted[next[rows[i]]++] = xs[i];
    let drawn = false;
    for (let row = low; row <= high; row++) {
      const from = starts[row];
      const to = starts[row + 1];
      for (let i = from + 1; i < to; i++) {
        const x = sorted[i];
        let j = i - 1;
        while (j >= from && sorted[j] > x) sorted[j + 1] = sorted[j--];
        sorted[j + 1] = x;
      }
      for (let i = from; i + 1 < to; i += 2) {
        const a = Math.max(0, Math.ceil(sorted[i] - 0.5));
        const b = Math.min(width, Math.ceil(sorted[i + 1] - 0.5));
        if (a >= b) continue;
        drawn = true;
        ids.fill(n, row * width + a, row * width + b);
        if (b - a > longest[n]) {
          longest[n] = b - a;
          spotX[n] = (a + b) >> 1;
          spotY[n] = row;
        }
      }
    }
    return drawn;
  }
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

// A point inside every region that is in the picture; the widest first, which is the order of labels.
function gather(job, { longest, spotX, spotY }) {
  if (job.labels) spotsOf.set(job.pane, { spotX, spotY }); // a small picture has nothing to choose from
  const shown = [];
  for (let n = 0; n < longest.length; n++) if (longest[n] >= job.labelFrom) shown.push(n);
  shown.sort((a, b) => longest[b] - longest[a]);
  return shown.slice(0, job.labels).map((n) => [n, spotX[n], spotY[n], longest[n]]);
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

// What the map knows about regions: classes of every period at once; names and exact values are fetched when needed.
import { unzlibSync } from '../fflate/fflate.mjs';

const home = new URL('../../../', import.meta.url).href; // the app may live under a path of its host
const BLOCK = 256; // regions whose values are fetched together
const NAMES_UP_TO = 3; // names of a whole level; villages' come with their values
const lists = new Map();

// Synchronous and not by a stream: each turn of the event loop would also wait for the page's own drawing.
export function unpack(text) {
  return unzlibSync(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)));
}

// Periods one after the other; each but the first is written as its difference (XOR) from the previous one.
export function stack(text, periods) {
  const bytes = unpack(text);
  const count = bytes.length / periods.length;
  const result = new Map();
  periods.forEach((period, i) => {
    const own = bytes.subarray(i * count, (i + 1) * count);
    if (i) {
      const before = bytes.subarray((i - 1) * count, i * count);
      for (let n = 0; n < count; n++) own[n] ^= before[n];
    }
    result.set(period, own);
  });
  return result;
}

export function namesOf(version, level) {
  const key = `${version}/${level}`;
  if (!lists.has(key)) {
    const entry = { list: null };
    entry.wait = fetch(`${home}names/${key}`).then((reply) => (reply.ok ? reply.json() : [])).catch(() => []).then((list) => {
      entry.list = list;
      if (!list.length) lists.delete(key);
      return list;
    });
    lists.set(key, entry);
  }
  return lists.get(key);
}

const points = new Map();

// Places of treatment, fetched once per address and language: {lon, lat, name, operator, kind, size, lines}.
export function pointsOf(signed, language) {
  const rows = (body) => body.lon.map((_, i) => Object.fromEntries(Object.entries(body).map(([name, column]) => [name, column[i]])));
  const address = `${home}titik/${signed}?bahasa=${language}`;
  if (!points.has(address)) {
    const asked = fetch(address).then((reply) => (reply.ok ? reply.json() : null)).catch(() => null);
    points.set(address, asked.then((body) => body && rows(body)));
    asked.then((body) => body ?? points.delete(address)); // asked for once more at the next chance
  }
  return points.get(address);
}

// Exact values come in blocks, from a route that knows the person; each block is requested once.
export class Facts {
  constructor({ version, level, values }) {
    Object.assign(this, { version, level, values });
    this.blocks = new Map();
    this.names = level <= NAMES_UP_TO ? namesOf(version, level) : null;
  }

  block(n) {
    const index = Math.floor(n / BLOCK);
    if (!this.blocks.has(index)) {
      const entry = { body: null };
      entry.wait = fetch(`${home}nilai/${this.values}/${index}`).then((reply) => (reply.ok ? reply.json() : null)).catch(() => null)
        .then((body) => {
          entry.body = body;
          if (!body) setTimeout(() => this.blocks.delete(index), 3000);
          return body;
        });
      this.blocks.set(index, entry);
    }
    return this.blocks.get(index);
  }

  // What is known now; `later` is called once when more has come.
  name(n, later) {
    if (this.names) {
      if (!this.names.list && later) this.names.wait.then(later);
      return this.names.list?.[n] ?? '';
    }
    const entry = this.block(n);
    if (!entry.body && later) entry.wait.then((body) => body && later());
    return entry.body?.names[n % BLOCK] ?? '';
  }

  value(n, period, later) {
    const entry = this.block(n);
    if (!entry.body && later) entry.wait.then((body) => body && later());
    const i = n % BLOCK;
    const known = entry.body?.values[period];
    return known ? { value: known[i], parts: entry.body.parts[period]?.[i] } : null;
  }
}

// Reads a vector tile straight into flat arrays: objects for a million corners would cost more than drawing them.
import { PbfReader } from '../pbf/pbf.mjs';

// Mapbox Vector Tile 2.1: one layer, polygons, one attribute (the region's number). Rings as flat arrays of coordinates.
export function decode(buffer) {
  const features = [];
  new PbfReader(buffer).readFields((tag, _, pbf) => {
    if (tag === 3) layer(pbf, pbf.readVarint() + pbf.pos, features);
  });
  return features;
}

function layer(pbf, end, features) {
  const values = [];
  const found = [];
  pbf.readFields((tag, _, inner) => {
    if (tag === 2) found.push(feature(inner, inner.readVarint() + inner.pos));
    else if (tag === 4) values.push(value(inner, inner.readVarint() + inner.pos));
  }, null, end);
  for (const { tags, rings } of found) if (rings.length) features.push({ n: values[tags[1]], rings });
}

function value(pbf, end) {
  return pbf.readFields((tag, result, inner) => {
    if (tag === 4 || tag === 5) result.v = inner.readVarint();
    else if (tag === 6) result.v = inner.readSVarint();
    else if (tag === 3) result.v = inner.readDouble();
    else if (tag === 2) result.v = inner.readFloat();
  }, {}, end).v;
}

function feature(pbf, end) {
  const result = { tags: [], rings: [] };
  pbf.readFields((tag, _, inner) => {
    if (tag === 2) inner.readPackedVarint(result.tags);
    else if (tag === 4) result.rings = rings(inner, inner.readVarint() + inner.pos);
  }, null, end);
  return result;
}

function rings(pbf, end) {
  const list = [];
  let ring = [];
  let x = 0;
  let y = 0;
  while (pbf.pos < end) {
    const command = pbf.readVarint();
    for (let i = command >> 3; i > 0; i--) {
      if ((command & 7) === 7) continue;
      if ((command & 7) === 1 && ring.length) {
        list.push(Int32Array.from(ring));
        ring = [];
      }
      x += pbf.readSVarint();
      y += pbf.readSVarint();
      ring.push(x, y);
    }
  }
  if (ring.length) list.push(Int32Array.from(ring));
  return list;
}

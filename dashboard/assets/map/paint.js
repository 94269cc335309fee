// Colours of regions as tables: one entry a region and pattern phase, so that a change of colour is one pass over pixels.
const UNSTABLE = 64;
export const NOTHING = 200; // bytes above it are kinds of nothing

// A byte is a class, perhaps marked unstable, or above 200 a kind of nothing.
export const classOf = (byte) => (byte < 128 ? byte & ~UNSTABLE : byte);
export const isShaky = (byte) => byte < 128 && (byte & UNSTABLE) !== 0;
const FADE = 0.62; // how far what lies outside the chosen area goes towards the sea
const [DARK, FAINT] = [0.45, 0.24]; // of a pattern on its ground; nothing must not be louder than a value
const INKED = { polos: [], garis: [1, 3], balik: [2, 3], silang: [1, 2, 3], titik: [3] };

export function rgb(hex) {
  const value = parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

export function mix(a, b, part) {
  return a.map((channel, i) => Math.round(channel + (b[i] - channel) * part));
}

export function word([red, green, blue]) {
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0; // as a little-endian pixel
}

// Four phases of a pattern: 0 ground, 1 rising line, 2 falling line, 3 where they meet. A table of colours for each.
export function phase(x, y) {
  const rising = (x + y) % 8 < 2;
  const falling = (x - y + 64) % 8 < 2;
  return rising && falling ? 3 : rising ? 1 : falling ? 2 : 0;
}

// Darker on light colours, lighter on dark ones.
function inkOn(colour, dark = DARK) {
  const light = (colour[0] * 3 + colour[1] * 6 + colour[2]) / 10;
  return light > 110 ? mix(colour, [0, 0, 0], dark) : mix(colour, [255, 255, 255], 0.5);
}

// `palette` and `patterns` by byte; `hidden` classes go blank; `weights` (0..255) fade what few people stand behind.
export function tableOf({ classes, palette, patterns, hidden, inside, weights, surface, patterned }) {
  const count = classes.length;
  const lut = new Uint32Array(count * 4);
  const sea = rgb(surface.sea);
  const blank = rgb(surface.blank);
  const tones = new Map();
  const tone = (byte, within, weight) => {
    const key = (byte << 10) | (within << 9) | (weight >> 3);
    if (!tones.has(key)) {
      const shaky = isShaky(byte);
      const klass = classOf(byte);
      const off = hidden.has(klass);
      let ground = off ? blank : rgb(palette[klass] ?? surface.blank);
      if (weight < 255 && !off) ground = mix(blank, ground, 0.15 + (0.85 * (weight & ~7)) / 248);
      let ink = inkOn(ground, klass > NOTHING ? FAINT : DARK);
      if (!within) {
        ground = mix(ground, sea, FADE);
        ink = mix(ink, sea, FADE);
      }
      const pattern = off ? 'polos' : shaky ? 'garis' : patterned || klass > NOTHING ? patterns[klass] ?? 'polos' : 'polos';
      const inked = INKED[pattern];
      tones.set(key, [0, 1, 2, 3].map((one) => word(inked.includes(one) ? ink : ground)));
    }
    return tones.get(key);
  };
  let last = -1;
  let four = null;
  for (let n = 0; n < count; n++) {
    const within = n >= inside[0] && n < inside[1] ? 1 : 0;
    const weight = weights ? weights[n] : 255;
    const key = (classes[n] << 10) | (within << 9) | weight;
    if (key !== last) {
      four = tone(classes[n], within, weight);
      last = key;
    }
    lut[n] = four[0];
    lut[count + n] = four[1];
    lut[2 * count + n] = four[2];
    lut[3 * count + n] = four[3];
  }
  return lut;
}

// The same patterns for a legend's swatch.
export function swatch(colour, pattern, nothing = false) {
  const canvas = document.createElement('canvas');
  canvas.width = 22;
  canvas.height = 16;
  const pen = canvas.getContext('2d');
  const ground = rgb(colour);
  const dark = nothing ? FAINT : DARK;
  const inked = INKED[pattern] ?? [];
  const image = pen.createImageData(22, 16);
  const out = new Uint32Array(image.data.buffer);
  for (let y = 0; y < 16; y++) {
    for (let x = 0; x < 22; x++) {
      out[y * 22 + x] = word(inked.includes(phase(x, y)) ? inkOn(ground, dark) : ground);
    }
  }
  pen.putImageData(image, 0, 0);
  return canvas;
}

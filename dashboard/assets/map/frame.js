// Room for what covers the map: an area moves aside where that keeps it large, and is not shrunk where little would be hidden.
const BASE = 10; // pixels on every side
const COVERED = 2; // a covered share of the frame counts this many times

// Padding [left, top, right, bottom] for a frame whose width is `ratio` times its height, in a map of `size`, under `boxes`.
export function padding(ratio, { x: width, y: height }, boxes) {
  const sides = [new Set([BASE]), new Set([BASE]), new Set([BASE]), new Set([BASE])];
  for (const [left, top, right, bottom] of boxes) {
    const needs = [right, bottom, width - left, height - top];
    needs.forEach((need, i) => need < 0.45 * (i % 2 ? height : width) && sides[i].add(need + BASE));
  }
  let best = null;
  for (const left of sides[0]) for (const top of sides[1]) for (const right of sides[2]) for (const bottom of sides[3]) {
    const [w, h] = [width - left - right, height - top - bottom];
    if (w < 60 || h < 60) continue;
    const wide = Math.min(w, h * ratio);
    const tall = wide / ratio;
    const [x, y] = [left + (w - wide) / 2, top + (h - tall) / 2];
    const hidden = boxes.reduce((sum, box) => sum + overlap(box, [x, y, x + wide, y + tall]), 0) / (wide * tall);
    const worth = wide * Math.max(0, 1 - COVERED * hidden);
    if (!best || worth > best.worth + 0.5) best = { worth, sides: [left, top, right, bottom] };
  }
  return best?.sides ?? [BASE, BASE, BASE, BASE];
}

function overlap(a, b) {
  return Math.max(0, Math.min(a[2], b[2]) - Math.max(a[0], b[0])) * Math.max(0, Math.min(a[3], b[3]) - Math.max(a[1], b[1]));
}

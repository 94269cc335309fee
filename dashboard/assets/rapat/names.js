// Names on a map: as many as find room at the size at which the map is shown, the roomiest areas first; a number for the rest.

const SVG = 'http://www.w3.org/2000/svg';
const LETTER = 0.56; // width of a letter, as a share of its height
// where a name may stand beside the middle of its area, in lines down; a number, in its own widths sideways too
const DOWN = [[0, 0], [0, -1.1], [0, 1.1], [0, -2], [0, 2]];
const AROUND = [...DOWN, [1.3, 0], [-1.3, 0], [1.3, 1], [-1.3, 1], [1.3, -1], [-1.3, -1], [2.6, 0], [-2.6, 0]];

// Writes the names of `shapes` into an SVG of theirs; returns the names behind the numbers. `pixels` is the height of a letter,
// `numbers` whether areas without room are numbered.
export function writeNames(svg, shapes, pixels, numbers = true) {
  svg.querySelector('g.names')?.remove();
  const box = svg.getBoundingClientRect();
  if (!box.width) return [];
  const view = svg.viewBox.baseVal;
  const size = pixels / Math.min(box.width / view.width, box.height / view.height);
  const group = document.createElementNS(SVG, 'g');
  group.setAttribute('class', 'names');
  group.setAttribute('font-size', size);
  group.setAttribute('stroke-width', size / 6);
  const taken = [];
  const left = [];
  const order = shapes.names.map((_, at) => at).sort((a, b) => shapes.at[b][2] - shapes.at[a][2]);
  const inside = ([x, y]) => x > view.x && x < view.x + view.width && y > view.y && y < view.y + view.height;
  for (const at of order) {
    if (!inside(shapes.at[at])) continue;
    const name = short(shapes.names[at]);
    const spot = free(taken, view, shapes.at[at], name.length * size * LETTER, size, DOWN);
    if (spot) write(group, name, spot, size);
    else left.push(at);
  }
  left.sort((a, b) => a - b);
  if (numbers) left.forEach((at, index) => {
    const sign = String(index + 1);
    write(group, sign, free(taken, view, shapes.at[at], sign.length * size * LETTER, size, AROUND) ?? shapes.at[at], size);
  });
  svg.append(group);
  return left.map((at) => short(shapes.names[at]));
}

const short = (name) => name.replace(/^Kabupaten /, '');

function free(taken, view, [x, y], wide, size, shifts) {
  for (const [across, down] of shifts) {
    const left = Math.min(Math.max(x + (across - 0.5) * wide, view.x), view.x + view.width - wide);
    const top = y + (down - 0.5) * size;
    const box = [left, top, left + wide, top + size];
    if (top < view.y || box[3] > view.y + view.height) continue;
    if (taken.some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3])) continue;
    taken.push(box);
    return [left + wide / 2, top + size / 2];
  }
  return null;
}

function write(group, words, [x, y], size) {
  const text = document.createElementNS(SVG, 'text');
  text.setAttribute('x', x);
  text.setAttribute('y', y + size * 0.35);
  text.textContent = words;
  group.append(text);
}

// The map as a picture that can stand alone: title, areas, legend, source and marks.
import { NOTHING, classOf, isShaky, swatch } from './paint.js';

const FONT = 'system-ui, "Segoe UI", "Noto Sans", "Liberation Sans", sans-serif';

const SCALE = 2; // pixels of the picture for each of the screen's
const ROW = 21;
const MARGIN = 14;

// Export the view as a picture to the clipboard, a file or the printer. Resolves to the message for the reader.
export async function hand(view, way) {
  const { data, words, panes } = view;
  const sides = [view.side('a'), ...(view.compares ? [view.side('b')] : [])];
  const named = (side) => `${side.part.title}, ${view.periodName(side.period)}`;
  const title = `${sides[0].part.title}: ${data.place}, ${view.periodName(sides[0].period)}${sides[1] ? ` | ${named(sides[1])}` : ''}`;
  const pictures = await Promise.all(panes.map((pane) => pane.picture(SCALE)));
  const shared = sides[1] && !view.apart; // two periods of one indicator have one legend
  const legends = (shared ? [sides[0]] : sides).map((side, i) => ({ heading: side.part.heading, ...rowsOf(view, side, pictures[i] ?? pictures[0], i) }));
  if (legends[0].rows) legends[0].rows.push(...view.keys().map(([sign, colour, label]) => ({ sign, colour, label })));
  const canvas = compose(view, pictures, legends, { title, captions: panes.length > 1 ? sides.map(named) : [] });
  if (way === 'print') print(canvas, title);
  if (way === 'save') await save(canvas, data.file);
  return way === 'copy' ? ((await copy(canvas, data.file)) ? words.copied : words.saved) : '';
}

// A row for every colour that occurs in the picture: with a count those of the chosen area, without one what lies outside of it.
function rowsOf(view, { part, classes }, { ids }, which) {
  const { inside, locale } = view.data;
  const hidden = (which && view.apart ? view.legendB : view.legend).hidden;
  const [counts, seen] = [new Map(), new Set()];
  let shaky = 0;
  for (let n = inside[0]; n < inside[1]; n++) {
    const byte = classOf(classes[n]);
    counts.set(byte, (counts.get(byte) ?? 0) + 1);
    if (isShaky(classes[n])) shaky++;
  }
  let last = -1;
  for (const n of ids) {
    if (n < 0 || n === last) continue;
    last = n;
    seen.add(classOf(classes[n]));
  }
  const bytes = Object.keys(part.labels).map(Number).filter((byte) => (counts.has(byte) || seen.has(byte)) && !hidden.has(byte));
  const strip = part.shape === 'landai' ? { ends: part.ends, colours: Object.keys(part.labels).map(Number).filter((byte) => byte < NOTHING).map((byte) => part.palette[byte]) } : null;
  const rows = bytes.filter((byte) => !strip || byte > NOTHING).map((byte) => ({
    label: part.labels[byte] + (counts.has(byte) ? `: ${counts.get(byte).toLocaleString(locale)}` : ''), colour: part.palette[byte],
    pattern: view.readable() || byte > NOTHING ? part.patterns[byte] ?? 'polos' : 'polos',
  }));
  if (shaky) rows.push({ label: `${part.unstable}: ${shaky.toLocaleString(locale)}`, colour: '#b9c2c5', pattern: 'garis' });
  return { rows, strip };
}

function compose(view, pictures, legends, { title, captions }) {
  const { data, panes, inset, places, words } = view;
  const { surface } = data;
  const sizes = panes.map((pane) => pane.map.getSize());
  const width = sizes.reduce((sum, size) => sum + size.x, 0) + 8 * (panes.length - 1);
  const tall = Math.max(...sizes.map((size) => size.y));
  const canvas = document.createElement('canvas');
  const pen = canvas.getContext('2d');
  const font = (size, weight = 400) => (pen.font = `${weight} ${size}px ${FONT}`);
  font(19, 600);
  const heading = wrap(pen, title, width - 2 * MARGIN);
  font(13);
  const foot = [...wrap(pen, data.source, width - 2 * MARGIN), ...wrap(pen, data.marks, width - 2 * MARGIN)];
  const small = [...(inset.canvas.hidden ? [] : [[inset.canvas, 176, 70, '']]),
    ...[...places.root.querySelectorAll('button')].map((one) => [one.firstChild, 66, 50, one.lastChild.textContent])];
  const corner = Math.max(150, small.reduce((sum, [, wide]) => sum + wide + 8, 0));
  const narrow = width < 340 + corner; // then scale and insets come below the legend
  const keys = Math.max(...legends.map(({ rows, strip }) => rows.length + (strip ? 2 : 0))) * ROW + 34;
  const below = small.length ? 130 : 44;
  const top = 16 + heading.length * 25 + (captions.length ? 22 : 0);
  const legendTop = top + tall;
  const footTop = legendTop + (narrow ? keys + below : Math.max(keys, below));
  const height = footTop + 10 + foot.length * 18;
  Object.assign(canvas, { width: Math.round(width * SCALE), height: Math.round(height * SCALE) });
  pen.scale(SCALE, SCALE);
  const write = (words_, x, y, most) => {
    pen.fillStyle = surface.text;
    pen.fillText(words_, x, y, most);
  };
  pen.fillStyle = surface.paper;
  pen.fillRect(0, 0, width, height);
  font(19, 600);
  heading.forEach((line, i) => write(line, MARGIN, 28 + i * 25));
  let left = 0;
  pictures.forEach((picture, i) => {
    const { x, y } = sizes[i];
    pen.fillStyle = surface.sea;
    pen.fillRect(left, top, x, y);
    pen.drawImage(picture.canvas, left, top, x, y);
    font(14, 600);
    if (captions[i]) write(captions[i], left + MARGIN, top - 8, x - 2 * MARGIN);
    left += x + 8;
  });
  const column = (narrow ? width : width - corner - MARGIN) / legends.length;
  legends.forEach(({ heading: over, rows, strip }, i) => legend(over, rows, strip, MARGIN + i * column, legendTop + 24, column - 24));
  marks(narrow ? MARGIN : width - corner - MARGIN, legendTop + (narrow ? keys : 0) + 12);
  font(13);
  foot.forEach((line, i) => write(line, MARGIN, footTop + 16 + i * 18));
  return canvas;

  function legend(over, rows, strip, x, from, most) {
    let y = from;
    font(13, 600);
    write(over, x, y, most);
    font(13);
    if (strip) {
      y += ROW;
      const each = Math.min(220, most) / strip.colours.length;
      strip.colours.forEach((colour, n) => {
        pen.fillStyle = colour;
        pen.fillRect(x + n * each, y - 12, each + 0.5, 15);
      });
      y += ROW;
      write(strip.ends.join(' – '), x, y, most);
    }
    for (const { colour, pattern, sign, label } of rows) {
      y += ROW;
      if (sign === undefined) {
        pen.drawImage(swatch(colour, pattern), x, y - 12, 22, 15);
        pen.strokeStyle = '#7c888c';
        pen.strokeRect(x, y - 12, 22, 15);
      } else {
        pen.fillStyle = colour;
        pen.fillText(sign, x + 4, y);
      }
      write(label, x + 30, y, most - 30);
    }
  }

  // Scale, north, and the small maps.
  function marks(x, y) {
    const { map } = panes[0];
    const middle = sizes[0].y / 2;
    const metres = map.distance(map.containerPointToLatLng([0, middle]), map.containerPointToLatLng([100, middle])) / 100;
    const power = 10 ** Math.floor(Math.log10(metres * 110));
    const length = [5, 2, 1].map((step) => step * power).find((step) => step <= metres * 110);
    const bar = length / metres;
    pen.strokeStyle = surface.text;
    pen.lineWidth = 2;
    pen.beginPath();
    pen.moveTo(x, y + 8);
    pen.lineTo(x, y + 16);
    pen.lineTo(x + bar, y + 16);
    pen.lineTo(x + bar, y + 8);
    pen.stroke();
    font(12);
    write(length < 1000 ? `${length.toLocaleString(data.locale)} m` : `${(length / 1000).toLocaleString(data.locale)} km`, x + 5, y + 11);
    write(`▲ ${words.north}`, x + bar + 14, y + 15);
    let at = x;
    for (const [one, wide, high, name] of small) {
      pen.fillStyle = surface.sea;
      pen.fillRect(at, y + 26, wide, high);
      pen.drawImage(one, at, y + 26, wide, high);
      font(11);
      if (name) write(name, at, y + 26 + high + 13, wide);
      at += wide + 8;
    }
  }
}

function wrap(pen, words, width) {
  const lines = [];
  let line = '';
  for (const piece of words.split(' ')) {
    if (line && pen.measureText(`${line} ${piece}`).width > width) {
      lines.push(line);
      line = piece;
    } else line = line ? `${line} ${piece}` : piece;
  }
  return line ? [...lines, line] : lines;
}

const blob = (canvas) => new Promise((done) => canvas.toBlob(done, 'image/png'));

// True when the clipboard accepted it; otherwise (no https, an old browser) it is saved as a file.
async function copy(canvas, name) {
  try {
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': await blob(canvas) })]);
    return true;
  } catch {
    await save(canvas, name);
    return false;
  }
}

async function save(canvas, name) {
  const url = URL.createObjectURL(await blob(canvas));
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

function print(canvas, title) {
  const frame = document.createElement('iframe');
  frame.style.cssText = 'position:fixed;width:0;height:0;border:0';
  frame.setAttribute('aria-hidden', 'true');
  document.body.append(frame);
  const page = frame.contentDocument;
  page.title = title;
  const image = page.createElement('img');
  image.style.cssText = 'max-width:100%;max-height:96vh';
  image.onload = () => {
    frame.contentWindow.addEventListener('afterprint', () => frame.remove());
    frame.contentWindow.print();
  };
  image.src = canvas.toDataURL('image/png');
  page.body.append(image);
}

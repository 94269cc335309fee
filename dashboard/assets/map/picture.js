// The map as a picture that can stand alone: title, areas, legend, source and marks.
import { swatch } from './paint.js';

const FONT = 'system-ui, "Segoe UI", "Noto Sans", "Liberation Sans", sans-serif';

// Export the view as a picture to the clipboard, a file or the printer. Resolves to the message for the reader.
export async function hand(view, way) {
  const { data, words, panes } = view;
  const part = ({ part: own, counts }) => ({
    heading: own.heading,
    rows: Object.entries(own.labels).filter(([byte]) => counts.get(Number(byte))).map(([byte, label]) => ({
      label, colour: own.palette[byte], count: counts.get(Number(byte)).toLocaleString(data.locale),
      pattern: view.readable() || byte > 200 ? own.patterns[byte] ?? 'polos' : 'polos',
    })),
  });
  const legends = view.legendB.root.hidden ? [view.legend] : [view.legend, view.legendB];
  const subtitle = (side) => `${side.part.title}, ${view.periodName(side.period)}`;
  const a = view.side('a');
  const title = `${a.part.title}: ${data.place}, ${view.periodName(a.period)}${view.compares ? ` | ${subtitle(view.side('b'))}` : ''}`;
  const canvas = compose(panes, legends.map(part), { title, source: data.source, marks: data.marks, surface: data.surface });
  const name = data.file;
  if (way === 'print') print(canvas, title);
  if (way === 'save') await save(canvas, name);
  return way === 'copy' ? ((await copy(canvas, name)) ? words.copied : words.saved) : '';
}

function compose(panes, parts, { title, source, marks, surface }) {
  const dpr = panes[0].layer.raster.dpr;
  const sizes = panes.map((pane) => pane.map.getSize());
  const width = sizes.reduce((sum, size) => sum + size.x, 0) + 8 * (panes.length - 1);
  const tall = Math.max(...sizes.map((size) => size.y));
  const canvas = document.createElement('canvas');
  const pen = canvas.getContext('2d');
  pen.font = `600 19px ${FONT}`;
  const heading = wrap(pen, title, width - 24);
  pen.font = `13px ${FONT}`;
  const foot = [...wrap(pen, source, width - 24), ...wrap(pen, marks, width - 24)];
  const rows = Math.max(...parts.map((part) => part.rows.length)) + 1;
  const [top, keys, bottom] = [16 + heading.length * 25, 16 + rows * 21, 14 + foot.length * 18];
  canvas.width = Math.round(width * dpr);
  canvas.height = Math.round((top + tall + keys + bottom) * dpr);
  pen.scale(dpr, dpr);
  pen.fillStyle = surface.paper;
  pen.fillRect(0, 0, width, top + tall + keys + bottom);
  pen.fillStyle = surface.text;
  pen.font = `600 19px ${FONT}`;
  heading.forEach((line, i) => pen.fillText(line, 12, 28 + i * 25));
  let left = 0;
  panes.forEach((pane, i) => {
    pen.save();
    pen.beginPath();
    pen.rect(left, top, sizes[i].x, sizes[i].y);
    pen.clip();
    pen.fillStyle = surface.sea;
    pen.fillRect(left, top, sizes[i].x, sizes[i].y);
    const corner = pane.layer.corner();
    const drawn = pane.layer._container;
    pen.drawImage(drawn, left + corner.x, top + corner.y, drawn.width / dpr, drawn.height / dpr);
    pen.drawImage(pane.overlay, left, top, sizes[i].x, sizes[i].y);
    pen.restore();
    left += sizes[i].x + 8;
  });
  const column = width / parts.length;
  parts.forEach((part, i) => {
    const x = 12 + i * column;
    let y = top + tall + 24;
    pen.font = `600 13px ${FONT}`;
    pen.fillStyle = surface.text;
    pen.fillText(part.heading, x, y, column - 24);
    pen.font = `13px ${FONT}`;
    for (const { colour, pattern, label, count } of part.rows) {
      y += 21;
      pen.drawImage(swatch(colour, pattern), x, y - 12, 22, 15);
      pen.strokeStyle = '#7c888c';
      pen.strokeRect(x, y - 12, 22, 15);
      pen.fillStyle = surface.text;
      pen.fillText(`${label}: ${count}`, x + 30, y, column - 54);
    }
  });
  pen.font = `13px ${FONT}`;
  pen.fillStyle = surface.text;
  foot.forEach((line, i) => pen.fillText(line, 12, top + tall + keys + 14 + i * 18));
  return canvas;
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

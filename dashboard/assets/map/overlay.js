// What lies over the areas: names that do not collide, circles by count, points of facilities.
const FONT = 'system-ui, "Segoe UI", "Noto Sans", "Liberation Sans", sans-serif';
const textSize = () => Math.round(0.75 * parseFloat(getComputedStyle(document.documentElement).fontSize)); // larger on a projector
const MOST_LABELS = 90;

export function drawOverlay(pen, pane, extras, dpr) {
  const { width, height } = pen.canvas;
  pen.setTransform(1, 0, 0, 1, 0, 0);
  pen.clearRect(0, 0, width, height);
  if (!extras) return;
  pen.setTransform(dpr, 0, 0, dpr, 0, 0);
  const corner = pane.layer.corner();
  const spots = pane.layer.raster.spots.map(([n, x, y, span]) => ({
    n, x: x / dpr + corner.x, y: y / dpr + corner.y, span: span / dpr,
  }));
  pane.hits = [];
  if (extras.symbols) circles(pen, spots, extras);
  if (extras.points) points(pen, pane, extras);
  if (extras.names) labels(pen, spots, extras, width / dpr, height / dpr);
}

// The area is proportional to the count, so the radius to its square root.
function circles(pen, spots, { symbols, surface, inside }) {
  const greatest = largest(symbols, inside);
  pen.lineWidth = 1.5;
  const sized = spots.filter(({ n }) => symbols[n] > 0 && n >= inside[0] && n < inside[1]).sort((a, b) => symbols[b.n] - symbols[a.n]);
  for (const { n, x, y } of sized) {
    pen.beginPath();
    pen.arc(x, y, radius(symbols[n], greatest), 0, 2 * Math.PI);
    pen.fillStyle = surface.symbol;
    pen.globalAlpha = 0.45;
    pen.fill();
    pen.globalAlpha = 1;
    pen.strokeStyle = surface.paper;
    pen.stroke();
  }
}

export function largest(symbols, [from, to]) {
  let greatest = 1;
  for (let n = from; n < to; n++) if (symbols[n] > greatest) greatest = symbols[n];
  return greatest;
}

function radius(count, greatest) {
  return 3 + 21 * Math.sqrt(count / greatest);
}

function points(pen, pane, { points: list, surface }) {
  const size = pane.map.getSize();
  const zoom = pane.map.getZoom();
  const side = zoom < 6 ? 2.6 : zoom < 9 ? 4 : 6;
  for (const point of list) {
    const at = pane.map.latLngToContainerPoint([point.lat, point.lon]);
    if (at.x < -9 || at.y < -9 || at.x > size.x + 9 || at.y > size.y + 9) continue;
    pane.hits.push({ ...point, x: at.x, y: at.y, reach: side + 3 });
    pen.beginPath();
    pen.moveTo(at.x, at.y - side);
    pen.lineTo(at.x + side, at.y);
    pen.lineTo(at.x, at.y + side);
    pen.lineTo(at.x - side, at.y);
    pen.closePath();
    pen.fillStyle = point.kind === 'inap' ? surface.accent : surface.second;
    pen.fill();
    pen.lineWidth = 1;
    pen.strokeStyle = surface.paper;
    pen.stroke();
  }
}

// The widest area first; a name that would touch one already written is left out.
function labels(pen, spots, { names, surface, inside }, width, height) {
  const size = textSize();
  pen.font = `600 ${size}px ${FONT}`;
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  pen.lineJoin = 'round';
  const taken = [];
  let written = 0;
  for (const { n, x, y, span } of spots) {
    if (written >= MOST_LABELS) break;
    if (n < inside[0] || n >= inside[1]) continue;
    const name = names(n);
    if (!name) continue;
    const half = pen.measureText(name).width / 2 + 3;
    if (half * 2 > span * 1.5 || x - half < 2 || x + half > width - 2 || y < 12 || y > height - 12) continue;
    const box = [x - half, y - size * 0.75, x + half, y + size * 0.75];
    if (taken.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1])) continue;
    taken.push(box);
    pen.lineWidth = 3.5;
    pen.strokeStyle = surface.paper;
    pen.globalAlpha = 0.85;
    pen.strokeText(name, x, y);
    pen.globalAlpha = 1;
    pen.fillStyle = surface.text;
    pen.fillText(name, x, y);
    written++;
  }
}

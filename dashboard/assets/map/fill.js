// Fills polygons with the numbers of their regions, one number a pixel.

// Scanlines, even-odd, sampled at pixel centres: neighbours that share an edge share no pixel and leave none out.
export function fill(job, parts) {
  const { width, height } = job;
  const ids = new Int32Array(width * height).fill(-1);
  const size = job.count;
  const longest = new Int32Array(size);
  const area = new Int32Array(size);
  const sumX = new Float64Array(size);
  const sumY = new Float64Array(size);
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
  // a region smaller than a pixel gets one where there is only sea, so that no island vanishes
  for (let i = 0; i < specks.length; i += 3) {
    const at = specks[i + 2] * width + specks[i + 1];
    if (ids[at] === -1) ids[at] = specks[i];
    if (longest[specks[i]] === 0) {
      spotX[specks[i]] = specks[i + 1];
      spotY[specks[i]] = specks[i + 2];
    }
  }
  const wide = { x: spotX.slice(), y: spotY.slice() };
  // the middle of the area where it lies in the region, else the middle of its widest row
  for (let n = 0; n < size; n++) {
    if (!area[n]) continue;
    const [x, y] = [Math.floor(sumX[n] / area[n]), Math.floor(sumY[n] / area[n])];
    if (ids[y * width + x] === n) [spotX[n], spotY[n]] = [x, y];
  }
  return { ids, longest, area, spotX, spotY, wide };

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
        area[n] += b - a;
        sumX[n] += ((a + b) / 2) * (b - a);
        sumY[n] += row * (b - a);
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

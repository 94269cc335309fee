// Choosing many regions: a box or a free outline, drawn over the map with mouse, pen or finger.
export class Lasso {
  constructor(stage, done) {
    this.canvas = document.createElement('canvas');
    this.canvas.className = 'tali';
    this.canvas.hidden = true;
    stage.append(this.canvas);
    this.done = done;
    this.canvas.addEventListener('pointerdown', (e) => this.begin(e));
    this.canvas.addEventListener('pointermove', (e) => this.go(e));
    this.canvas.addEventListener('pointerup', (e) => this.end(e));
    this.canvas.addEventListener('pointercancel', () => (this.path = null));
  }

  set(kind) {
    this.kind = kind;
    this.canvas.hidden = !kind;
  }

  at(e) {
    const box = this.canvas.getBoundingClientRect();
    return [e.clientX - box.left, e.clientY - box.top];
  }

  begin(e) {
    Object.assign(this.canvas, { width: this.canvas.clientWidth, height: this.canvas.clientHeight });
    try {
      this.canvas.setPointerCapture(e.pointerId);
    } catch { /* a pointer that is gone already */ }
    this.path = [this.at(e)];
  }

  go(e) {
    if (!this.path) return;
    this.path.push(this.at(e));
    const pen = this.canvas.getContext('2d');
    pen.clearRect(0, 0, this.canvas.width, this.canvas.height);
    pen.beginPath();
    this.outline().forEach(([x, y], i) => (i ? pen.lineTo(x, y) : pen.moveTo(x, y)));
    pen.closePath();
    pen.fillStyle = 'rgb(209 69 27 / .14)';
    pen.fill();
    pen.setLineDash([6, 4]);
    pen.lineWidth = 2;
    pen.strokeStyle = '#d1451b';
    pen.stroke();
  }

  outline() {
    if (this.kind !== 'kotak') return this.path;
    const [[x0, y0], [x1, y1]] = [this.path[0], this.path[this.path.length - 1]];
    return [[x0, y0], [x1, y0], [x1, y1], [x0, y1]];
  }

  end(e) {
    if (!this.path) return;
    this.path.push(this.at(e));
    const outline = this.outline();
    this.path = null;
    this.canvas.getContext('2d').clearRect(0, 0, this.canvas.width, this.canvas.height);
    const xs = outline.map(([x]) => x);
    const ys = outline.map(([, y]) => y);
    const wide = Math.max(...xs) - Math.min(...xs) > 4 && Math.max(...ys) - Math.min(...ys) > 4;
    if (wide) this.done(outline);
  }
}

// The line between two pictures of one map: drag it, or move it with the arrow keys.
import { element } from './controls.js';

export class Swipe {
  constructor(stage, words, moved) {
    this.moved = moved;
    this.part = 0.5;
    this.label = element('span', {});
    this.line = element('div', { class: 'sapuan', role: 'separator', tabindex: '0', 'aria-label': words.divider, hidden: true }, this.label);
    this.stage = stage;
    stage.append(this.line);
    this.line.addEventListener('pointerdown', (e) => {
      this.line.setPointerCapture(e.pointerId);
      this.line.onpointermove = (move) => this.to((move.clientX - stage.getBoundingClientRect().left) / stage.clientWidth);
    });
    this.line.addEventListener('pointerup', () => (this.line.onpointermove = null));
    this.line.addEventListener('keydown', (e) => {
      const step = { ArrowLeft: -0.04, ArrowRight: 0.04 }[e.key];
      if (step) this.to(this.part + step);
    });
  }

  get x() {
    return this.part * this.stage.clientWidth;
  }

  show(on, label) {
    this.line.hidden = !on;
    this.label.textContent = label;
    this.place();
  }

  place() {
    this.line.style.left = `${this.x}px`;
  }

  to(part) {
    this.part = Math.max(0.02, Math.min(0.98, part));
    this.place();
    this.moved(this.x);
  }
}

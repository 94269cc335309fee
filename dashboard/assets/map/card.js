// The card of a place of treatment that was pressed on the map: by mouse, finger or keys.
import { element } from './controls.js';

export class Card {
  constructor(view) {
    this.view = view;
    this.root = element('section', { class: 'kartu-titik', hidden: true, tabindex: -1, role: 'dialog' });
    this.root.addEventListener('keydown', (e) => e.key === 'Escape' && this.close());
    view.stage.append(this.root);
  }

  // The point under a place of the container, the one drawn last where several touch.
  hit(pane, { x, y }) {
    return pane.hits?.findLast((one) => Math.hypot(one.x - x, one.y - y) < Math.max(one.reach, this.finger ? 18 : 0));
  }

  // Opens the card of the point there; false where there is none.
  open(pane, at, byKeys = false) {
    const point = this.hit(pane, at);
    if (!point) {
      this.close();
      return false;
    }
    const { words } = this.view;
    const shut = element('button', { type: 'button', class: 'tutup', 'aria-label': words.card_close, title: words.card_close, onclick: () => this.close() }, '×');
    const lines = [...point.lines, ...this.away(pane, point)];
    this.root.replaceChildren(shut, element('b', {}, point.name), ...lines.map((line) => element('span', {}, line)));
    this.root.setAttribute('aria-label', point.name);
    this.root.hidden = false;
    this.root.style.left = `${Math.max(8, Math.min(pane.box.offsetLeft + point.x + 14, this.view.stage.clientWidth - this.root.offsetWidth - 8))}px`;
    this.root.style.top = `${Math.max(8, Math.min(point.y - 20, this.view.stage.clientHeight - this.root.offsetHeight - 8))}px`;
    this.from = byKeys ? pane.box : null;
    if (byKeys) this.root.focus({ preventScroll: true });
    return true;
  }

  // How far it is in a straight line from the picked region, while that is on screen.
  away(pane, point) {
    const { data, facts, words } = this.view;
    const { raster } = pane.layer;
    const spot = raster.spots.find(([n]) => n === data.selected);
    const name = spot && facts.name(data.selected);
    if (!name) return [];
    const corner = pane.layer.corner();
    const from = pane.map.containerPointToLatLng([spot[1] / raster.dpr + corner.x, spot[2] / raster.dpr + corner.y]);
    const km = from.distanceTo([point.lat, point.lon]) / 1000;
    const said = km.toLocaleString(data.locale, { minimumFractionDigits: km < 9.95 ? 1 : 0, maximumFractionDigits: km < 9.95 ? 1 : 0 });
    return [words.card_away.replace('{km}', said).replace('{name}', name)];
  }

  close() {
    if (this.root.hidden) return;
    this.root.hidden = true;
    this.from?.focus({ preventScroll: true });
    this.from = null;
  }
}

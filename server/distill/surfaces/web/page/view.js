// The grid as a canvas with pointer and keyboard input.

import { pixel } from "./colour.js";
import { between, region } from "./grid.js";
import { FOOT, LEFT, Layout, coarse } from "./layout.js";
import { Picture } from "./picture.js";

const UNKNOWN = pixel(32, 38, 45);
const COARSE = "#f0a94a";
const FINE = "#5fc7b5";
const INK = "#f4f1e8";
const QUIET = "#a9b2bc";
const NARROW = 14; // pixels of a column where a long slot does not fit

export class GridView {
  constructor(canvas, store) {
    this.store = store;
    this.canvas = canvas;
    this.cells = document.createElement("canvas");
    this.picture = new Picture(canvas, (pen, width, height) => this.draw(pen, width, height));
    this.pointers = new Map();
    for (const topic of ["grid", "colours", "cursor", "selection", "levels", "position"]) {
      store.addEventListener(topic, () => this.picture.redraw());
    }
    canvas.addEventListener("pointerdown", (event) => this.down(event));
    canvas.addEventListener("pointermove", (event) => this.move(event));
    for (const end of ["pointerup", "pointercancel"]) {
      canvas.addEventListener(end, (event) => this.up(event));
    }
    canvas.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    canvas.addEventListener("focus", () => this.picture.redraw());
    canvas.addEventListener("blur", () => this.picture.redraw());
  }

  layout(width = this.picture.width, height = this.picture.height) {
    const { store } = this;
    const fits = Math.max(4, Math.floor((width - LEFT) / NARROW));
    const requested = store.window.requested || Math.min(store.grid.columns, fits);
    const count = Math.max(1, Math.min(requested, store.grid.columns));
    if (count !== store.window.count) {
      store.window.count = count;
      store.clamp();
      store.read();
      store.notify("window");
    }
    return new Layout(width, height, store.grid, store.window);
  }

  // --- drawing

  draw(pen, width, height) {
    const { store } = this;
    pen.fillStyle = "#14181d";
    pen.fillRect(0, 0, width, height);
    if (!store.grid.columns || !store.grid.levels) return;
    const layout = this.layout(width, height);
    this.drawCells(pen, layout);
    this.drawLines(pen, layout);
    this.drawLocks(pen, layout);
    this.drawNames(pen, layout, height);
    if (store.selection) this.drawBoxes(pen, layout, store.selection, 2.5);
    this.drawCursor(pen, layout);
    if (store.playhead !== null) {
      pen.fillStyle = INK;
      pen.fillRect(layout.x(store.playhead) - 1, 0, 2, layout.bottom);
    }
  }

  drawCells(pen, layout) {
    const { grid, size } = this.store;
    // codes of another model would have the colours of other sounds: they are drawn in grey
    const colours = this.store.foreign.has(this.store.slot) ? [] : this.store.colours;
    const count = Math.min(layout.count, grid.columns - layout.first);
    const high = grid.bands * layout.rows.length;
    if (count < 1 || !high) return;
    const image = new ImageData(count, high);
    const pixels = new Uint32Array(image.data.buffer);
    layout.rows.forEach(({ level }, row) => {
      const inks = colours[level]?.inks;
      for (let band = 0; band < grid.bands; band++) {
        const line = (row * grid.bands + grid.bands - 1 - band) * count;
        for (let column = 0; column < count; column++) {
          const code = grid.at(layout.first + column, band, level);
          const ink = inks && code >= 0 ? inks[band * size + code] : 0;
          pixels[line + column] = ink || (code < 0 ? UNKNOWN : pixel(90, 90, 90));
        }
      }
    });
    this.cells.width = count;
    this.cells.height = high;
    this.cells.getContext("2d").putImageData(image, 0, 0);
    pen.imageSmoothingEnabled = false;
    layout.rows.forEach(({ top, height }, row) => {
      pen.drawImage(this.cells, 0, row * grid.bands, count, grid.bands,
        layout.left, top, count * layout.column, height);
    });
  }

  drawLines(pen, layout) {
    pen.fillStyle = "#0b0d10";
    const count = Math.min(layout.count, this.store.grid.columns - layout.first);
    if (layout.column >= 5) {
      for (let column = 0; column <= count; column++) {
        pen.fillRect(layout.left + column * layout.column - 0.5, 0, 1, layout.bottom);
      }
    }
    for (const { top, row, height } of layout.rows) {
      if (row < 6) continue;
      for (let line = 0; line <= height + 1; line += row) {
        pen.fillRect(layout.left, top + line - 0.5, count * layout.column, 1);
      }
    }
  }

  // Mark locked codes with a light square on a dark one.
  drawLocks(pen, layout) {
    const { grid } = this.store;
    const count = Math.min(layout.count, grid.columns - layout.first);
    for (const [ink, share] of [["#0b0d10", 0.5], [INK, 0.25]]) {
      pen.fillStyle = ink;
      for (const { level, top, row } of layout.rows) {
        const side = Math.max(2, share * Math.min(row, layout.column, 24));
        for (let band = 0; band < grid.bands; band++) {
          for (let column = layout.first; column < layout.first + count; column++) {
            if (!grid.locked[grid.index(column, band, level)]) continue;
            pen.fillRect(layout.x(column + 0.5) - side / 2,
              top + (grid.bands - band - 0.5) * row - side / 2, side, side);
          }
        }
      }
    }
  }

  drawNames(pen, layout, height) {
    const { grid } = this.store;
    const half = coarse(grid.levels);
    pen.textBaseline = "middle";
    let last = -99;
    for (const { level, top, height: high } of layout.rows) {
      const ink = level < half ? COARSE : FINE;
      pen.fillStyle = ink;
      pen.fillRect(layout.left - 6, top, 3, high);
      const middle = top + high / 2;
      if (middle - last < 14) continue;
      last = middle;
      pen.font = "600 14px system-ui, 'DejaVu Sans', sans-serif";
      pen.textAlign = "right";
      pen.fillText(String(level), layout.left - 12, middle);
    }
    pen.save();
    pen.font = "12px system-ui, 'DejaVu Sans', sans-serif";
    pen.textAlign = "center";
    for (const [name, some, ink] of [
      ["coarse", layout.rows.filter(({ level }) => level < half), COARSE],
      ["fine", layout.rows.filter(({ level }) => level >= half), FINE],
    ]) {
      if (!some.length) continue;
      const from = some[0].top;
      const to = some.at(-1).top + some.at(-1).height;
      if (to - from < 44) continue;
      pen.fillStyle = ink;
      pen.save();
      pen.translate(12, (from + to) / 2);
      pen.rotate(-Math.PI / 2);
      pen.fillText(name, 0, 0);
      pen.restore();
    }
    pen.fillStyle = QUIET;
    const steps = [1, 2, 4, 5, 6, 10, 12, 20, 24, 50, 100];
    const every = steps.find((step) => step * layout.column >= 36) || 200;
    const count = Math.min(layout.count, grid.columns - layout.first);
    for (let column = 0; column < count; column++) {
      const number = layout.first + column;
      if (number % every === 0) {
        const x = layout.left + (column + 0.5) * layout.column;
        pen.fillText(String(number), x, height - FOOT / 2);
      }
    }
    pen.restore();
  }

  drawBoxes(pen, layout, selection, line) {
    for (const [x, y, width, height] of layout.boxes(selection)) {
      pen.lineWidth = line + 2;
      pen.strokeStyle = "#0b0d10";
      pen.strokeRect(x, y, width, height);
      pen.lineWidth = line;
      pen.strokeStyle = INK;
      pen.strokeRect(x, y, width, height);
    }
  }

  drawCursor(pen, layout) {
    if (document.activeElement !== this.canvas) return;
    const { column, band, level } = this.store.cursor;
    this.drawBoxes(pen, layout, {
      columns: [column, column], bands: [band, band], levels: [level, level],
    }, 2);
  }

  // --- input

  point(event) {
    const box = this.canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  down(event) {
    this.canvas.focus({ preventScroll: true });
    this.pointers.set(event.pointerId, event.clientX);
    if (this.pointers.size > 1) {
      this.endDrag();
      this.pan = {
        x: this.middle(), first: this.store.window.first, distance: this.distance(),
        count: this.store.window.count,
      };
      return;
    }
    if (event.button) return;
    this.canvas.setPointerCapture(event.pointerId);
    const [x, y] = this.point(event);
    const layout = this.layout();
    const place = layout.place(x, y);
    if (!place) {
      if (y > layout.bottom) this.pan = { x: event.clientX, first: this.store.window.first };
      return;
    }
    const tool = event.altKey ? "pick" : event.shiftKey ? "select" : this.store.tool;
    this.store.cursor = { ...place };
    this.drag = { tool, start: place, last: place, moved: false };
    if (tool === "draw") this.store.beginStroke(place);
    else if (tool === "pick") this.pick(place);
    else this.choose(place, place);
    this.store.notify("cursor");
  }

  move(event) {
    if (this.pointers.has(event.pointerId)) this.pointers.set(event.pointerId, event.clientX);
    if (this.pan) {
      const two = this.pointers.size > 1;
      const x = two ? this.middle() : event.clientX;
      if (two && this.pan.distance > 40 && this.distance() > 40) {
        const requested = Math.round((this.pan.count * this.pan.distance) / this.distance());
        this.store.window.requested = Math.max(4, Math.min(this.store.grid.columns, requested));
      }
      const by = Math.round((this.pan.x - x) / this.layout().column);
      this.scroll(this.pan.first + by);
      return;
    }
    const layout = this.layout();
    if (!this.drag) {
      const place = layout.place(...this.point(event));
      if (place) this.store.dispatchEvent(new CustomEvent("hover", { detail: place }));
      return;
    }
    const events = event.getCoalescedEvents?.() || [];
    for (const sample of events.length ? events : [event]) this.follow(layout, sample);
  }

  follow(layout, event) {
    const { drag, store } = this;
    const near = drag.tool === "select" ? layout.place(...this.point(event)) : null;
    const place = near || layout.place(...this.point(event), drag.last);
    if (!place) return;
    if (drag.tool === "draw") store.draw(between(drag.last, place));
    else if (drag.tool === "pick") this.pick(place);
    else this.choose(drag.start, place);
    drag.last = place;
    store.cursor = { ...place };
    store.notify("cursor");
  }

  up(event) {
    this.pointers.delete(event.pointerId);
    if (!this.pointers.size) this.pan = null;
    this.endDrag();
  }

  endDrag() {
    if (this.drag?.tool === "draw") this.store.endStroke();
    this.drag = null;
  }

  middle() {
    const places = [...this.pointers.values()];
    return places.reduce((sum, x) => sum + x, 0) / places.length;
  }

  // Horizontal distance between the outermost fingers.
  distance() {
    const places = [...this.pointers.values()];
    return Math.max(...places) - Math.min(...places);
  }

  wheel(event) {
    event.preventDefault();
    if (event.ctrlKey) {
      this.zoom(event.deltaY > 0 ? 1.25 : 0.8);
      return;
    }
    const by = Math.abs(event.deltaX) > Math.abs(event.deltaY) ? event.deltaX : event.deltaY;
    const { first, count } = this.store.window;
    this.scroll(first + Math.sign(by) * Math.max(1, count >> 4));
  }

  pick({ column, band, level }) {
    this.store.setBrush(level, this.store.grid.at(column, band, level));
  }

  choose(a, b) {
    this.store.selection = region(a, b, this.store.grid.bands);
    this.store.notify("selection");
  }

  scroll(first) {
    this.store.window.first = first;
    this.store.clamp();
    this.store.read();
    this.store.notify("grid", "window");
  }

  zoom(by) {
    const { window, grid } = this.store;
    const count = Math.max(4, Math.min(grid.columns || 4, Math.round(window.count * by)));
    window.requested = count === window.count ? count + Math.sign(by - 1) : count;
    this.store.notify("grid");
  }

  // Move the cursor, also across levels: the next level follows below the lowest band.
  step(columns, rows, choosing) {
    const { store } = this;
    const { grid, cursor } = store;
    if (!grid.columns) return;
    const levels = this.layout().rows.map(({ level }) => level);
    const line = Math.max(0, levels.indexOf(cursor.level)) * grid.bands +
      (grid.bands - 1 - cursor.band);
    const to = Math.min(levels.length * grid.bands - 1, Math.max(0, line + rows));
    const from = choosing ? (this.anchor ||= { ...cursor }) : (this.anchor = null);
    store.cursor = {
      column: Math.min(grid.columns - 1, Math.max(0, cursor.column + columns)),
      band: grid.bands - 1 - (to % grid.bands),
      level: levels[Math.floor(to / grid.bands)],
    };
    if (from) this.choose(from, store.cursor);
    const { first, count } = store.window;
    if (store.cursor.column < first) this.scroll(store.cursor.column);
    if (store.cursor.column >= first + count) this.scroll(store.cursor.column - count + 1);
    store.notify("cursor");
  }
}

// The grid as a picture under the hand: drawn once a frame where something changed.

import { css, pixel } from "./colour.js";
import { between, region } from "./grid.js";
import { FOOT, LEFT, Layout, coarse } from "./layout.js";

const UNKNOWN = pixel(32, 38, 45);
const COARSE = "#f0a94a";
const FINE = "#5fc7b5";
const INK = "#f4f1e8";
const QUIET = "#a9b2bc";
const NARROW = 14; // pixels of a column when all of a long slot would not fit

// A canvas that is as sharp as the screen, and is drawn at most once a frame.
export class Picture {
  constructor(canvas, draw) {
    this.canvas = canvas;
    this.pen = canvas.getContext("2d");
    this.draw = draw;
    this.width = this.height = 0;
    new ResizeObserver(() => this.fit()).observe(canvas);
    this.fit();
  }

  fit() {
    const { clientWidth, clientHeight } = this.canvas;
    const fine = window.devicePixelRatio || 1;
    this.width = clientWidth;
    this.height = clientHeight;
    this.canvas.width = Math.max(1, Math.round(clientWidth * fine));
    this.canvas.height = Math.max(1, Math.round(clientHeight * fine));
    this.pen.setTransform(fine, 0, 0, fine, 0, 0);
    this.again();
  }

  again() {
    this.due ||= requestAnimationFrame(() => {
      this.due = 0;
      if (this.width && this.height) this.draw(this.pen, this.width, this.height);
    });
  }
}

export class GridView {
  constructor(canvas, desk) {
    this.desk = desk;
    this.canvas = canvas;
    this.cells = document.createElement("canvas");
    this.picture = new Picture(canvas, (pen, width, height) => this.draw(pen, width, height));
    this.pointers = new Map();
    for (const topic of ["grid", "paint", "cursor", "region", "levels", "position"]) {
      desk.addEventListener(topic, () => this.picture.again());
    }
    canvas.addEventListener("pointerdown", (event) => this.down(event));
    canvas.addEventListener("pointermove", (event) => this.move(event));
    for (const end of ["pointerup", "pointercancel"]) {
      canvas.addEventListener(end, (event) => this.up(event));
    }
    canvas.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    canvas.addEventListener("focus", () => this.picture.again());
    canvas.addEventListener("blur", () => this.picture.again());
  }

  layout(width = this.picture.width, height = this.picture.height) {
    const { desk } = this;
    const fits = Math.max(4, Math.floor((width - LEFT) / NARROW));
    const wished = desk.window.wished || Math.min(desk.grid.columns, fits);
    const count = Math.max(1, Math.min(wished, desk.grid.columns));
    if (count !== desk.window.count) {
      desk.window.count = count;
      desk.clamp();
      desk.read();
      desk.tell("window");
    }
    return new Layout(width, height, desk.grid, desk.window);
  }

  // --- drawing

  draw(pen, width, height) {
    const { desk } = this;
    pen.fillStyle = "#14181d";
    pen.fillRect(0, 0, width, height);
    if (!desk.grid.columns || !desk.grid.levels) return;
    const laid = this.layout(width, height);
    this.drawCells(pen, laid);
    this.drawLines(pen, laid);
    this.drawLocks(pen, laid);
    this.drawNames(pen, laid, height);
    if (desk.chosen) this.drawBoxes(pen, laid, desk.chosen, 2.5);
    this.drawCursor(pen, laid);
    if (desk.at !== null) {
      pen.fillStyle = INK;
      pen.fillRect(laid.x(desk.at) - 1, 0, 2, laid.bottom);
    }
  }

  drawCells(pen, laid) {
    const { grid, colours, size } = this.desk;
    const count = Math.min(laid.count, grid.columns - laid.first);
    const high = grid.bands * laid.rows.length;
    if (count < 1 || !high) return;
    const image = new ImageData(count, high);
    const pixels = new Uint32Array(image.data.buffer);
    laid.rows.forEach(({ level }, row) => {
      const inks = colours[level]?.paints;
      for (let band = 0; band < grid.bands; band++) {
        const line = (row * grid.bands + grid.bands - 1 - band) * count;
        for (let column = 0; column < count; column++) {
          const code = grid.at(laid.first + column, band, level);
          const ink = inks && code >= 0 ? inks[band * size + code] : 0;
          pixels[line + column] = ink || (code < 0 ? UNKNOWN : pixel(90, 90, 90));
        }
      }
    });
    this.cells.width = count;
    this.cells.height = high;
    this.cells.getContext("2d").putImageData(image, 0, 0);
    pen.imageSmoothingEnabled = false;
    laid.rows.forEach(({ top, height }, row) => {
      pen.drawImage(this.cells, 0, row * grid.bands, count, grid.bands,
        laid.left, top, count * laid.column, height);
    });
  }

  drawLines(pen, laid) {
    pen.fillStyle = "#0b0d10";
    const count = Math.min(laid.count, this.desk.grid.columns - laid.first);
    if (laid.column >= 5) {
      for (let column = 0; column <= count; column++) {
        pen.fillRect(laid.left + column * laid.column - 0.5, 0, 1, laid.bottom);
      }
    }
    for (const { top, row, height } of laid.rows) {
      if (row < 6) continue;
      for (let line = 0; line <= height + 1; line += row) {
        pen.fillRect(laid.left, top + line - 0.5, count * laid.column, 1);
      }
    }
  }

  // A locked code has a dark spot with a light one in it.
  drawLocks(pen, laid) {
    const { grid } = this.desk;
    const count = Math.min(laid.count, grid.columns - laid.first);
    for (const [ink, share] of [["#0b0d10", 0.5], [INK, 0.25]]) {
      pen.fillStyle = ink;
      for (const { level, top, row } of laid.rows) {
        const side = Math.max(2, share * Math.min(row, laid.column, 24));
        for (let band = 0; band < grid.bands; band++) {
          for (let column = laid.first; column < laid.first + count; column++) {
            if (!grid.locked[grid.index(column, band, level)]) continue;
            pen.fillRect(laid.x(column + 0.5) - side / 2,
              top + (grid.bands - band - 0.5) * row - side / 2, side, side);
          }
        }
      }
    }
  }

  drawNames(pen, laid, height) {
    const { grid } = this.desk;
    const half = coarse(grid.levels);
    pen.textBaseline = "middle";
    let last = -99;
    for (const { level, top, height: high } of laid.rows) {
      const ink = level < half ? COARSE : FINE;
      pen.fillStyle = ink;
      pen.fillRect(laid.left - 6, top, 3, high);
      const middle = top + high / 2;
      if (middle - last < 14) continue;
      last = middle;
      pen.font = "600 14px system-ui, 'DejaVu Sans', sans-serif";
      pen.textAlign = "right";
      pen.fillText(String(level), laid.left - 12, middle);
    }
    pen.save();
    pen.font = "12px system-ui, 'DejaVu Sans', sans-serif";
    pen.textAlign = "center";
    for (const [name, some, ink] of [
      ["coarse", laid.rows.filter(({ level }) => level < half), COARSE],
      ["fine", laid.rows.filter(({ level }) => level >= half), FINE],
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
    const every = [1, 2, 4, 5, 6, 10, 12, 20, 24, 50, 100].find((n) => n * laid.column >= 36) || 200;
    const count = Math.min(laid.count, grid.columns - laid.first);
    for (let column = 0; column < count; column++) {
      const number = laid.first + column;
      if (number % every === 0) {
        pen.fillText(String(number), laid.left + (column + 0.5) * laid.column, height - FOOT / 2);
      }
    }
    pen.restore();
  }

  drawBoxes(pen, laid, chosen, wide) {
    for (const [x, y, width, height] of laid.boxes(chosen)) {
      pen.lineWidth = wide + 2;
      pen.strokeStyle = "#0b0d10";
      pen.strokeRect(x, y, width, height);
      pen.lineWidth = wide;
      pen.strokeStyle = INK;
      pen.strokeRect(x, y, width, height);
    }
  }

  drawCursor(pen, laid) {
    if (document.activeElement !== this.canvas) return;
    const { column, band, level } = this.desk.cursor;
    this.drawBoxes(pen, laid, {
      columns: [column, column], bands: [band, band], levels: [level, level],
    }, 2);
  }

  // --- hands

  point(event) {
    const box = this.canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  down(event) {
    this.canvas.focus({ preventScroll: true });
    this.pointers.set(event.pointerId, event.clientX);
    if (this.pointers.size > 1) {
      this.drop();
      this.pan = {
        x: this.middle(), first: this.desk.window.first, wide: this.wide(),
        count: this.desk.window.count,
      };
      return;
    }
    if (event.button) return;
    this.canvas.setPointerCapture(event.pointerId);
    const [x, y] = this.point(event);
    const laid = this.layout();
    const place = laid.place(x, y);
    if (!place) {
      if (y > laid.bottom) this.pan = { x: event.clientX, first: this.desk.window.first };
      return;
    }
    const tool = event.altKey ? "pick" : event.shiftKey ? "select" : this.desk.tool;
    this.desk.cursor = { ...place };
    this.drag = { tool, start: place, last: place, moved: false };
    if (tool === "draw") this.desk.press(place);
    else if (tool === "pick") this.pick(place);
    else this.choose(place, place);
    this.desk.tell("cursor");
  }

  move(event) {
    if (this.pointers.has(event.pointerId)) this.pointers.set(event.pointerId, event.clientX);
    if (this.pan) {
      const two = this.pointers.size > 1;
      const x = two ? this.middle() : event.clientX;
      if (two && this.pan.wide > 40 && this.wide() > 40) {
        const wished = Math.round((this.pan.count * this.pan.wide) / this.wide());
        this.desk.window.wished = Math.max(4, Math.min(this.desk.grid.columns, wished));
      }
      const by = Math.round((this.pan.x - x) / this.layout().column);
      this.scroll(this.pan.first + by);
      return;
    }
    const laid = this.layout();
    if (!this.drag) {
      const place = laid.place(...this.point(event));
      if (place) this.desk.dispatchEvent(new CustomEvent("hover", { detail: place }));
      return;
    }
    const events = event.getCoalescedEvents?.() || [];
    for (const one of events.length ? events : [event]) this.follow(laid, one);
  }

  follow(laid, event) {
    const { drag, desk } = this;
    const near = drag.tool === "select" ? laid.place(...this.point(event)) : null;
    const place = near || laid.place(...this.point(event), drag.last);
    if (!place) return;
    if (drag.tool === "draw") desk.brush(between(drag.last, place));
    else if (drag.tool === "pick") this.pick(place);
    else this.choose(drag.start, place);
    drag.last = place;
    desk.cursor = { ...place };
    desk.tell("cursor");
  }

  up(event) {
    this.pointers.delete(event.pointerId);
    if (!this.pointers.size) this.pan = null;
    this.drop();
  }

  drop() {
    if (this.drag?.tool === "draw") this.desk.release();
    this.drag = null;
  }

  middle() {
    const places = [...this.pointers.values()];
    return places.reduce((sum, x) => sum + x, 0) / places.length;
  }

  // How far apart fingers are.
  wide() {
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
    this.scroll(this.desk.window.first + Math.sign(by) * Math.max(1, this.desk.window.count >> 4));
  }

  pick({ column, band, level }) {
    this.desk.take(level, this.desk.grid.at(column, band, level));
  }

  choose(a, b) {
    this.desk.chosen = region(a, b, this.desk.grid.bands);
    this.desk.tell("region");
  }

  scroll(first) {
    this.desk.window.first = first;
    this.desk.clamp();
    this.desk.read();
    this.desk.tell("grid", "window");
  }

  zoom(by) {
    const { window: seen, grid } = this.desk;
    const wished = Math.max(4, Math.min(grid.columns || 4, Math.round(seen.count * by)));
    seen.wished = wished === seen.count ? wished + Math.sign(by - 1) : wished;
    this.desk.tell("grid");
  }

  // Move the cursor, over levels too: below the lowest band lies the next level.
  step(columns, rows, choosing) {
    const { desk } = this;
    const { grid, cursor } = desk;
    if (!grid.columns) return;
    const levels = this.layout().rows.map(({ level }) => level);
    const line = Math.max(0, levels.indexOf(cursor.level)) * grid.bands +
      (grid.bands - 1 - cursor.band);
    const to = Math.min(levels.length * grid.bands - 1, Math.max(0, line + rows));
    const from = choosing ? (this.anchor ||= { ...cursor }) : (this.anchor = null);
    desk.cursor = {
      column: Math.min(grid.columns - 1, Math.max(0, cursor.column + columns)),
      band: grid.bands - 1 - (to % grid.bands),
      level: levels[Math.floor(to / grid.bands)],
    };
    if (from) this.choose(from, desk.cursor);
    const { first, count } = desk.window;
    if (desk.cursor.column < first) this.scroll(desk.cursor.column);
    if (desk.cursor.column >= first + count) this.scroll(desk.cursor.column - count + 1);
    desk.tell("cursor");
  }
}

// The codes of one level, alike ones side by side.
export class Palette {
  constructor(canvas, desk) {
    this.desk = desk;
    this.canvas = canvas;
    this.picture = new Picture(canvas, (pen, width) => this.draw(pen, width));
    for (const topic of ["paint", "cursor", "hand"]) {
      desk.addEventListener(topic, () => this.picture.again());
    }
    canvas.addEventListener("pointerdown", (event) => this.press(event));
    canvas.addEventListener("keydown", (event) => this.key(event));
    canvas.addEventListener("focus", () => this.picture.again());
  }

  wide() {
    return Math.ceil(Math.sqrt(this.desk.size)) || 1;
  }

  spot(at) {
    const row = Math.floor(at / this.wide());
    const column = at % this.wide();
    return [row % 2 ? this.wide() - 1 - column : column, row];
  }

  draw(pen, width) {
    const { level, band } = this.desk.cursor;
    const seen = this.desk.colours[level];
    pen.clearRect(0, 0, width, width);
    if (!seen) return;
    const cell = width / this.wide();
    seen.order.forEach((code, at) => {
      const [column, row] = this.spot(at);
      pen.fillStyle = css(seen.paints[band * this.desk.size + code]);
      pen.fillRect(column * cell, row * cell, cell - 1, cell - 1);
    });
    const hand = this.desk.hands[level];
    if (hand === undefined) return;
    const [column, row] = this.spot(seen.rank[hand]);
    for (const [ink, wide] of [["#0b0d10", 5], [INK, 2.5]]) {
      pen.strokeStyle = ink;
      pen.lineWidth = wide;
      pen.strokeRect(column * cell, row * cell, cell - 1, cell - 1);
    }
  }

  press(event) {
    const box = this.canvas.getBoundingClientRect();
    const cell = box.width / this.wide();
    const row = Math.floor((event.clientY - box.top) / cell);
    const column = Math.floor((event.clientX - box.left) / cell);
    this.hold(row * this.wide() + (row % 2 ? this.wide() - 1 - column : column));
  }

  hold(at) {
    const { level } = this.desk.cursor;
    const code = this.desk.colours[level]?.order[at];
    if (code !== undefined) this.desk.take(level, code);
  }

  key(event) {
    const by = {
      ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1],
    }[event.key];
    if (!by) return;
    event.preventDefault();
    event.stopPropagation();
    const { level } = this.desk.cursor;
    const seen = this.desk.colours[level];
    if (!seen) return;
    const [column, row] = this.spot(seen.rank[this.desk.hands[level] ?? seen.order[0]]);
    const to = [column + by[0], row + by[1]];
    if (to[0] < 0 || to[1] < 0 || to[0] >= this.wide()) return;
    this.hold(to[1] * this.wide() + (to[1] % 2 ? this.wide() - 1 - to[0] : to[0]));
  }
}

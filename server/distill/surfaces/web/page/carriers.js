// The strip above the grid: which file each column comes from, and the second in it.

import { LEFT } from "./layout.js";
import { byId } from "./panels.js";
import { Picture } from "./picture.js";
import { baseName, clock, css, fitting, runs, words } from "./places.js";

const DARK = "#0b0d10";
const INK = "#f4f1e8";
const QUIET = "#a9b2bc";
const MOST_SAID = 40; // runs that are told to those who do not see them
const EDGE = 8; // pixels between the note and the window's edge

export function carriers(store) {
  const canvas = byId("carriers");
  const note = byId("from-where");
  const { corpus } = store;
  const picture = new Picture(canvas, (pen, width, height) => draw(pen, width, height));
  const geometry = (width) => {
    const { first, count } = store.window;
    return { first, last: Math.min(store.grid.columns, first + count) - 1,
      wide: (width - LEFT) / Math.max(1, count) };
  };
  const shown = ({ first, last }) => runs(store.grid.places, first, last, store.columnSeconds);

  function draw(pen, width, height) {
    const all = geometry(width);
    pen.clearRect(0, 0, width, height);
    pen.font = "12px system-ui, 'DejaVu Sans', sans-serif";
    pen.textBaseline = "middle";
    pen.textAlign = "right";
    pen.fillStyle = QUIET;
    pen.fillText("source", LEFT - 6, height / 2);
    pen.textAlign = "left";
    for (const { from, to, cell } of shown(all)) {
      if (!cell) continue;
      const [left, right] = [from, to + 1].map((at) => LEFT + (at - all.first) * all.wide);
      const number = corpus.number(cell.file);
      if (cell.there) {
        pen.fillStyle = css(number, cell.share);
        pen.fillRect(left, 1, Math.max(1, right - left - 1), height - 2);
      } else { // it is gone: nothing of it is heard
        pen.strokeStyle = css(number);
        pen.strokeRect(left + 0.5, 1.5, Math.max(1, right - left - 2), height - 3);
      }
      pen.fillStyle = cell.there && cell.share > 0.6 ? DARK : INK;
      pen.fillText(label(pen, cell, right - left - 8), left + 4, height / 2 + 0.5);
    }
  }

  // The name and the second where there is room for both, else as much of the name as fits.
  function label(pen, { file, second }, room) {
    const name = baseName(file);
    const whole = `${name}  ${clock(second)}`;
    return pen.measureText(whole).width <= room ? whole : fitting(pen, name, room);
  }

  function show() {
    const { grid } = store;
    canvas.hidden = !grid.places.some((cell) => cell);
    if (canvas.hidden) {
      note.hidden = true;
      return;
    }
    picture.redraw();
    const all = shown(geometry(0));
    const said = all.slice(0, MOST_SAID).map(({ from, to, cell }) =>
      `${from === to ? `column ${from}` : `columns ${from} to ${to}`}: ${words(cell)}`);
    if (all.length > MOST_SAID) said.push(`and ${all.length - MOST_SAID} more`);
    canvas.setAttribute("aria-label", `Sources of the columns. ${said.join("; ")}`);
  }

  // Say under the pointer, or the finger, what is there.
  function point({ offsetX }) {
    const { first, wide } = geometry(canvas.clientWidth);
    const column = first + Math.floor((offsetX - LEFT) / wide);
    const inside = offsetX >= LEFT && column >= 0 && column < store.grid.columns;
    note.hidden = !inside;
    if (!inside) return;
    note.textContent = `Column ${column}: ${words(store.grid.places[column])}`;
    const box = canvas.getBoundingClientRect();
    const most = innerWidth - note.offsetWidth - EDGE;
    note.style.left = `${Math.max(EDGE, Math.min(box.left + offsetX, most))}px`;
    note.style.top = `${box.bottom + 2}px`;
  }

  canvas.addEventListener("pointerdown", point);
  canvas.addEventListener("pointermove", point);
  for (const end of ["pointerleave", "pointercancel"]) {
    canvas.addEventListener(end, () => { note.hidden = true; });
  }
  for (const topic of ["grid", "window", "slots"]) store.addEventListener(topic, show);
  corpus.addEventListener("files", () => picture.redraw());
  show();
}

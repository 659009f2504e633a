// The strip above the grid: which sound carries each column, and how much of it.

import { rgb } from "./colour.js";
import { runs } from "./grid.js";
import { LEFT } from "./layout.js";
import { byId } from "./panels.js";
import { Picture } from "./picture.js";

const OWN = "the codec's own sound";
const LIGHT = 0.78; // of a hue, in OKLab
const CHROMA = 0.13;
const FIRST = 4.2; // radians: blue, far from the inks of coarse and fine
const TURN = 2.4; // the golden angle: any few hues lie far apart
const SHORTEST = 3; // letters of a name that is cut
const DARK = "#0b0d10";
const INK = "#f4f1e8";
const QUIET = "#a9b2bc";

// What carries a column, in words.
export function words(cell, sounds) {
  const sound = sounds.get(cell?.sound);
  if (!sound) return OWN;
  if (!sound.there) return `${OWN}: ${sound.name} is gone`;
  const share = Math.round(100 * cell.share);
  return share < 100 ? `carried to ${share} % by ${sound.name}` : `carried by ${sound.name}`;
}

// The hue of the sound that was the n-th to be seen, as an angle in OKLab.
function hue(n) {
  return FIRST + n * TURN;
}

function css(n, alpha) {
  const [r, g, b] = rgb(LIGHT, CHROMA * Math.cos(hue(n)), CHROMA * Math.sin(hue(n)));
  return `rgb(${r} ${g} ${b} / ${alpha})`;
}

// As much of a name as there is room for.
function fitting(pen, name, room) {
  if (pen.measureText(name).width <= room) return name;
  for (let length = name.length - 1; length >= SHORTEST; length--) {
    const part = `${name.slice(0, length)}…`;
    if (pen.measureText(part).width <= room) return part;
  }
  return "";
}

export function carriers(store) {
  const canvas = byId("carriers");
  const { sounds } = store;
  const picture = new Picture(canvas, (pen, width, height) => draw(pen, width, height));
  const geometry = (width) => {
    const { first, count } = store.window;
    return { first, last: Math.min(store.grid.columns, first + count) - 1,
      wide: (width - LEFT) / Math.max(1, count) };
  };

  function draw(pen, width, height) {
    const { first, last, wide } = geometry(width);
    const { carriers: columns } = store.grid;
    pen.clearRect(0, 0, width, height);
    pen.font = "12px system-ui, 'DejaVu Sans', sans-serif";
    pen.textBaseline = "middle";
    pen.textAlign = "right";
    pen.fillStyle = QUIET;
    pen.fillText("source", LEFT - 6, height / 2);
    pen.textAlign = "left";
    for (const { from, to, sound, share } of runs(columns, first, last)) {
      const known = sounds.get(sound);
      if (!known) continue;
      const [left, right] = [from, to + 1].map((column) => LEFT + (column - first) * wide);
      if (known.there) {
        pen.fillStyle = css(known.number, share);
        pen.fillRect(left, 1, right - left - 1, height - 2);
      } else { // it is gone: nothing of it is heard
        pen.strokeStyle = css(known.number, 1);
        pen.strokeRect(left + 0.5, 1.5, right - left - 2, height - 3);
      }
      pen.fillStyle = known.there && share > 0.6 ? DARK : INK;
      pen.fillText(fitting(pen, known.name, right - left - 8), left + 4, height / 2 + 0.5);
    }
  }

  function show() {
    const { grid } = store;
    canvas.hidden = !grid.carriers.some((cell) => cell?.sound);
    if (canvas.hidden) return;
    picture.redraw();
    const { first, last } = geometry(0);
    const said = runs(grid.carriers, first, last).map(({ from, to, ...cell }) =>
      `${from === to ? `column ${from}` : `columns ${from} to ${to}`}: ` +
      words(cell, sounds));
    canvas.setAttribute("aria-label", `Sources of the columns. ${said.join("; ")}`);
  }

  canvas.addEventListener("pointermove", ({ offsetX }) => {
    const { first, wide } = geometry(canvas.clientWidth);
    const column = first + Math.floor((offsetX - LEFT) / wide);
    const inside = offsetX >= LEFT && column < store.grid.columns;
    canvas.title = inside ? `Column ${column}: ${words(store.grid.carriers[column], sounds)}` : "";
  });
  for (const topic of ["grid", "window", "slots"]) store.addEventListener(topic, show);
  show();
}

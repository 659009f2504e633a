// Places in the sounds of the musician: a file and a second in it, as text and as a colour.

import { rgb } from "./colour.js";

export const RATE = 48_000; // samples a second
export const OWN = "the codec's own sound";
const LIGHTS = [0.78, 0.67, 0.87]; // of files one after the other, in OKLab
const CHROMA = 0.13;
const FIRST = 4.2; // radians: blue, far from the inks of coarse and fine
const TURN = 2.4; // the golden angle: any few hues lie far apart
const CLOSE = 0.25; // columns by which a sound that goes on may seem to jump, as seconds are rounded

// The colour of the n-th file.
export function css(n, alpha = 1) {
  const hue = FIRST + n * TURN;
  const [r, g, b] = rgb(LIGHTS[n % LIGHTS.length], CHROMA * Math.cos(hue), CHROMA * Math.sin(hue));
  return `rgb(${r} ${g} ${b} / ${alpha})`;
}

// Seconds as minutes and seconds, with so many digits after the point.
export function clock(seconds, digits = 0) {
  const unit = 10 ** digits;
  const whole = Math.floor(Math.max(0, seconds) * unit + 1e-6);
  const minutes = Math.floor(whole / (60 * unit));
  const rest = ((whole - minutes * 60 * unit) / unit).toFixed(digits);
  return `${minutes}:${rest.padStart(digits ? digits + 3 : 2, "0")}`;
}

// A name without its folder.
export function baseName(file) {
  return file.slice(file.lastIndexOf("/") + 1);
}

// What carries columns, from the answer of `carriers`: {sounds, columns}, where each column has a
// `sound` (an id, or null) and a `share`.
function decodeCarriers([, , , count], pages) {
  const sounds = pages.slice(0, count).map(([id, name, there]) => ({ id, name, there: there > 0 }));
  const flat = pages.slice(count).flat();
  const columns = [];
  for (let at = 0; at + 2 < flat.length; at += 3) {
    const cell = { sound: sounds[flat[at + 1]]?.id ?? null, share: flat[at + 2] };
    for (let n = 0; n < flat[at]; n++) columns.push(cell);
  }
  return { sounds, columns };
}

// Where columns come from, from the answers of `sources` and `carriers` of the same columns: for
// each its `file` (or null), the `second` in it, the `share` of it that is carried, and `there`.
export function decodePlaces(sources, carriers, columnSeconds) {
  const [, , , count] = sources.values;
  const files = sources.pages.slice(0, count).map(([name, there]) => [String(name), there > 0]);
  const flat = sources.pages.slice(count).flat();
  const carried = carriers ? decodeCarriers(carriers.values, carriers.pages) : null;
  const sounds = new Map(carried?.sounds.map(({ id, there }) => [id, there]));
  const cells = [];
  for (let at = 0; at + 2 < flat.length; at += 3) {
    const [file = null, thereOfAll = true] = files[flat[at + 1]] ?? [];
    for (let n = 0; n < flat[at]; n++) {
      const { sound, share = 1 } = carried?.columns[cells.length] ?? {};
      const there = sounds.get(sound) ?? thereOfAll;
      const second = flat[at + 2] + n * columnSeconds;
      cells.push(file === null ? null : { file, second, share, there });
    }
  }
  return cells;
}

// Does one column go on where another, so many columns before it, was?
function goesOn(before, cell, columns, columnSeconds) {
  if (!before || !cell) return !before && !cell;
  const passed = cell.second - before.second;
  return before.file === cell.file && before.share === cell.share && before.there === cell.there &&
    Math.abs(passed - columns * columnSeconds) < CLOSE * columnSeconds;
}

// Runs of columns that go on in one file: [{from, to, cell}], with the cell of the first column.
export function runs(cells, first, last, columnSeconds) {
  const found = [];
  for (let column = first; column <= last; column++) {
    const cell = cells[column] ?? null;
    const run = found.at(-1);
    if (run && goesOn(run.cell, cell, column - run.from, columnSeconds)) run.to = column;
    else found.push({ from: column, to: column, cell });
  }
  return found;
}

// Where a column comes from, in words.
export function words(cell, digits = 1) {
  if (!cell) return OWN;
  if (!cell.there) return `${OWN}: ${cell.file} is gone`;
  const share = Math.round(100 * cell.share);
  return `${cell.file} at ${clock(cell.second, digits)}${share < 100 ? `, ${share} % of it` : ""}`;
}

// As much of a name as there is room for; empty if that is next to nothing.
export function fitting(pen, name, room, shortest = 3) {
  if (pen.measureText(name).width <= room) return name;
  for (let length = name.length - 1; length >= shortest; length--) {
    const part = `${name.slice(0, length)}…`;
    if (pen.measureText(part).width <= room) return part;
  }
  return "";
}

// The codes of a slot as the page knows them, and what hands did that the server has not said yet.

export const CHUNK = 64; // columns that are read at once

export function span(from, to) {
  return from === to ? String(from) : `${from}-${to}`;
}

export class Grid {
  constructor() {
    this.columns = this.bands = this.levels = 0;
    this.codes = new Int16Array(0);
    this.locked = new Uint8Array(0);
    this.stale = new Set(); // chunks that must be read
    this.edits = []; // {id, cells, done}, oldest first
  }

  // Another slot, or other columns: what is known of the columns before stays.
  shape(columns, bands = this.bands, levels = this.levels) {
    const same = bands === this.bands && levels === this.levels;
    if (same && columns === this.columns) return;
    const codes = new Int16Array(columns * bands * levels).fill(-1);
    const locked = new Uint8Array(codes.length);
    if (same) {
      codes.set(this.codes.subarray(0, codes.length));
      locked.set(this.locked.subarray(0, codes.length));
    }
    Object.assign(this, { columns, bands, levels, codes, locked });
  }

  forget() {
    this.codes.fill(-1);
    this.locked.fill(0);
    this.edits = [];
    this.dirty(0, this.columns - 1);
  }

  dirty(first, last) {
    for (let chunk = Math.floor(first / CHUNK); chunk * CHUNK <= last; chunk++) {
      this.stale.add(chunk);
    }
  }

  // The next columns to read, those in view first; null when all in view is known.
  next(first, last) {
    for (let chunk = Math.floor(first / CHUNK); chunk * CHUNK <= last; chunk++) {
      if (this.stale.has(chunk) && chunk * CHUNK < this.columns) {
        return [chunk * CHUNK, Math.min(this.columns, (chunk + 1) * CHUNK) - 1, chunk];
      }
    }
    return null;
  }

  index(column, band, level) {
    return (column * this.bands + band) * this.levels + level;
  }

  at(column, band, level) {
    return this.codes[this.index(column, band, level)];
  }

  inside({ column, band, level }) {
    return column >= 0 && column < this.columns && band >= 0 && band < this.bands &&
      level >= 0 && level < this.levels;
  }

  // What the server told of whole columns, as it was when request `id` was sent.
  heard(first, codes, id) {
    this.codes.set(codes.slice(0, this.codes.length - this.index(first, 0, 0)),
      this.index(first, 0, 0));
    for (const edit of this.edits) {
      if (edit.id > id || !edit.done) this.lay(edit.cells);
    }
    this.edits = this.edits.filter((edit) => edit.id > id || !edit.done);
  }

  // What is locked from a column on: counts of free and locked codes, in turns.
  heardLocks(first, counts) {
    let at = this.index(first, 0, 0);
    counts.forEach((count, turn) => {
      this.locked.fill(turn % 2, at, at + count);
      at += count;
    });
  }

  // What a hand did; the server is being told by request `id`.
  edited(cells, id) {
    this.edits.push({ id, cells, done: false });
    this.lay(cells);
  }

  // How that ended. What was refused is read again.
  ended(id, good) {
    const edit = this.edits.find((one) => one.id === id);
    if (!edit) return;
    edit.done = true;
    if (!good) {
      this.edits = this.edits.filter((one) => one !== edit);
      for (const cell of edit.cells) this.dirty(cell.column, cell.column);
    }
  }

  lay(cells) {
    for (const cell of cells) {
      if (this.inside(cell)) this.codes[this.index(cell.column, cell.band, cell.level)] = cell.code;
    }
  }
}

// Cells between two of one level, so that a quick hand leaves no gaps; without the first.
export function between(a, b) {
  const steps = Math.max(Math.abs(b.column - a.column), Math.abs(b.band - a.band));
  const found = [];
  for (let step = 1; step <= steps; step++) {
    found.push({
      column: Math.round(a.column + ((b.column - a.column) * step) / steps),
      band: Math.round(a.band + ((b.band - a.band) * step) / steps),
      level: b.level,
    });
  }
  return found;
}

// Cells become few requests: neighbouring bands of one column and level go together; the last
// code of a place counts. Each is [{arguments after the slot}, cells].
export function requests(cells) {
  const last = new Map(cells.map((cell) => [`${cell.column} ${cell.band} ${cell.level}`, cell]));
  const sorted = [...last.values()].sort((a, b) =>
    a.column - b.column || a.level - b.level || a.band - b.band);
  const runs = [];
  for (const cell of sorted) {
    const run = runs.at(-1);
    const before = run?.at(-1);
    const goes = before && before.column === cell.column && before.level === cell.level &&
      before.band + 1 === cell.band;
    if (goes) run.push(cell);
    else runs.push([cell]);
  }
  return runs.map((run) => {
    const [{ column, band, level }] = run;
    const bands = span(band, run.at(-1).band);
    return [[column, bands, level, ...run.map((cell) => cell.code)], run];
  });
}

// A region of two corners: inside one level it has bands, over several it has all of them.
export function region(a, b, bands) {
  const one = a.level === b.level;
  return {
    columns: [Math.min(a.column, b.column), Math.max(a.column, b.column)],
    bands: one ? [Math.min(a.band, b.band), Math.max(a.band, b.band)] : [0, bands - 1],
    levels: [Math.min(a.level, b.level), Math.max(a.level, b.level)],
  };
}

// A region as commands take it, by name.
export function words(chosen) {
  if (!chosen) return [];
  return ["columns", "bands", "levels"].flatMap((part) => [part, span(...chosen[part])]);
}

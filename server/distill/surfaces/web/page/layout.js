// Layout of the grid on the canvas: columns across, levels down, bands inside each level.

export const LEFT = 52; // level labels
export const FOOT = 22; // column numbers
const GAP = 4; // between two levels
const APART = 20; // between coarse and fine
const COARSE = 1.5; // height of a coarse row in fine rows

export function coarse(levels) {
  return Math.ceil(levels / 2);
}

// The levels of a view: "all", "coarse", "fine" or a number.
export function shown(view, levels) {
  const half = coarse(levels);
  const every = [...Array(levels).keys()];
  if (view === "coarse") return every.slice(0, half);
  if (view === "fine") return every.slice(half);
  return view === "all" ? every : every.filter((level) => level === Number(view));
}

export class Layout {
  constructor(width, height, grid, { view = "all", first = 0, count = 0 } = {}) {
    this.grid = grid;
    this.first = first;
    this.count = Math.max(1, count || grid.columns);
    this.left = LEFT;
    this.width = Math.max(1, width - LEFT);
    this.column = this.width / this.count;
    this.rows = [];
    const levels = shown(view, grid.levels);
    const half = coarse(grid.levels);
    const mixed = levels.includes(half) && levels.includes(half - 1);
    const gaps = Math.max(0, levels.length - 1) * GAP + (mixed ? APART - GAP : 0);
    const weight = (level) => (mixed && level < half ? COARSE : 1);
    const total = levels.reduce((sum, level) => sum + weight(level), 0) * grid.bands;
    const unit = Math.max(1, (height - FOOT - gaps) / Math.max(1, total));
    let top = 0;
    for (const level of levels) {
      if (mixed && level === half) top += APART - GAP;
      const row = unit * weight(level);
      this.rows.push({ level, top, row, height: row * grid.bands });
      top += row * grid.bands + GAP;
    }
    this.bottom = Math.max(0, top - GAP);
  }

  x(column) {
    return this.left + (column - this.first) * this.column;
  }

  row(level) {
    return this.rows.find((row) => row.level === level);
  }

  // The cell under a point, or null. `near` is a cell whose level a drag must not leave: then it is
  // the nearest cell of that level.
  place(x, y, near = null) {
    let column = this.first + Math.floor((x - this.left) / this.column);
    if (near) column = Math.min(this.grid.columns - 1, Math.max(0, column));
    else if (x < this.left) return null;
    const rows = near ? this.rows.filter(({ level }) => level === near.level) : this.rows;
    for (const { level, top, row } of rows) {
      let down = Math.floor((y - top) / row);
      if (near) down = Math.min(this.grid.bands - 1, Math.max(0, down));
      const place = { column, band: this.grid.bands - 1 - down, level };
      if (down >= 0 && down < this.grid.bands && this.grid.inside(place)) return place;
    }
    return null;
  }

  // The rectangles of a region, one for each level: [x, y, width, height].
  boxes(region) {
    const [from, to] = region.columns;
    const left = Math.max(this.left, this.x(from));
    const right = Math.min(this.left + this.width, this.x(to + 1));
    if (right <= left) return [];
    return this.rows
      .filter(({ level }) => level >= region.levels[0] && level <= region.levels[1])
      .map(({ top, row }) => {
        const high = top + (this.grid.bands - 1 - region.bands[1]) * row;
        const low = top + (this.grid.bands - region.bands[0]) * row;
        return [left, high, right - left, low - high];
      });
  }
}

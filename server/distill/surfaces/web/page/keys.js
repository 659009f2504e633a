// All keyboard shortcuts in one table, which is also the help.

import { byId, perform } from "./panels.js";

export function keys(store, view, write) {
  const click = (name) => () => byId(name).click();
  const act = (verb, more = {}) => () => perform(store, { act: verb, ...more }).catch(() => {});
  const nudge = (by) => () => {
    const { column, band, level } = store.cursor;
    store.write(store.neighbour(level, store.grid.at(column, band, level), by));
  };
  const tool = (name) => () => document.querySelector(`[data-tool=${name}]`).click();
  const page = (by) => () => view.scroll(store.window.first + by * store.window.count);
  const view_ = (by) => () => {
    const options = [...byId("view").options].map(({ value }) => value);
    const at = options.indexOf(byId("view").value) + by;
    byId("view").value = options[(at + options.length) % options.length];
    byId("view").onchange({ target: byId("view") });
  };
  // key, action, help text, and whether the key works on the grid only
  const table = [
    ["arrows", null, "move; with Shift select a region", true],
    ["Enter", () => writeBrush(), "write the brush's code", true],
    ["[", nudge(-1), "previous code in the palette", true],
    ["]", nudge(1), "next code in the palette", true],
    ["i", () => view.pick(store.cursor), "pick the code here for the brush", true],
    ["Escape", click("all"), "select all"],
    ["PageUp", page(-1), "previous columns", true],
    ["PageDown", page(1), "next columns", true],
    ["+", click("in"), "zoom in"],
    ["-", click("out"), "zoom out"],
    ["n", view_(1), "next view of levels; N: previous"],
    ["N", view_(-1), ""],
    ["b", tool("draw"), "draw"], ["t", tool("pick"), "pick"], ["m", tool("select"), "select"],
    ["u", click("undo"), "undo (also Ctrl+Z)"], ["U", click("redo"), "redo (also Ctrl+Shift+Z)"],
    ["f", act("fill"), "repeat the first selected column"],
    [",", act("shift", { by: -1 }), "shift left"], [".", act("shift", { by: 1 }), "shift right"],
    ["v", act("vary"), "vary by the amount"],
    ["r", act("randomize", { how: "neighbours" }), "change to near codes by the amount"],
    ["l", act("lock"), "lock; L: unlock"], ["L", act("unlock"), ""],
    ["c", act("copy"), "copy to the other slot"], ["x", act("swap"), "swap with the other slot"],
    ["g", () => write("generate"), "generate"], ["G", () => write("continue"), "continue"],
    [" ", () => click(store.status.transport === "stop" ? "play" : "stop")(), "play or stop"],
    ["s", click("stream"), "stream"],
    ["!", click("panic"), "panic: silence at once"],
    ["1…9", null, "open a slot"],
    ["↑ ↓", null, "on a knob: turn it; with Shift finely, Page Up and Down coarsely"],
    ["← ↑ → ↓", null, "on the map of sounds: lead what is written; Enter plays what is there"],
    ["?", () => byId("keys").showModal(), "this help"],
  ];
  function writeBrush() {
    const { column, band, level } = store.cursor;
    const next = store.neighbour(level, store.grid.at(column, band, level), 1);
    store.write(store.brushes[level] ?? next);
  }
  byId("keylist").replaceChildren(...table.filter(([, , help]) => help).flatMap(([key, , help]) => {
    const [term, text] = [document.createElement("dt"), document.createElement("dd")];
    term.textContent = key === " " ? "Space" : key;
    text.textContent = help;
    return [term, text];
  }));
  const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  document.addEventListener("keydown", (event) => {
    const { target, key } = event;
    if (byId("keys").open) return;
    const typing = target.matches("input:not([type=range]), select, textarea");
    if (typing) return;
    if ((event.ctrlKey || event.metaKey) && key.toLowerCase() === "z") {
      event.preventDefault();
      byId(event.shiftKey ? "redo" : "undo").click();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const onGrid = target === byId("grid");
    if (onGrid && moves[key]) {
      event.preventDefault();
      view.step(...moves[key], event.shiftKey);
      return;
    }
    if (/^[1-9]$/.test(key)) {
      byId("slots").querySelectorAll("[data-slot]")[Number(key) - 1]?.click();
      return;
    }
    const pressing = target.matches("button, [role=tab]") && (key === " " || key === "Enter");
    const row = table.find(([name]) => name === key);
    if (!row?.[1] || pressing || (row[3] && !onGrid)) return;
    if (target.matches("input[type=range]") && /^(Page|Arrow|[+-])/.test(key)) return;
    event.preventDefault();
    row[1]();
  });
}

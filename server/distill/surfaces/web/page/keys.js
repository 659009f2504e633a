// Every key that does something, in one table, which is also the help.

import { one, perform } from "./panels.js";

export function keys(desk, view, write) {
  const click = (name) => () => one(name).click();
  const act = (verb, more = {}) => () => perform(desk, { act: verb, ...more }).catch(() => {});
  const nudge = (by) => () => {
    const { column, band, level } = desk.cursor;
    desk.write(desk.beside(level, desk.grid.at(column, band, level), by));
  };
  const tool = (name) => () => document.querySelector(`[data-tool=${name}]`).click();
  const view_ = (by) => () => {
    const options = [...one("view").options].map(({ value }) => value);
    const at = options.indexOf(one("view").value) + by;
    one("view").value = options[(at + options.length) % options.length];
    one("view").onchange({ target: one("view") });
  };
  // key, what it does, how it is said; only on the grid where `grid` is true
  const table = [
    ["arrows", null, "move; with Shift choose a region", true],
    ["Enter", () => write_(), "write the code in the hand", true],
    ["[", nudge(-1), "the code before, in the palette's order", true],
    ["]", nudge(1), "the code after", true],
    ["i", () => view.pick(desk.cursor), "take the code here into the hand", true],
    ["Escape", click("all"), "choose all"],
    ["PageUp", () => view.scroll(desk.window.first - desk.window.count), "columns before", true],
    ["PageDown", () => view.scroll(desk.window.first + desk.window.count), "columns after", true],
    ["+", click("in"), "fewer columns, larger"],
    ["-", click("out"), "more columns, smaller"],
    ["n", view_(1), "next levels; N: those before"],
    ["N", view_(-1), ""],
    ["b", tool("draw"), "draw"], ["t", tool("pick"), "pick"], ["m", tool("select"), "select"],
    ["u", click("undo"), "undo (also Ctrl+Z)"], ["U", click("redo"), "redo (also Ctrl+Shift+Z)"],
    ["f", act("fill"), "repeat the first chosen column"],
    [",", act("shift", { by: -1 }), "shift left"], [".", act("shift", { by: 1 }), "shift right"],
    ["v", act("vary"), "vary by the amount"],
    ["r", act("randomize", { how: "neighbours" }), "to near codes by the amount"],
    ["l", act("lock"), "lock; L: unlock"], ["L", act("unlock"), ""],
    ["c", act("copy"), "copy to the other slot"], ["x", act("swap"), "swap with it"],
    ["g", () => write("generate"), "generate"], ["G", () => write("continue"), "continue"],
    [" ", () => (desk.status.transport === "stop" ? click("play") : click("stop"))(), "play or stop"],
    ["s", click("stream"), "stream"],
    ["!", click("panic"), "panic: silence at once"],
    ["1…9", null, "choose a slot"],
    ["?", () => one("keys").showModal(), "this"],
  ];
  function write_() {
    const { column, band, level } = desk.cursor;
    desk.write(desk.hands[level] ?? desk.beside(level, desk.grid.at(column, band, level), 1));
  }
  one("keylist").replaceChildren(...table.filter(([, , said]) => said).flatMap(([key, , said]) => {
    const [term, text] = [document.createElement("dt"), document.createElement("dd")];
    term.textContent = key === " " ? "Space" : key;
    text.textContent = said;
    return [term, text];
  }));
  const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  document.addEventListener("keydown", (event) => {
    const { target, key } = event;
    if (one("keys").open) return;
    const typing = target.matches("input:not([type=range]), select, textarea");
    if (typing) return;
    if ((event.ctrlKey || event.metaKey) && key.toLowerCase() === "z") {
      event.preventDefault();
      one(event.shiftKey ? "redo" : "undo").click();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const onGrid = target === one("grid");
    if (onGrid && moves[key]) {
      event.preventDefault();
      view.step(...moves[key], event.shiftKey);
      return;
    }
    if (/^[1-9]$/.test(key)) {
      one("slots").querySelectorAll("[data-slot]")[Number(key) - 1]?.click();
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

// The panels beside the grid, one of which is seen.

import { byId } from "./panels.js";

export function tabs() {
  const all = [...document.querySelectorAll("[role=tab]")];
  const show = (tab) => {
    for (const other of all) {
      const mine = other === tab;
      other.setAttribute("aria-selected", String(mine));
      other.tabIndex = mine ? 0 : -1;
      byId(other.getAttribute("aria-controls")).hidden = !mine;
    }
    document.dispatchEvent(new CustomEvent("panel", { detail: tab.getAttribute("aria-controls") }));
  };
  for (const tab of all) {
    tab.addEventListener("click", () => show(tab));
    tab.addEventListener("keydown", ({ key }) => {
      const by = { ArrowRight: 1, ArrowLeft: -1 }[key];
      if (!by) return;
      const there = all.filter(({ hidden }) => !hidden);
      const next = there[(there.indexOf(tab) + by + there.length) % there.length];
      show(next);
      next.focus();
    });
  }
  show(all[0]);
}

// Show or hide the tab of a panel; the first panel takes the place of one that is hidden.
export function offer(tab, there) {
  tab.hidden = !there;
  if (!there && tab.getAttribute("aria-selected") === "true") {
    document.querySelector("[role=tab]").click();
  }
}

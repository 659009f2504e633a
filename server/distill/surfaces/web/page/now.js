// The line that says which sound is heard now. Its room is kept, so that the grid does not move.

import { byId } from "./panels.js";
import { clock, css } from "./places.js";

export function nowSounds(store) {
  const { corpus } = store;
  const [line, swatch, text] = [byId("now"), byId("nowcolour"), byId("nowsays")];
  const show = () => {
    const heard = corpus.now;
    line.hidden = !corpus.files.length && !heard;
    const said = heard ? `${heard.file}  ${clock(heard.second)}` : "";
    if (text.textContent === said) return;
    text.textContent = said;
    swatch.style.background = heard ? css(corpus.number(heard.file)) : "none";
  };
  corpus.addEventListener("now", show);
  corpus.addEventListener("files", show);
}

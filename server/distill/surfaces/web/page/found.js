// Brings places of the model's sounds into a slot and plays them.

const KEY = "distill-found"; // the slot's name, kept while this window is open
const NAME = "found";

// The slot for places: its own from before, or the first name that is free.
export function foundSlot(slots, before) {
  if (before) return before;
  for (let turn = 1; ; turn++) {
    const name = turn === 1 ? NAME : `${NAME}${turn}`;
    if (!slots.has(name)) return name;
  }
}

function slotOfPlaces(store) {
  const name = foundSlot(store.slots, sessionStorage.getItem(KEY));
  sessionStorage.setItem(KEY, name);
  return name;
}

// Quote a place, of so many columns or of the usual length; resolves to {slot, columns}.
export async function quote(store, { file, second }, columns = 0) {
  const wanted = columns ? ["columns", columns] : [];
  const { values } = await store.act("quote", [slotOfPlaces(store), file, second, ...wanted]);
  return { slot: String(values[0]), columns: values[1] };
}

// Quote a place and play it.
export async function playPlace(store, place, columns = 0) {
  const { slot } = await quote(store, place, columns);
  await store.act("play", [slot]);
}

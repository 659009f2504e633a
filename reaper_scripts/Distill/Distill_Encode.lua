-- @noindex
-- Encode selected items: each becomes a slot of the server, and a new take as the codec hears it.

local here = debug.getinfo(1, "S").source:match("^@(.*[/\\])")
local distill = dofile(here .. "distill.lua")
local ask, say = distill.ask, distill.say

-- A slot that a player finds again: the take's name without its ending, in plain words.
local function slot_of(one, taken)
  local stem = one.name:gsub("%.%w+$", ""):gsub("[^%w_-]+", "_"):sub(1, 40)
  stem = stem:match("%w") and stem or "item"
  local name, count = stem, 1
  while taken[name] do
    count = count + 1
    name = stem .. count
  end
  taken[name] = true
  return name
end

distill.action("Encode", function()
  local chosen = distill.items.selected(1,
    "No item is selected.\n\nSelect the items that are to be encoded, and run this again.")
  local taken, made = {}, {}
  for _, one in ipairs(chosen) do
    local slot = slot_of(one, taken)
    local code = distill.items.encode(one, slot)
    local clip = ask({ say.clip(slot, "encode-" .. slot) }).answers[1].values[1]
    made[#made + 1] = { one = one, clip = clip, server = code.server, slot = slot }
  end
  distill.place.change("encode", function()
    for _, each in ipairs(made) do
      distill.place.take(each.one.item, each.clip,
        distill.named(each.server, "codes, slot " .. each.slot), distill.items.start_in_code(each.one))
    end
  end)
end)

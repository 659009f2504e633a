-- @noindex
-- Continue selected item: the model goes on where it ends, as a new item behind it.

local here = debug.getinfo(1, "S").source:match("^@(.*[/\\])")
local distill = dofile(here .. "distill.lua")
local ask, say = distill.ask, distill.say

local MEMORY = 30 -- seconds of the item that the model is told; it looks back no further than these

-- Puts the item into a slot so that the codes end where the item ends; gives what was encoded and
-- where the item's end is in it, in seconds.
local function encode_up_to_end(one, slot)
  if one.clip then
    local code, heard = distill.items.encode(one, slot), one.offset + one.length
    if math.abs(heard - code.seconds) < 1e-3 then return code, code.columns * code.column end
    if heard < code.seconds then return code, heard end
    one.clip = false -- a clip in bars that goes round: its end is not the end of its codes
  end
  local first = math.max(0, one.length - MEMORY)
  local code = distill.items.encode(one, slot, first)
  local whole = math.floor((one.length - first) / code.column + 1e-6) * code.column
  if whole > 0 and whole < one.length - first - 1e-3 then
    code = distill.items.encode(one, slot, one.length - whole) -- so that the last column is full
  end
  return code, code.columns * code.column
end

distill.action("Continue", function()
  local one = distill.items.selected(1,
    "No item is selected.\n\nSelect the item that is to go on, and run this again.")[1]
  local wish = distill.dialog.ask("Continue", "continue", {
    { "seconds", "Seconds", 4, { min = 0.1, max = 600 } },
    { "seed", "Seed (0: a fresh one)", 0, { min = 0, max = 2147483647 } },
  })
  if not wish then return end
  local seed = distill.seed(wish.seed)
  distill.with_slots(function(slot)
    local name = slot()
    local code, heard = encode_up_to_end(one, name)
    local result = ask({
      say["continue"](name, "seconds", wish.seconds, "seed", seed),
      say.clip(name, "continue-" .. seed),
    })
    local clip = result.answers[2].values[1]
    distill.place.change("continue", function()
      distill.place.item(one.track, clip, distill.named(code.server, "continue", seed),
        { position = one.position + one.length, length = wish.seconds, offset = heard })
    end)
  end)
end)

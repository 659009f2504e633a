-- @noindex
-- Randomize region: codes of the item inside the time selection change; a new take.

local here = debug.getinfo(1, "S").source:match("^@(.*[/\\])")
local distill = dofile(here .. "distill.lua")
local ask, say = distill.ask, distill.say

-- The columns that a time selection touches, as a span; the server counts them from 0.
local function columns_of(one, code, first, last)
  local start = distill.items.start_in_code(one) - one.position
  local low = math.floor((first + start) / code.column + 1e-6)
  local high = math.ceil((last + start) / code.column - 1e-6) - 1
  low, high = math.max(0, low), math.min(code.columns - 1, math.max(low, high))
  return ("%d-%d"):format(low, high)
end

distill.action("Randomize region", function()
  local one = distill.items.selected(1,
    "No item is selected.\n\nSelect one, and make a time selection over the part to change.")[1]
  local first, last = reaper.GetSet_LoopTimeRange2(0, false, false, 0, 0, false)
  first, last = math.max(first, one.position), math.min(last, one.position + one.length)
  if last <= first then
    distill.wrong("There is no time selection over the selected item.\n\nDrag one over the part "
      .. "that is to change, and run this again.")
  end
  local wish = distill.dialog.ask("Randomize region", "randomize", {
    { "how", "prior, neighbours or noise", "prior", { "prior", "neighbours", "noise" } },
    { "amount", "Amount, 0 to 1", 1, { min = 0, max = 1 } },
    { "bands", "Bands: all, 0-3, 5 …", "all", "text" },
    { "levels", "Levels: all, coarse, fine …", "all", "text" },
    { "seed", "Seed (0: a fresh one)", 0, { min = 0, max = 2147483647 } },
  })
  if not wish then return end
  local seed = distill.seed(wish.seed)
  distill.with_slots(function(slot)
    local name = slot()
    local code = distill.items.encode(one, name)
    local span = columns_of(one, code, first, last)
    local result = ask({
      say.randomize(name, wish.how, wish.amount, span, wish.bands, wish.levels, seed),
      say.clip(name, "randomize-" .. seed),
    })
    distill.place.change("randomize region", function()
      distill.place.take(one.item, result.answers[2].values[1],
        distill.named(result.server, "randomize " .. span, seed), distill.items.start_in_code(one))
    end)
  end)
end)

-- @noindex
-- Interpolate two selected items: steps from one to the other, on a new track.

local here = debug.getinfo(1, "S").source:match("^@(.*[/\\])")
local distill = dofile(here .. "distill.lua")
local ask, say = distill.ask, distill.say

distill.action("Interpolate", function()
  local chosen = distill.items.selected(2,
    "Two items are needed.\n\nSelect the one to begin with and the one to end with.")
  if #chosen > 2 then
    distill.wrong(("%d items are selected.\n\nSelect two: the one to begin with and the one to end "
      .. "with."):format(#chosen))
  end
  table.sort(chosen, function(x, y) return x.position < y.position end)
  local wish = distill.dialog.ask("Interpolate", "interpolate", {
    { "steps", "Steps between them", 3, { min = 1, max = 32 } },
    { "mode", "latent, dissolve or levels", "latent", { "latent", "dissolve", "levels" } },
    { "seed", "Seed (0: a fresh one)", 0, { min = 0, max = 2147483647 } },
  })
  if not wish then return end
  local seed, steps = distill.seed(wish.seed), math.floor(wish.steps)
  local from, to = chosen[1], chosen[2]
  distill.with_slots(function(slot)
    local a, b, between = slot(), slot(), slot()
    distill.items.encode(from, a)
    distill.items.encode(to, b)
    local requests = {}
    for i = 1, steps do
      requests[#requests + 1] = say.interpolate(a, b, between, i / (steps + 1), wish.mode, seed)
      requests[#requests + 1] = say.clip(between, ("between-%d-of-%d"):format(i, steps))
    end
    local result = ask(requests)
    distill.place.change("interpolate", function()
      local track = distill.place.new_track(from.track, "Distill interpolate")
      for i = 1, steps do
        local what = ("%s %d/%d"):format(wish.mode, i, steps)
        distill.place.item(track, result.answers[2 * i].values[1],
          distill.named(result.server, what, seed), {
            position = from.position + (i - 1) * from.length,
            length = from.length,
            offset = distill.items.start_in_code(from),
          })
      end
    end)
  end)
end)

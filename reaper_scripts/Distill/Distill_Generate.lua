-- @noindex
-- Generate into time selection: the model writes a new sound, as a new item.

local here = debug.getinfo(1, "S").source:match("^@(.*[/\\])")
local distill = dofile(here .. "distill.lua")
local ask, say = distill.ask, distill.say

distill.action("Generate", function()
  local first, last = reaper.GetSet_LoopTimeRange2(0, false, false, 0, 0, false)
  local length = last - first
  if length <= 0 then
    distill.wrong("There is no time selection.\n\nDrag one in the ruler where the new sound is to "
      .. "be, and run this again.")
  end
  local seed = distill.seed()
  distill.with_slots(function(slot)
    local name = slot()
    local result = ask({
      say.generate(name, "seconds", length, "seed", seed),
      say.clip(name, "generate-" .. seed),
    })
    local clip = result.answers[2].values[1]
    distill.place.change("generate", function()
      distill.place.item(distill.place.track(), clip, distill.named(result.server, "generate", seed),
        { position = first, length = length })
    end)
  end)
end)

-- @noindex
-- Vary selected item: coarse and fine codes move, each as far as you say; a new take.

local here = debug.getinfo(1, "S").source:match("^@(.*[/\\])")
local distill = dofile(here .. "distill.lua")
local ask, say = distill.ask, distill.say

-- What varying is, in the server's words: the coarse and the fine codes, each its share.
local function vary(slot, wish, seed)
  local function move(share, levels)
    local strength = wish.amount * share
    if wish.how == "prior" then return say.vary(slot, strength, "all", "all", levels, seed) end
    return say.randomize(slot, wish.how, strength, "all", "all", levels, seed)
  end
  return { move(wish.coarse, "coarse"), move(wish.fine, "fine") }
end

distill.action("Vary", function()
  local chosen = distill.items.selected(1,
    "No item is selected.\n\nSelect the items that are to be varied, and run this again.")
  local wish = distill.dialog.ask("Vary", "vary", {
    { "coarse", "Coarse, 0 to 1", 0.3, { min = 0, max = 1 } },
    { "fine", "Fine, 0 to 1", 0.7, { min = 0, max = 1 } },
    { "amount", "Amount, 0 to 1", 0.5, { min = 0, max = 1 } },
    { "how", "neighbours or prior", "neighbours", { "neighbours", "prior" } },
    { "seed", "Seed (0: a fresh one)", 0, { min = 0, max = 2147483647 } },
  })
  if not wish then return end
  local seed, made = distill.seed(wish.seed), {}
  distill.with_slots(function(slot)
    for _, one in ipairs(chosen) do
      local name = slot()
      distill.items.encode(one, name)
      local requests = vary(name, wish, seed)
      requests[#requests + 1] = say.clip(name, "vary-" .. seed)
      local result = ask(requests)
      made[#made + 1] = { one = one, clip = result.answers[#requests].values[1],
        server = result.server }
    end
    distill.place.change("vary", function()
      for _, each in ipairs(made) do
        distill.place.take(each.one.item, each.clip, distill.named(each.server, "vary", seed),
          distill.items.start_in_code(each.one))
      end
    end)
  end)
end)

-- @description Distill: encode, generate, continue and vary items
-- @version 0.1.0
-- @author Distill
-- @about
--   # Distill
--   Actions that speak with a Distill server on this machine: they turn items into codes, let a
--   model of your own sounds write new ones, and put them back as new takes and items.
--   Nothing is ever replaced, each action is one undo point, and Reaper never waits.
-- @metapackage
-- @provides
--   [nomain] distill.lua
--   [nomain] lib/*.lua
--   [main] Distill_*.lua

-- The door for the actions: loads the modules and runs an action.

if DistillPanel then return DistillPanel end -- the panel has loaded it, and takes the actions itself

local here = debug.getinfo(1, "S").source:match("^@(.*[/\\])") or "./"

local distill = { here = here }
for _, name in ipairs({
  "json", "settings", "vocabulary", "sound", "job", "items", "place", "runner", "window", "dialog", "panel",
}) do
  distill[name] = dofile(here .. "lib/" .. name .. ".lua")
end
distill.job.use(distill)
distill.items.use(distill)
distill.ask, distill.say = distill.job.ask, distill.job.say

-- Ends an action with a sentence.
function distill.wrong(text)
  error({ text = text })
end

-- Runs work(slot), where slot() gives names of slots that are emptied again at its end, come what may.
function distill.with_slots(work)
  local clear = {}
  local ok, result = pcall(work, function()
    local name = distill.job.fresh("reaper")
    clear[#clear + 1] = distill.say.clear(name)
    return name
  end)
  local nobody = not ok and type(result) == "table" and result.code == "not_running"
  if #clear > 0 and not nobody then
    pcall(distill.ask, {}, { finally = clear, deaf = true, alone = true })
  end
  if not ok then error(result, 0) end
  return result
end

-- The name of a take: what was done, by which model, from which seed.
function distill.named(server, what, seed)
  local name = ("%s %s"):format(server.model, what)
  return seed and ("%s seed %d"):format(name, seed) or name
end

-- A seed as it was typed; 0 or nothing takes a fresh one.
function distill.seed(typed)
  if typed and typed > 0 then return math.floor(typed) end
  math.randomseed(math.floor(reaper.time_precise() * 1e6) % 2 ^ 31 | 0)
  return math.random(1, 2 ^ 31 - 1)
end

-- Runs an action.
function distill.action(name, work)
  reaper.atexit(distill.job.forget_all)
  distill.runner.start(work, distill.window.new(name))
end

return distill

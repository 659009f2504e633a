-- @noindex
-- Panel: how the server generates, plays and sounds, the main actions, progress and cancel.

local here = debug.getinfo(1, "S").source:match("^@(.*[/\\])")
local distill = dofile(here .. "distill.lua")
local ask, say = distill.ask, distill.say

local actions = {} -- by name
distill.action = function(name, work) actions[name] = work end
DistillPanel = distill
for _, file in ipairs({ "Generate", "Continue", "Vary", "Randomize", "Insert_last_clip", "Server" }) do
  dofile(here .. "Distill_" .. file .. ".lua")
end

local BUTTONS = {
  { "Generate", "Continue", "Vary" },
  { "Randomize region", "Insert last clip", "Server" },
}
local MOST_STEPS = 2000 -- whole numbers with more values than these are typed, not dragged
local KNOBS = {}
for _, group in ipairs({ "generate", "live", "output" }) do
  for _, name in ipairs(distill.vocabulary.groups[group]) do
    local row = distill.vocabulary.parameters[name]
    if row.scale ~= "steps" or row.max - row.min <= MOST_STEPS then KNOBS[#KNOBS + 1] = name end
  end
end

local values, turned = {}, {} -- by knob: what is shown, what the server does not know yet
for _, name in ipairs(KNOBS) do values[name] = distill.vocabulary.parameters[name].default end

local now = { busy = nil, fraction = 0, stage = "", stop = false, text = "" }

local screen = {
  progress = function(fraction, stage)
    now.fraction, now.stage = fraction, stage
    return now.stop
  end,
  tell = function(text) now.text = text end,
  close = function() now.busy = nil end,
}

local function start(name)
  now.busy, now.fraction, now.stage, now.stop, now.text = name, 0, "", false, ""
  distill.runner.start(actions[name], screen, function(ok)
    if ok then
      now.text = name .. ": done."
    elseif now.text == "" then
      now.text = name .. ": cancelled."
    end
  end)
end

-- Knobs speak on a line of their own, one job at a time: what is turned meanwhile waits, and of
-- several turns only the last is said.
local line = { busy = false }

local quiet = {
  progress = function() return false end,
  tell = function(text) now.text = text end,
  close = function() line.busy = false end,
}

local function fetch()
  local requests = {}
  for i, name in ipairs(KNOBS) do requests[i] = say.param(name) end
  local result = ask(requests, { alone = true })
  for i, name in ipairs(KNOBS) do
    values[name] = turned[name] or result.answers[i].values[1]
  end
end

local function send()
  local requests = {}
  for name, value in pairs(turned) do requests[#requests + 1] = say.param(name, value) end
  turned = {}
  ask(requests, { alone = true })
end

local function speak(work)
  line.busy = true
  distill.runner.start(work, quiet)
end

local function knobs(draw)
  for _, name in ipairs(KNOBS) do
    local row = distill.vocabulary.parameters[name]
    local value = draw.slider(name, values[name], row.min, row.max, row.scale == "steps")
    if value ~= values[name] then
      values[name], turned[name] = value, value
    end
  end
end

local draw = distill.panel.new("Distill", #KNOBS)

local function frame()
  local open = draw.begin()
  knobs(draw)
  for _, row in ipairs(BUTTONS) do
    local pressed = draw.buttons(row)
    if pressed and not now.busy then start(pressed) end
  end
  if now.busy then
    draw.bar(now.fraction, ("%s: %s"):format(now.busy, now.stage))
    if draw.buttons({ "Cancel" }) then now.stop = true end
  end
  draw.text(now.text)
  draw.finish()
  if next(turned) and not line.busy then speak(send) end
  if open then return reaper.defer(frame) end
  draw.close()
end

reaper.atexit(distill.job.forget_all)
speak(fetch)
reaper.defer(frame)

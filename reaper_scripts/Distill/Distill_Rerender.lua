-- @noindex
-- Re-render from sidecar: a clip is made anew from the codes and settings that it carries.

local here = debug.getinfo(1, "S").source:match("^@(.*[/\\])")
local distill = dofile(here .. "distill.lua")
local ask, say = distill.ask, distill.say

local function sidecar_of(path)
  local file = io.open(path:gsub("%.%w+$", ".json"), "rb")
  local about = file and distill.json.read(file:read("a"))
  if file then file:close() end
  local whole = type(about) == "table" and about.format == "distill_clip"
    and type(about.parameters) == "table" and type(about.model_name) == "string"
    and type(about.source) == "string"
  return whole and about or nil
end

-- The parameters that a clip was made with; they are turned for it, and turned back.
local function settings_of(about)
  local wanted = {}
  for name, value in pairs(about.parameters) do
    wanted[#wanted + 1] = { name = name, value = value }
  end
  if about.carry then wanted[#wanted + 1] = { name = "carry", value = about.carry } end
  for _, name in ipairs({ "tempo", "beats" }) do
    if about.bars then wanted[#wanted + 1] = { name = name, value = about[name] } end
  end
  return wanted
end

distill.action("Re-render", function()
  local one = distill.items.selected(1,
    "No item is selected.\n\nSelect an item that is a clip of Distill, and run this again.")[1]
  if not one.clip then
    distill.wrong("The selected item is no clip of Distill, or does not play as the file is.\n\n"
      .. "Select an item that one of the Distill actions has made, without play rate, pitch, "
      .. "reverse or loop.")
  end
  local about = sidecar_of(one.path)
  if not about then
    distill.wrong(("There is no sidecar beside %s, or a damaged one.\n\nPut its .json file back beside it."):format(
      one.path))
  end
  local wanted = settings_of(about)
  distill.with_slots(function(slot)
    local name = slot()
    local questions = { say.bring(one.path, name) }
    for _, row in ipairs(wanted) do questions[#questions + 1] = say.param(row.name) end
    local before = ask(questions)
    if before.answers[1].values[4] ~= 1 then
      distill.wrong(("This clip was made by the model %q, and the server plays %q, or its sound was "
        .. "changed.\n\nLoad the model (python3 run.py send load %s), and run this again."):format(
        about.model_name, before.server.model, about.model_name))
    end
    local requests, back = {}, {}
    for i, row in ipairs(wanted) do
      requests[i] = say.param(row.name, row.value)
      back[i] = say.param(row.name, before.answers[1 + i].values[1])
    end
    requests[#requests + 1] = say.clip(name, one.path:match("([^/\\]+)%.%w+$"),
      about.subtype == "FLOAT" and "float" or "pcm24", about.bars or 0)
    local result = ask(requests, { finally = back })
    distill.place.change("re-render", function()
      distill.place.take(one.item, result.answers[#requests].values[1],
        distill.named(result.server, about.source), one.offset)
    end)
  end)
end)

-- @noindex
-- Re-render from sidecar: a clip is made anew from the codes and settings that it carries.

local here = debug.getinfo(1, "S").source:match("^@(.*[/\\])")
local distill = dofile(here .. "distill.lua")
local ask, say = distill.ask, distill.say

local function sidecar_of(path)
  local file = io.open(path:gsub("%.%w+$", ".json"), "rb")
  local about = file and distill.json.read(file:read("a"))
  if file then file:close() end
  return type(about) == "table" and about.format == "distill_clip" and about or nil
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
    distill.wrong(("There is no sidecar beside %s.\n\nPut its .json file back beside it."):format(
      one.path))
  end
  distill.with_slots(function(slot)
    local name = slot()
    local before = ask({ say.bring(one.path, name), say.param("gain"), say.param("width") })
    local encoded, gain, width = before.answers[1].values, before.answers[2].values[1],
      before.answers[3].values[1]
    if encoded[4] ~= 1 then
      distill.wrong(("This clip was made by the model %q, and the server plays %q, or its sound was "
        .. "changed.\n\nLoad the model (distill send load %s), and run this again."):format(
        about.model_name, before.server.model, about.model_name))
    end
    local result = ask({
      say.param("gain", about.parameters.gain),
      say.param("width", about.parameters.width),
      say.clip(name, one.path:match("([^/\\]+)%.%w+$"), about.subtype == "FLOAT" and "float" or "pcm24"),
    }, { finally = { say.param("gain", gain), say.param("width", width) } })
    distill.place.change("re-render", function()
      distill.place.take(one.item, result.answers[3].values[1],
        distill.named(result.server, about.source), one.offset)
    end)
  end)
end)

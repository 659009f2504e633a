-- @noindex
-- Insert last clip: the newest clip of the server, whoever asked for it, at the edit cursor.

local here = debug.getinfo(1, "S").source:match("^@(.*[/\\])")
local distill = dofile(here .. "distill.lua")
local ask, say = distill.ask, distill.say

-- What a clip says about itself in the file beside it; without that its file name must do.
local function title(path)
  local file = io.open(path:gsub("%.wav$", ".json"), "rb")
  local about = file and distill.json.read(file:read("a"))
  if file then file:close() end
  if type(about) == "table" and about.model_name then
    return ("%s %s"):format(about.model_name, about.source or "")
  end
  return path:match("[^/\\]+$")
end

distill.action("Insert last clip", function()
  local path = ask({ say.newest() }).answers[1].values[1]
  distill.place.change("insert last clip", function()
    local item = distill.place.item(distill.place.track(), path, title(path),
      { position = reaper.GetCursorPosition(), length = 1 })
    local source = reaper.GetMediaItemTake_Source(reaper.GetActiveTake(item))
    reaper.SetMediaItemInfo_Value(item, "D_LENGTH", (reaper.GetMediaSourceLength(source)))
  end)
end)

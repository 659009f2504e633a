-- @noindex
-- Settings: where Distill is, on which port its server is, and how it is started.

local here = debug.getinfo(1, "S").source:match("^@(.*[/\\])")
local distill = dofile(here .. "distill.lua")


distill.action("Settings", function()
  local fields = {
    { "folder", "Folder that run.py is in" },
    { "python", "Python (empty: Distill's own)" },
    { "port", "UDP port of the server" },
    { "options", "Options of serve, as --profile low" },
  }
  local captions, values = {}, {}
  for i, field in ipairs(fields) do
    captions[i] = field[2]
    values[i] = distill.settings.get(field[1])
  end
  if values[1] == "" then values[1] = distill.settings.folder(here) or "" end
  captions[#captions + 1] = "extrawidth=260"
  captions[#captions + 1] = "separator=|"
  local ok, typed = reaper.GetUserInputs("Distill: Settings", #fields,
    table.concat(captions, ","), table.concat(values, "|"))
  if not ok then return end
  local words = {}
  for word in (typed .. "|"):gmatch("%s*([^|]-)%s*|") do words[#words + 1] = word end
  local port = math.tointeger(tonumber(words[3]))
  if not port or port < 1 or port > 65535 then
    distill.wrong(("A port is a number from 1 to 65535; got %q.\n\nDistill itself takes 9000."):format(
      words[3]))
  end
  for i, field in ipairs(fields) do distill.settings.set(field[1], words[i]) end
  local python, why = distill.settings.python(here)
  if not python then distill.wrong(why) end
end)

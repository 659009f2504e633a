-- @noindex
-- Where Distill is, and what its server is called: kept by Reaper between sessions.

local settings = {}

local SECTION = "Distill"

settings.defaults = { folder = "", python = "", port = "9000", options = "" }

function settings.get(name)
  local value = reaper.GetExtState(SECTION, name)
  return value ~= "" and value or settings.defaults[name] or ""
end

function settings.set(name, value)
  reaper.SetExtState(SECTION, name, value, true)
end

function settings.port()
  return math.tointeger(tonumber(settings.get("port"))) or 9000
end

-- The folder that run.py is in: as told, else the one that these scripts are in.
function settings.folder(here)
  local told = settings.get("folder"):gsub("[/\\]+$", "")
  if told ~= "" then return told end
  local near = here .. "../.."
  return reaper.file_exists(near .. "/run.py") and near or nil
end

-- The interpreter that run.py has made; nil and a sentence where there is none.
function settings.python(here)
  local told = settings.get("python")
  if told ~= "" then
    if reaper.file_exists(told) then return told end
    return nil, ("There is no program %s.\n\nCorrect or empty 'Python' in the action "
      .. "'Distill: Settings'."):format(told)
  end
  local folder = settings.folder(here)
  if not folder then
    return nil, "Reaper does not know where Distill is.\n\nRun the action 'Distill: Settings' "
      .. "and give the folder that run.py is in."
  end
  if not reaper.file_exists(folder .. "/run.py") then
    return nil, ("There is no run.py in %s.\n\nRun the action 'Distill: Settings' and give the "
      .. "folder that it is in."):format(folder)
  end
  local windows = reaper.GetOS():match("^Win")
  local python = folder .. (windows and "/.venv/Scripts/pythonw.exe" or "/.venv/bin/python")
  if reaper.file_exists(python) then return python end
  return nil, ("Distill is not installed in %s yet.\n\nOpen a terminal in that folder and run: "
    .. "python3 run.py"):format(folder)
end

-- Where jobs and the sound of items lie while they are needed.
function settings.workplace()
  local folder = reaper.GetResourcePath() .. "/Distill"
  reaper.RecursiveCreateDirectory(folder, 0)
  return folder
end

return settings

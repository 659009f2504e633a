-- A Reaper that is all rules: runs one script on a project that a file tells, and tells what became
-- of it. What the real one would only forgive is an error here: a function that does not exist, a
-- wrong number or kind of arguments, a change outside an undo block, an accessor that is left open,
-- a process that is waited for.
--
-- lua5.4 host.lua SCRIPT SCENARIO.json OUTCOME.json; processes are really started.

local script, scenario_path, outcome_path = ...
local here = arg[0]:match("^(.*[/\\])") or "./"
local api = dofile(here .. "api.lua")
local json = dofile(script:match("^(.*[/\\])") .. "lib/json.lua")
local wave = dofile(here .. "wave.lua")

local execute = os.execute -- the scripts may not

local function quoted(word) return "'" .. word:gsub("'", "'\\''") .. "'" end

local function slurp(path)
  local file = assert(io.open(path, "rb"))
  local text = file:read("a")
  file:close()
  return text
end

local plan = assert(json.read(slurp(scenario_path)))
local PATIENCE = 120 -- seconds; a bound for a script that hangs

-- State

local tracks, log = {}, { undo = {}, boxes = {}, dialogs = {}, jobs = {}, drawn = {} }
local ext = plan.ext or {}
local undo_depth, refresh, open_accessors = 0, 0, 0
local deferred, at_exit = {}, {}
local frames, event = 0, 1

local function thing(kind, fields)
  fields.kind, fields.alive = kind, true
  return fields
end

local function make_source(path, section)
  local file = wave.open(path)
  if not file then return nil end
  local source = thing("source", { path = path, file = file })
  if section then
    return thing("source", { path = "", parent = source, section = section, file = file })
  end
  return source
end

local function make_take(item, told)
  local take = thing("take", {
    item = item, name = told.name or "", midi = told.midi or false, stretch = told.stretch or 0,
    source = told.file and make_source(told.file, told.section),
    D_STARTOFFS = told.offset or 0, D_PLAYRATE = told.rate or 1, D_PITCH = told.pitch or 0,
    I_CHANMODE = told.chanmode or 0,
  })
  table.insert(item.takes, take)
  item.active = take
  return take
end

local function make_item(track, told)
  local item = thing("item", {
    track = track, takes = {}, selected = told.selected or false, D_POSITION = told.position or 0,
    D_LENGTH = told.length or 0, B_LOOPSRC = told.loop and 1 or 0,
  })
  for _, one in ipairs(told.takes or {}) do make_take(item, one) end
  table.insert(track.items, item)
  return item
end

for _, told in ipairs(plan.tracks or {}) do
  local track = thing("track", { items = {}, name = told.name or "", selected = told.selected })
  table.insert(tracks, track)
  for _, one in ipairs(told.items or {}) do make_item(track, one) end
end

local function changing(what)
  if undo_depth ~= 1 then error(what .. " outside an undo block", 3) end
end

local function allowed(list, name)
  for _, one in ipairs(list) do
    if one == name then return end
  end
  error("no such value: " .. tostring(name), 3)
end

local function selected_items()
  local found = {}
  for _, track in ipairs(tracks) do
    for _, item in ipairs(track.items) do
      if item.selected then found[#found + 1] = item end
    end
  end
  return found
end

-- What is heard of a take at a time of its item: the assumption of Reaper that the scripts rest on.
local function heard(take, at, channel, channels)
  local source, item = take.source, take.item
  local second = take.D_STARTOFFS + at * take.D_PLAYRATE
  local section = source.section
  local length = section and section.length or source.file.seconds
  if item.B_LOOPSRC == 1 then second = second % length end
  if second < 0 or second > length then return 0 end
  if section then
    second = section.start + (section.reverse and length - second or second)
  end
  return wave.sample(source.file, second, channel, channels)
end

-- Processes: split at spaces as Reaper does, quotes honoured, no shell's signs understood.
local function words_of(command)
  local words, at = {}, 1
  while true do
    at = command:find("%S", at)
    if not at then return words end
    local quote = command:match("^[\"'`]", at)
    local stop = command:find(quote or "%s", at + (quote and 1 or 0), true and quote ~= nil)
    if quote and not stop then error("a quote is left open: " .. command) end
    words[#words + 1] = command:sub(at + (quote and 1 or 0), (stop or #command + 1) - 1)
    at = (stop or #command) + 1
  end
end

local function launch(command)
  local safe = {}
  for i, word in ipairs(words_of(command)) do
    safe[i] = quoted(word)
  end
  execute(table.concat(safe, " ") .. " >/dev/null 2>>" .. quoted(plan.resource .. "/stderr") .. " &")
end

-- Reaper's functions

local R = {}

function R.APIExists(name) return name == "ImGui_GetBuiltinPath" and plan.imgui or false end
function R.ImGui_GetBuiltinPath()
  if not plan.imgui then error("ReaImGui is not installed") end
  return here .. "imgui"
end
function R.time_precise() return wave.now() end
function R.GetOS() return plan.os or "Other" end
function R.GetResourcePath() return plan.resource end
function R.file_exists(path)
  local file = io.open(path, "rb")
  if not file then return false end
  local _, _, folder = file:read(1)
  file:close()
  return folder == nil
end
function R.RecursiveCreateDirectory(path)
  execute("mkdir -p " .. quoted(path))
  return 1
end
function R.GetExtState(section, key) return ext[section .. "." .. key] or "" end
function R.SetExtState(section, key, value, keep)
  assert(keep == true and not value:find("\n"), "kept values have no line ends")
  ext[section .. "." .. key] = value
end
function R.ShowMessageBox(text, title, kind)
  table.insert(log.boxes, text)
  assert(title:find("^Distill"))
  local answer = table.remove(plan.boxes or {}, 1)
  return kind == 4 and (answer or 7) or 1
end
function R.GetUserInputs(title, count, captions, values)
  assert(captions:find("separator=|", 1, true))
  table.insert(log.dialogs, { title = title, count = count, captions = captions, values = values })
  local answer = table.remove(plan.inputs or {}, 1)
  if answer == nil or answer == json.null then return false, values end
  return true, answer
end
function R.ExecProcess(command, wait)
  if wait ~= -1 and wait ~= -2 then error("Reaper's window would wait for: " .. command) end
  local path = command:match('job "([^"]+)"$')
  table.insert(log.jobs, path and json.read(slurp(path)) or { command = command })
  launch(command)
  for _, one in ipairs(plan.when or {}) do
    if one.jobs == #log.jobs then
      for _, item in ipairs(selected_items()) do item.alive, item.selected = false, false end
    end
  end
  if plan.exec_fails then return nil end
  return "0\n"
end
function R.Main_OnCommand(command, flag) assert(command == 40047 and flag == 0) end
function R.UpdateArrange() end
function R.GetCursorPosition() return plan.cursor or 0 end
function R.GetSet_LoopTimeRange2(_, set, loop)
  assert(set == false and loop == false)
  local range = plan.time_selection or { 0, 0 }
  return range[1], range[2]
end
function R.atexit(work) table.insert(at_exit, work) end
function R.defer(work) table.insert(deferred, work) end

function R.Undo_BeginBlock2()
  undo_depth = undo_depth + 1
  assert(undo_depth == 1, "undo blocks inside each other")
end
function R.Undo_EndBlock2(_, name, flags)
  undo_depth = undo_depth - 1
  assert(undo_depth == 0 and flags == -1)
  table.insert(log.undo, name)
end
function R.PreventUIRefresh(by)
  refresh = refresh + by
  assert(refresh == 0 or refresh == 1)
end

function R.CountTracks() return #tracks end
function R.GetTrack(_, index) return tracks[index + 1] end
function R.GetSelectedTrack(_, index)
  local found = {}
  for _, track in ipairs(tracks) do
    if track.selected then found[#found + 1] = track end
  end
  return found[index + 1]
end
function R.GetLastTouchedTrack() return tracks[plan.last_touched or -1] end
function R.InsertTrackAtIndex(index)
  changing("InsertTrackAtIndex")
  table.insert(tracks, index + 1, thing("track", { items = {}, name = "" }))
end
function R.GetMediaTrackInfo_Value(track, name)
  assert(name == "IP_TRACKNUMBER")
  for i, one in ipairs(tracks) do
    if one == track then return i + 0.0 end
  end
  error("a track that is gone")
end
function R.GetSetMediaTrackInfo_String(track, name, value, set)
  assert(name == "P_NAME" and set == true)
  changing("P_NAME")
  track.name = value
  return true, value
end

function R.CountSelectedMediaItems() return #selected_items() end
function R.GetSelectedMediaItem(_, index) return selected_items()[index + 1] end
function R.GetMediaItem_Track(item) return item.track end
function R.GetActiveTake(item) return item.active end
function R.GetMediaItemInfo_Value(item, name)
  allowed(api.item, name)
  return item[name] + 0.0
end
function R.SetMediaItemInfo_Value(item, name, value)
  changing(name)
  allowed(api.item, name)
  item[name] = value
  return true
end
function R.AddMediaItemToTrack(track)
  changing("AddMediaItemToTrack")
  return make_item(track, {})
end
function R.AddTakeToMediaItem(item)
  changing("AddTakeToMediaItem")
  local before = item.active
  local take = make_take(item, {})
  item.active = before or take
  return take
end
function R.SetActiveTake(take)
  changing("SetActiveTake")
  take.item.active = take
end
function R.SetMediaItemTake_Source(take, source)
  changing("SetMediaItemTake_Source")
  assert(source.kind == "source")
  take.source = source
  return true
end
function R.GetMediaItemTake_Source(take) return take.source end
function R.GetMediaItemTakeInfo_Value(take, name)
  allowed(api.take, name)
  return take[name] + 0.0
end
function R.SetMediaItemTakeInfo_Value(take, name, value)
  changing(name)
  allowed(api.take, name)
  take[name] = value
  return true
end
function R.GetSetMediaItemTakeInfo_String(take, name, value, set)
  assert(name == "P_NAME" and set == true)
  changing("P_NAME")
  take.name = value
  return true, value
end
function R.GetTakeName(take) return take.name end
function R.GetTakeNumStretchMarkers(take) return take.stretch end
function R.TakeIsMIDI(take) return take.midi end
function R.ValidatePtr2(_, pointer, kind)
  local kinds = { ["MediaItem*"] = "item", ["MediaTrack*"] = "track" }
  return type(pointer) == "table" and pointer.alive and pointer.kind == assert(kinds[kind])
end

function R.PCM_Source_CreateFromFile(path) return make_source(path) end
function R.GetMediaSourceFileName(source) return source.path end
function R.GetMediaSourceLength(source)
  return source.section and source.section.length or source.file.seconds, false
end
function R.GetMediaSourceNumChannels(source) return source.file.channels end
function R.GetMediaSourceParent(source) return source.parent end

function R.new_array(size)
  local values = {}
  local array = { size = size, values = values }
  function array.clear() for i = 1, size do values[i] = 0.0 end end
  function array.table(offset, count)
    assert(offset >= 1 and offset + count - 1 <= size)
    return table.move(values, offset, offset + count - 1, 1, {})
  end
  return array
end
function R.CreateTakeAudioAccessor(take)
  open_accessors = open_accessors + 1
  return thing("accessor", { take = take })
end
function R.DestroyAudioAccessor(accessor)
  open_accessors = open_accessors - 1
  accessor.alive = false
end
local ACCESSOR_START = 0.25 -- where an accessor's time begins is for the accessor to say
function R.GetAudioAccessorStartTime() return ACCESSOR_START end
function R.GetAudioAccessorSamples(accessor, rate, channels, first, count, buffer)
  assert(count * channels <= buffer.size and math.type(count) == "integer")
  if plan.offline then return -1 end
  for i = 0, count - 1 do
    for channel = 1, channels do
      buffer.values[i * channels + channel] = heard(accessor.take,
        first - ACCESSOR_START + i / rate, channel, channels)
    end
  end
  return 1
end

-- Windows: what is drawn is remembered for a frame; the plan's events wait for a text in it.

local texts = {}

local function next_event()
  local seen = table.concat(texts, "\n")
  texts = {}
  frames = frames + 1
  if seen ~= "" and log.drawn[#log.drawn] ~= seen then table.insert(log.drawn, seen) end
  local due = (plan.events or {})[event]
  if due and seen:find(due.wait or "", 1, true) then
    event = event + 1
    return due
  end
  return nil
end

local function show(text) texts[#texts + 1] = text end

local G = {}
function G.init(_, w, h) gfx.w, gfx.h = w, h end
function G.quit() end
function G.setfont() end
function G.set() end
function G.rect() end
function G.update() end
function G.drawstr(text)
  assert(type(text) == "string")
  show(text)
end
function G.getchar()
  local due = next_event()
  if not due then return 0 end
  if due.mouse then
    gfx.mouse_x, gfx.mouse_y, gfx.mouse_cap = due.mouse[1], due.mouse[2], due.mouse[3]
  end
  return due.key or 0
end

local I, due = {}, nil
function I.CreateContext() return thing("context", {}) end
function I.SetNextWindowSize() end
function I.Begin()
  due = next_event() or {}
  return true, not due.close
end
function I.End() end
function I.SameLine() end
function I.Button(_, label)
  show(label)
  return due.press == label
end
function I.SliderDouble(_, label, value, low, high)
  show(("%s %.2f"):format(label, value))
  assert(value >= low and value <= high)
  if due.slide and due.slide[1] == label then return true, due.slide[2] end
  return false, value
end
function I.SliderInt(_, label, value, low, high)
  assert(math.type(value) == "integer" and math.type(low) == "integer")
  return I.SliderDouble(_, label, value, low, high)
end
function I.ProgressBar(_, fraction, _, _, text)
  assert(fraction >= 0 and fraction <= 1)
  show(text)
end
function I.TextWrapped(_, text) show(text) end

-- The doors: only what is in the list, with the right number and kind of arguments.

local function strict(where, functions, list, fields)
  return setmetatable({}, {
    __index = function(_, name)
      if fields and fields[name] then return fields[name] end
      local spec = list[name]
      if not spec then error(("%s has no %s"):format(where, tostring(name)), 2) end
      return function(...)
        local count = select("#", ...)
        if count < spec[1] or count > spec[2] then
          error(("%s.%s takes %d to %d arguments, got %d"):format(where, name, spec[1], spec[2],
            count), 2)
        end
        local first = ...
        if spec[3] and not (type(first) == "table" and first.kind == spec[3] and first.alive) then
          error(("%s.%s takes a living %s"):format(where, name, spec[3]), 2)
        end
        return assert(functions[name], name)(...)
      end
    end,
    __newindex = function(_, name, value)
      if not (fields and fields[name]) then error(("%s.%s cannot be set"):format(where, name), 2) end
      fields[name] = value
    end,
  })
end

reaper = strict("reaper", R, api.reaper)
gfx = strict("gfx", G, api.gfx, api.gfx_fields)
HostImGui = strict("ImGui", I, api.imgui, { Cond_FirstUseEver = 4 })
os.execute = function() error("os.execute stops Reaper's window") end
io.popen = os.execute

-- Run

local function told()
  local out = {}
  for i, track in ipairs(tracks) do
    local items = {}
    for j, item in ipairs(track.items) do
      local takes = {}
      for k, take in ipairs(item.takes) do
        takes[k] = {
          name = take.name, path = take.source and take.source.path or "",
          offset = take.D_STARTOFFS, rate = take.D_PLAYRATE, active = item.active == take,
        }
      end
      items[j] = { position = item.D_POSITION, length = item.D_LENGTH, takes = takes }
    end
    out[i] = { name = track.name, items = items }
  end
  return out
end

local ok, problem = xpcall(function()
  dofile(script)
  local began = wave.now()
  while #deferred > 0 do
    local round = deferred
    deferred = {}
    for _, work in ipairs(round) do work() end
    if plan.leave_after and #log.jobs >= plan.leave_after then break end -- Reaper ends the script
    execute("sleep 0.02")
    assert(wave.now() - began < PATIENCE, "the script does not end")
  end
  for _, work in ipairs(at_exit) do work() end
  assert(undo_depth == 0, "an undo block is left open")
  assert(refresh == 0, "PreventUIRefresh is not balanced")
  assert(open_accessors == 0, "an audio accessor is left open")
  assert(not plan.events or event > #plan.events, "not all events came to pass: " .. event)
end, debug.traceback)

log.ok, log.problem, log.tracks, log.ext, log.frames = ok, problem or "", told(), ext, frames
local file = assert(io.open(outcome_path, "wb"))
file:write(json.write(log))
file:close()

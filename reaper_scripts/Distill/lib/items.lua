-- @noindex
-- Items as Distill needs them: which are selected, and their sound as a file.
--
-- A clip of Distill that plays as it is (any start and length, but no play rate, pitch, reverse,
-- section or stretch marker) is sent as the file that it is, and gives back its exact codes.
-- Everything else is written down as it is heard, before effects, by Reaper's own audio accessor:
-- start, length, play rate, pitch, sections, reversal, stretch markers and loops are its business.

local items = {}

local RATE = 48000 -- the server's own; Reaper resamples
local CHUNK = 65536 -- frames that are written between two turns of Reaper's window
local NEAR = 1e-4 -- seconds that are no difference

local sound, settings, job

function items.use(modules)
  sound, settings, job = modules.sound, modules.settings, modules.job
end

local function wrong(text)
  error({ text = text })
end

local function value(item, name)
  return reaper.GetMediaItemInfo_Value(item, name)
end

-- Looks at an item; ends the action where its sound cannot be had.
local function describe(item)
  local take = reaper.GetActiveTake(item)
  if not take then wrong("The selected item is empty.\n\nSelect an item with sound in it.") end
  if reaper.TakeIsMIDI(take) then
    wrong("The selected item holds MIDI, not sound.\n\nRender it to audio first (Item: Apply "
      .. "track/take FX to items).")
  end
  local source = reaper.GetMediaItemTake_Source(take)
  local one = {
    item = item,
    take = take,
    source = source,
    position = value(item, "D_POSITION"),
    length = value(item, "D_LENGTH"),
    offset = reaper.GetMediaItemTakeInfo_Value(take, "D_STARTOFFS"),
    track = reaper.GetMediaItem_Track(item),
    name = reaper.GetTakeName(take),
  }
  one.path = reaper.GetMediaSourceFileName(source)
  local plain = reaper.GetMediaItemTakeInfo_Value(take, "D_PLAYRATE") == 1
    and reaper.GetMediaItemTakeInfo_Value(take, "D_PITCH") == 0
    and reaper.GetMediaItemTakeInfo_Value(take, "I_CHANMODE") == 0
    and reaper.GetTakeNumStretchMarkers(take) == 0
    and not reaper.GetMediaSourceParent(source)
    and one.offset >= 0
    and one.offset + one.length <= reaper.GetMediaSourceLength(source) + NEAR
  one.clip = plain and sound.is_clip(one.path)
  return one
end

-- Gives the selected items, `least` of them at least, in the order of the project.
function items.selected(least, text)
  local found = {}
  for i = 0, reaper.CountSelectedMediaItems(0) - 1 do
    found[#found + 1] = describe(reaper.GetSelectedMediaItem(0, i))
  end
  if #found < least then wrong(text) end
  return found
end

-- Writes what is heard of an item, from `first` seconds after its start to its end, into a file.
local function write_down(one, first)
  local frames = math.floor((one.length - first) * RATE + 0.5)
  local channels = reaper.GetMediaSourceNumChannels(one.source) > 1 and 2 or 1
  local path = ("%s/%s.wav"):format(settings.workplace(), job.fresh("item"))
  local writer = sound.writer(path, channels, RATE, frames)
  local accessor = reaper.CreateTakeAudioAccessor(one.take)
  local buffer = reaper.new_array(CHUNK * channels)
  local start = reaper.GetAudioAccessorStartTime(accessor) + first
  local heard = false
  local ok, problem = pcall(function()
    for at = 0, frames - 1, CHUNK do
      local count = math.min(CHUNK, frames - at)
      buffer.clear()
      local got = reaper.GetAudioAccessorSamples(accessor, RATE, channels, start + at / RATE,
        count, buffer)
      if got < 0 then
        wrong(("Reaper cannot read %s.\n\nIs its source offline?"):format(one.path))
      end
      heard = heard or got > 0
      writer.write(buffer.table(1, count * channels), count * channels)
      if coroutine.yield(at / frames, "reading the item") then error({ quiet = true }) end
    end
  end)
  reaper.DestroyAudioAccessor(accessor)
  writer.close()
  if ok and not heard then
    ok, problem = false, { text = ("There is no sound in %s.\n\nIs its source offline, or the item "
      .. "beyond its end?"):format(one.name) }
  end
  if not ok then
    os.remove(path)
    error(problem, 0)
  end
  return path
end

-- Does something with the sound of an item as a file, from `first` seconds on, and tidies up.
function items.with_file(one, first, work)
  if one.clip and first == 0 then return work(one.path) end
  local path = write_down(one, first)
  local ok, result = pcall(work, path)
  os.remove(path)
  if not ok then error(result, 0) end
  return result
end

-- Encodes an item into a slot; gives columns, seconds of a column, seconds of the sound, which may
-- end inside the last column, and whether codes were kept.
function items.encode(one, slot, first)
  local answer = items.with_file(one, first or 0, function(path)
    return job.ask({ job.say.bring(path, slot) })
  end)
  local values = answer.answers[1].values
  local samples = answer.server.model_column -- nil: an older server, whose sounds fill their columns
  return {
    columns = values[2],
    column = samples and samples / RATE or values[3] / values[2],
    seconds = values[3],
    restored = values[4] == 1,
    server = answer.server,
  }
end

-- Where the item's first moment is in what was encoded, in seconds.
function items.start_in_code(one)
  return one.clip and one.offset or 0
end

return items

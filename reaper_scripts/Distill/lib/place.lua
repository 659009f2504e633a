-- @noindex
-- Puts clips into the project: as new takes or new items, never in place of anything.

local place = {}

local BUILD_PEAKS = 40047 -- Peaks: Build any missing peaks

-- Runs work that changes the project as one undo point, whatever happens in it.
function place.change(name, work)
  reaper.Undo_BeginBlock2(0)
  reaper.PreventUIRefresh(1)
  local ok, problem = xpcall(work, function(problem)
    return type(problem) == "table" and problem or debug.traceback(tostring(problem))
  end)
  reaper.PreventUIRefresh(-1)
  reaper.Undo_EndBlock2(0, "Distill: " .. name, -1)
  reaper.UpdateArrange()
  if not ok then error(problem, 0) end
  reaper.Main_OnCommand(BUILD_PEAKS, 0)
end

local function source(path)
  return reaper.PCM_Source_CreateFromFile(path) or error({ text = ("Reaper cannot open %s.\n\nThe "
    .. "clip is there; insert it by hand."):format(path) })
end

local function fill(take, path, name, offset)
  reaper.SetMediaItemTake_Source(take, source(path))
  reaper.SetMediaItemTakeInfo_Value(take, "D_STARTOFFS", offset)
  reaper.GetSetMediaItemTakeInfo_String(take, "P_NAME", name, true)
end

-- Ends the action if a thing is gone: the user goes on working while the server does.
local function still(thing, kind, path)
  if reaper.ValidatePtr2(0, thing, kind) then return end
  error({ text = ("The item or track that this was for is gone, or another project is in front.\n\n"
    .. "The clip is kept: %s"):format(path) })
end

-- A clip as a new take of an item, in front.
function place.take(item, path, name, offset)
  still(item, "MediaItem*", path)
  local take = reaper.AddTakeToMediaItem(item)
  fill(take, path, name, offset)
  reaper.SetActiveTake(take)
end

-- A clip as a new item on a track; the item has the length, the file keeps its own.
function place.item(track, path, name, where)
  still(track, "MediaTrack*", path)
  local item = reaper.AddMediaItemToTrack(track)
  reaper.SetMediaItemInfo_Value(item, "D_POSITION", where.position)
  reaper.SetMediaItemInfo_Value(item, "D_LENGTH", where.length)
  reaper.SetMediaItemInfo_Value(item, "B_LOOPSRC", 0)
  fill(reaper.AddTakeToMediaItem(item), path, name, where.offset or 0)
  return item
end

-- The track that new sound goes to: the selected one, else the last touched, else a new one.
function place.track()
  return reaper.GetSelectedTrack(0, 0) or reaper.GetLastTouchedTrack() or place.new_track(nil, "Distill")
end

-- A new track below another (or at the end).
function place.new_track(above, name)
  local index = reaper.CountTracks(0)
  if above and reaper.ValidatePtr2(0, above, "MediaTrack*") then
    index = math.floor(reaper.GetMediaTrackInfo_Value(above, "IP_TRACKNUMBER"))
  end
  reaper.InsertTrackAtIndex(index, true)
  local track = reaper.GetTrack(0, index)
  reaper.GetSetMediaTrackInfo_String(track, "P_NAME", name, true)
  return track
end

return place

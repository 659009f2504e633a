-- @noindex
-- Sound files as bytes: whether a WAV file is a Distill clip, and writing one from samples.

local sound = {}

-- Does a WAV file carry codes? They are in a box named `dstl` behind the samples.
function sound.is_clip(path)
  local file = io.open(path, "rb")
  if not file then return false end
  local head = file:read(12) or ""
  local found = false
  if head:sub(1, 4) == "RIFF" and head:sub(9, 12) == "WAVE" then
    while not found do
      local box = file:read(8)
      if not box or #box < 8 then break end
      local name, size = ("<c4I4"):unpack(box)
      found = name == "dstl"
      if not file:seek("cur", size + size % 2) then break end
    end
  end
  file:close()
  return found
end

local PIECE = 4096 -- values that are packed at once; Lua's stack bounds it

-- Opens a 32-bit float WAV file whose length is known; gives write(values, count) and close().
function sound.writer(path, channels, rate, frames)
  local file, why = io.open(path, "wb")
  if not file then
    error({ text = ("%s cannot be written: %s.\n\nMake room, or make its folder writable.")
      :format(path, why) })
  end
  local bytes = frames * channels * 4
  file:write(("<c4I4c4c4I4I2I2I4I4I2I2c4I4"):pack("RIFF", 36 + bytes, "WAVE", "fmt ", 16, 3,
    channels, rate, rate * channels * 4, channels * 4, 32, "data", bytes))
  local writer = {}
  function writer.write(values, count)
    for first = 1, count, PIECE do
      local last = math.min(first + PIECE - 1, count)
      file:write(("<" .. ("f"):rep(last - first + 1)):pack(table.unpack(values, first, last)))
    end
  end
  function writer.close()
    file:close()
  end
  return writer
end

return sound

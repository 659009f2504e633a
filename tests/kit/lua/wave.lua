-- WAV files for the host: 16, 24 bit and float, read whole; and a clock.

local wave = {}

local function decode(bits, kind, text, at)
  if kind == 3 then return (("<f"):unpack(text, at)) end
  if bits == 16 then return (("<i2"):unpack(text, at)) / 32768 end
  return (("<i3"):unpack(text, at)) / 8388608
end

function wave.open(path)
  local file = io.open(path, "rb")
  if not file then return nil end
  local text = file:read("a")
  file:close()
  if text:sub(1, 4) ~= "RIFF" then return nil end
  local at, kind, channels, rate, bits, data, size = 13, nil, nil, nil, nil, nil, nil
  while at + 8 <= #text do
    local name, length = ("<c4I4"):unpack(text, at)
    if name == "fmt " then
      kind, channels, rate, _, _, bits = ("<I2I2I4I4I2I2"):unpack(text, at + 8)
      if kind == 0xFFFE then kind = ("<I2"):unpack(text, at + 32) end
    elseif name == "data" then
      data, size = at + 8, length
    end
    at = at + 8 + length + length % 2
  end
  local frames = size // (channels * bits // 8)
  return {
    text = text, data = data, kind = kind, channels = channels, rate = rate, bits = bits,
    frames = frames, seconds = frames / rate,
  }
end

local function frame(file, index, channel)
  if index < 0 or index >= file.frames then return 0 end
  local wide = file.bits // 8
  return decode(file.bits, file.kind, file.text, file.data + (index * file.channels + channel - 1) * wide)
end

-- The value at a second, drawn straight between two samples.
function wave.sample(file, second, channel, channels)
  local from = channels == 1 and 1 or math.min(channel, file.channels)
  local place = second * file.rate
  local index = math.floor(place + 1e-7)
  local share = place - index
  local low = frame(file, index, from)
  if share < 1e-6 then return low end
  return low + (frame(file, index + 1, from) - low) * share
end

local calls = 0

-- A clock that only grows; Lua itself counts whole seconds.
function wave.now()
  calls = calls + 1
  return os.time() + calls * 1e-6
end

return wave

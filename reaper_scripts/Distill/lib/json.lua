-- @noindex
-- JSON in and out: what jobs, results and sidecars are written in.

local json = {}

json.null = setmetatable({}, { __tostring = function() return "null" end })

local escapes = {
  ['"'] = '"', ["\\"] = "\\", ["/"] = "/", b = "\b", f = "\f", n = "\n", r = "\r", t = "\t",
}

local function fail(at, what)
  error(("no JSON: %s expected at byte %d"):format(what, at), 0)
end

local function skip(text, at)
  return text:find("[^ \t\r\n]", at) or #text + 1
end

-- Reads a text from after its opening quote; long plain stretches are taken whole.
local function read_text(text, at)
  local parts = {}
  while true do
    local stop = text:find('["\\]', at) or fail(at, "the end of a text")
    parts[#parts + 1] = text:sub(at, stop - 1)
    if text:sub(stop, stop) == '"' then return table.concat(parts), stop + 1 end
    local kind = text:sub(stop + 1, stop + 1)
    if kind == "u" then
      local code = tonumber(text:match("^%x%x%x%x", stop + 2) or "", 16) or fail(stop, "\\uXXXX")
      at = stop + 6
      local low = tonumber(text:match("^\\u([dD][c-fC-F]%x%x)", at) or "", 16)
      if code >= 0xD800 and code < 0xDC00 and low then
        code, at = 0x10000 + (code - 0xD800) * 0x400 + (low - 0xDC00), at + 6
      end
      parts[#parts + 1] = utf8.char(code)
    else
      parts[#parts + 1] = escapes[kind] or fail(stop, "an escape")
      at = stop + 2
    end
  end
end

local read

local function read_list(text, at)
  local list = {}
  at = skip(text, at)
  if text:sub(at, at) == "]" then return list, at + 1 end
  while true do
    list[#list + 1], at = read(text, at)
    at = skip(text, at)
    local mark = text:sub(at, at)
    at = at + 1
    if mark == "]" then return list, at end
    if mark ~= "," then fail(at - 1, ", or ]") end
  end
end

local function read_object(text, at)
  local object = {}
  at = skip(text, at)
  if text:sub(at, at) == "}" then return object, at + 1 end
  while true do
    at = skip(text, at)
    if text:sub(at, at) ~= '"' then fail(at, "a name") end
    local name
    name, at = read_text(text, at + 1)
    at = skip(text, at)
    if text:sub(at, at) ~= ":" then fail(at, ":") end
    object[name], at = read(text, at + 1)
    at = skip(text, at)
    local mark = text:sub(at, at)
    at = at + 1
    if mark == "}" then return object, at end
    if mark ~= "," then fail(at - 1, ", or }") end
  end
end

function read(text, at)
  at = skip(text, at)
  local mark = text:sub(at, at)
  if mark == "{" then return read_object(text, at + 1) end
  if mark == "[" then return read_list(text, at + 1) end
  if mark == '"' then return read_text(text, at + 1) end
  local word = text:match("^%a+", at)
  if word == "true" then return true, at + 4 end
  if word == "false" then return false, at + 5 end
  if word == "null" then return json.null, at + 4 end
  local number = text:match("^-?%d[%d.eE+-]*", at)
  if number and tonumber(number) then return tonumber(number), at + #number end
  fail(at, "a value")
end

-- Reads one value; gives nil and what is wrong if the text is none.
function json.read(text)
  local ok, value, at = pcall(read, text, 1)
  if not ok then return nil, value end
  if skip(text, at) <= #text then return nil, "no JSON: more behind its end" end
  return value
end

local function write_text(text)
  return '"' .. text:gsub('[%c"\\]', function(char)
    return ("\\u%04x"):format(char:byte())
  end) .. '"'
end

-- Writes texts, numbers, booleans, lists (1..n) and objects.
function json.write(value)
  local kind = type(value)
  if kind == "string" then return write_text(value) end
  if kind == "boolean" then return tostring(value) end
  if kind == "number" then
    if value ~= value or value == math.huge or value == -math.huge then
      error("a number that JSON cannot write: " .. tostring(value))
    end
    if math.type(value) == "integer" then return tostring(value) end
    return (("%.10g"):format(value):gsub(",", ".")) -- some systems write a comma
  end
  if kind ~= "table" then error("JSON cannot write a " .. kind) end
  local parts = {}
  if #value > 0 or next(value) == nil then
    for i, one in ipairs(value) do parts[i] = json.write(one) end
    return "[" .. table.concat(parts, ",") .. "]"
  end
  for name, one in pairs(value) do
    parts[#parts + 1] = write_text(name) .. ":" .. json.write(one)
  end
  return "{" .. table.concat(parts, ",") .. "}"
end

return json

-- @noindex
-- Asks for a few values in Reaper's own dialog, and remembers them.

local dialog = {}

-- Fields: { key, caption, default, kind }; kind is "text", { words… }, or { min = , max = }.
-- Gives a table by key, or nil when the user has closed the dialog.
function dialog.ask(title, section, fields)
  local captions, values = {}, {}
  for i, field in ipairs(fields) do
    captions[i] = field[2]
    local kept = reaper.GetExtState("Distill", section .. "." .. field[1])
    values[i] = kept ~= "" and kept or tostring(field[3])
  end
  captions[#captions + 1] = "extrawidth=160"
  captions[#captions + 1] = "separator=|" -- a comma may be a decimal point
  local ok, typed = reaper.GetUserInputs("Distill: " .. title, #fields,
    table.concat(captions, ","), table.concat(values, "|"))
  if not ok then return nil end
  local found, i = {}, 0
  for word in (typed .. "|"):gmatch("([^|]*)|") do
    i = i + 1
    local field = fields[i]
    if field then
      found[field[1]] = dialog.read(field, word:match("^%s*(.-)%s*$"))
      reaper.SetExtState("Distill", section .. "." .. field[1], word, true)
    end
  end
  return found
end

-- Reads one typed word; ends the action with what is allowed if it is wrong.
function dialog.read(field, word)
  local caption, kind = field[2], field[4]
  if kind == "text" then return word end
  if kind[1] then
    for _, allowed in ipairs(kind) do
      if word == allowed then return word end
    end
    error({ text = ("%s takes %s; got %q."):format(caption, table.concat(kind, ", "), word) })
  end
  local number = tonumber((word:gsub(",", ".")))
  if not number or number < kind.min or number > kind.max then
    error({ text = ("%s takes a number from %g to %.10g; got %q.")
      :format(caption, kind.min, kind.max, word) })
  end
  return number
end

return dialog

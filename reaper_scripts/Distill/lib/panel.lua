-- @noindex
-- Two ways to draw the same panel: with ReaImGui where it is installed, with gfx everywhere else.
--
-- Both give begin() -> open?, slider(label, value, min, max, whole) -> value, buttons(labels) ->
-- the pressed one, bar(fraction, text), text(lines), finish(), close().

local panel = {}

local WIDE, HIGH, SLIDER = 366, 228, 28 -- the height without sliders, and that of one

function panel.imgui(title, sliders)
  package.path = reaper.ImGui_GetBuiltinPath() .. "/?.lua;" .. package.path
  local ImGui = require("imgui")("0.9")
  local ctx = ImGui.CreateContext(title)
  local draw, visible = {}, false

  function draw.begin()
    ImGui.SetNextWindowSize(ctx, WIDE, HIGH + SLIDER * sliders, ImGui.Cond_FirstUseEver)
    local open
    visible, open = ImGui.Begin(ctx, title, true)
    return open
  end

  function draw.slider(label, value, min, max, whole)
    if whole then
      local _, now = ImGui.SliderInt(ctx, label, math.floor(value), math.floor(min), math.floor(max))
      return now
    end
    local _, now = ImGui.SliderDouble(ctx, label, value, min, max, "%.2f")
    return now
  end

  function draw.buttons(labels)
    local pressed
    for i, label in ipairs(labels) do
      if i > 1 then ImGui.SameLine(ctx) end
      if ImGui.Button(ctx, label, 104, 0) then pressed = label end
    end
    return pressed
  end

  function draw.bar(fraction, text)
    ImGui.ProgressBar(ctx, fraction, -1, 0, text)
  end

  function draw.text(line)
    ImGui.TextWrapped(ctx, line)
  end

  function draw.finish()
    if visible then ImGui.End(ctx) end
  end

  function draw.close() end

  return draw
end

function panel.gfx(title, sliders)
  local draw = {}
  local y, down, was_down, held = 0, false, false, nil
  gfx.init(title, WIDE, HIGH + SLIDER * sliders)
  gfx.setfont(1, "Arial", 15)

  local function inside(left, top, wide, high)
    return gfx.mouse_x >= left and gfx.mouse_x < left + wide
      and gfx.mouse_y >= top and gfx.mouse_y < top + high
  end

  local function box(shade, left, top, wide, high)
    gfx.set(shade, shade, shade, 1)
    gfx.rect(left, top, wide, high, 1)
  end

  local function print_at(left, top, text)
    gfx.set(0.9, 0.9, 0.9, 1)
    gfx.x, gfx.y = left, top
    gfx.drawstr(text)
  end

  function draw.begin()
    local key = gfx.getchar()
    y, was_down, down = 12, down, gfx.mouse_cap & 1 == 1
    if not down then held = nil end
    box(0.16, 0, 0, gfx.w, gfx.h)
    return key ~= -1 and key ~= 27
  end

  function draw.slider(label, value, min, max, whole)
    local left, wide = 12, math.floor(gfx.w * 0.55)
    if down and not was_down and inside(left, y, wide, 20) then held = label end
    if held == label then
      value = min + (max - min) * math.max(0, math.min(1, (gfx.mouse_x - left) / wide))
      if whole then value = math.floor(value + 0.5) end
    end
    box(0.3, left, y, wide, 20)
    gfx.set(0.35, 0.7, 0.6, 1)
    gfx.rect(left, y, wide * (value - min) / (max - min), 20, 1)
    print_at(left + wide + 10, y + 2, (whole and "%s %d" or "%s %.2f"):format(label, value))
    y = y + SLIDER
    return value
  end

  function draw.buttons(labels)
    local pressed
    for i, label in ipairs(labels) do
      local left, wide = 12 + 114 * (i - 1), 108
      local over = inside(left, y, wide, 26)
      box(over and 0.45 or 0.35, left, y, wide, 26)
      print_at(left + 8, y + 5, label)
      if over and down and not was_down then pressed = label end
    end
    y = y + 34
    return pressed
  end

  function draw.bar(fraction, text)
    box(0.3, 12, y, gfx.w - 24, 20)
    gfx.set(0.35, 0.7, 0.6, 1)
    gfx.rect(12, y, (gfx.w - 24) * math.max(0, math.min(1, fraction)), 20, 1)
    print_at(18, y + 2, text)
    y = y + 28
  end

  function draw.text(line)
    for part in (line .. "\n"):gmatch("(.-)\n") do
      while #part > 0 do
        local piece = part:sub(1, 48)
        if #part > 48 then piece = piece:match("^(.+)%s") or piece end
        print_at(12, y, piece)
        part, y = part:sub(#piece + 1):gsub("^%s+", ""), y + 18
      end
    end
  end

  function draw.finish()
    gfx.update()
  end

  function draw.close()
    gfx.quit()
  end

  return draw
end

function panel.new(title, sliders)
  if reaper.APIExists("ImGui_GetBuiltinPath") then return panel.imgui(title, sliders) end
  return panel.gfx(title, sliders)
end

return panel

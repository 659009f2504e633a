-- @noindex
-- What an action shows: a small window with a bar while it works, and boxes for what must be read.

local window = {}

local WIDE, HIGH = 380, 84
local SHOWN_AFTER = 0.4 -- seconds; what is quicker shows nothing
local ESCAPE = 27

function window.new(name)
  local began, open = reaper.time_precise(), false
  local screen = {}

  local function draw(fraction, stage)
    gfx.set(0.16, 0.16, 0.16, 1)
    gfx.rect(0, 0, gfx.w, gfx.h, 1)
    gfx.set(0.35, 0.35, 0.35, 1)
    gfx.rect(16, 36, gfx.w - 32, 10, 1)
    gfx.set(0.35, 0.7, 0.6, 1)
    gfx.rect(16, 36, (gfx.w - 32) * math.max(0, math.min(1, fraction)), 10, 1)
    gfx.set(0.9, 0.9, 0.9, 1)
    gfx.x, gfx.y = 16, 12
    gfx.drawstr(("%s: %s, %d %%"):format(name, stage, math.floor(100 * fraction)))
    gfx.x, gfx.y = 16, 58
    gfx.drawstr("Esc, or closing this window, cancels.")
    gfx.update()
  end

  function screen.progress(fraction, stage)
    if not open then
      if reaper.time_precise() - began < SHOWN_AFTER then return false end
      gfx.init("Distill", WIDE, HIGH)
      gfx.setfont(1, "Arial", 15)
      open = true
    end
    local key = gfx.getchar()
    if key == -1 or key == ESCAPE then return true end
    draw(fraction, stage)
    return false
  end

  function screen.tell(text)
    reaper.ShowMessageBox(text, "Distill: " .. name, 0)
  end

  function screen.close()
    if open then gfx.quit() end
    open = false
  end

  return screen
end

return window

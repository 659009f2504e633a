-- @noindex
-- Runs an action a little at a time, so that Reaper never waits for it.
--
-- The work is a coroutine: it yields how far it is and what it does, and is told whether to stop.
-- It ends an action early by error({ text = "what to tell" }).

local runner = {}

-- Starts an action. `screen` has progress(fraction, stage) -> stop?, tell(text), close(); `ended(ok)`
-- is called in any case.
function runner.start(work, screen, ended)
  local co = coroutine.create(work)
  local stop = false

  local function finish(ok)
    screen.close()
    if ended then ended(ok) end
  end

  local function step()
    local ok, fraction, stage = coroutine.resume(co, stop)
    if not ok then
      local problem = fraction
      if type(problem) ~= "table" then
        problem = { text = "A fault in the script, please report it:\n"
          .. debug.traceback(co, tostring(problem)) }
      end
      if not problem.quiet then screen.tell(problem.text) end
      return finish(false)
    end
    if coroutine.status(co) == "dead" then return finish(true) end
    stop = screen.progress(fraction, stage) or false
    reaper.defer(step)
  end

  reaper.defer(step) -- and not step(): a script that defers leaves no undo point of its own
end

return runner

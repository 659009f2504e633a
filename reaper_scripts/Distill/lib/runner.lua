-- @noindex
-- Runs an action a little at a time, so that Reaper never waits for it.
--
-- The work is a coroutine: it yields how far it is and what it does, and is told whether to stop.
-- It ends an action early by error({ text = "what to tell" }).

local runner = {}

-- Asks once whether the server should be started, and then does the work again.
local function mend(problem, screen, start_server)
  if problem.code ~= "not_running" or not start_server then return false end
  return screen.ask("The Distill server is not running.\n\nStart it now?")
end

-- Starts an action. `screen` has progress(fraction, stage) -> stop?, tell(text), ask(text) -> yes?,
-- close(). `start_server` is work that starts the server. `ended(ok)` is called in any case.
function runner.start(work, screen, start_server, ended)
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
      if mend(problem, screen, start_server) then
        local again = work
        co = coroutine.create(function()
          start_server()
          return again()
        end)
        start_server, stop = nil, false
        return reaper.defer(step)
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

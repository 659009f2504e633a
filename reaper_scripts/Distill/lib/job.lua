-- @noindex
-- Jobs: `distill job FILE` runs in the background and keeps a file of how it goes.

local job = {}

local STARTS_WITHIN = 30 -- seconds until the first sign of life; a cold disk is slow
local ENDS_WITHIN = 3 -- seconds that a job that was cancelled before its first sign of life has

local PATIENCE = 10 -- seconds that a server may be silent; it answers at once, whatever it does

local json, settings, vocabulary, here

function job.use(modules)
  json, settings, vocabulary, here = modules.json, modules.settings, modules.vocabulary, modules.here
end

-- Words that are `distill job`'s own; see `distill job --help`.
local own = { start_server = true, stop_server = true, bring = true, newest = true, param = true }

-- `say.generate("a", "seconds", 4)` is a request; a word that nobody knows is an error here already.
job.say = setmetatable({}, {
  __index = function(_, verb)
    -- `continue` and the like are fine as names of fields
    if not (own[verb] or vocabulary.commands[verb]) then
      error(("Distill has no word %q"):format(tostring(verb)), 2)
    end
    return function(...) return { verb, ... } end
  end,
})

local count = 0

-- A name that no other job or slot of this machine has.
function job.fresh(stem)
  count = count + 1
  return ("%s%d-%d"):format(stem, math.floor(reaper.time_precise() * 1000) % 2 ^ 31 | 0, count)
end

local running = {} -- job files of this script that have not ended

local function quoted(word)
  return '"' .. word .. '"'
end

local function write(path, text)
  local file, why = io.open(path, "wb")
  if not file then
    error({ text = ("%s cannot be written: %s.\n\nMake room, or make its folder writable.")
      :format(path, why) })
  end
  file:write(text)
  file:close()
end

local function read(path)
  local file = io.open(path, "rb")
  if not file then return nil end
  local text = file:read("a")
  file:close()
  return json.read(text)
end

local function begin(say, finally)
  local python, why = settings.python(here)
  if not python then error({ text = why, code = "not_installed" }) end
  local path = ("%s/%s.json"):format(settings.workplace(), job.fresh("job"))
  write(path, json.write({
    port = settings.port(), patience = PATIENCE, say = say, finally = finally or {},
  }))
  running[path] = true
  local command = table.concat({ quoted(python), "-m", "distill", "job", quoted(path) }, " ")
  if not reaper.ExecProcess(command, -2) then
    job.forget(path)
    error({ text = ("Distill could not be started:\n%s\n\nCheck the folder in the action "
      .. "'Distill: Settings'."):format(command) })
  end
  return path, command
end

-- Removes what belongs to a job; one that runs is cancelled by it.
function job.forget(path)
  running[path] = nil
  os.remove(path)
  os.remove(path .. ".result.json")
end

-- For the end of the script: nothing runs on for nobody.
function job.forget_all()
  for path in pairs(running) do os.remove(path) end
end

-- What a result means: nil while it goes on, itself when it went well, else an error.
local function outcome(result, cancelled)
  if not result or result.state == "running" then return nil end
  if result.state == "done" then return result end
  error({ text = result.text, code = result.code, quiet = cancelled or result.state == "cancelled" })
end

local function attempt(say, finally, deaf)
  local path, command = begin(say, finally)
  local since, cancelled = reaper.time_precise(), false
  local fraction, stage = 0, "asking"
  while true do
    local result = read(path .. ".result.json")
    if result and result.state ~= "running" then job.forget(path) end
    if outcome(result, cancelled) then return result end
    if result then
      fraction, stage = result.fraction, result.stage
    elseif reaper.time_precise() - since > (cancelled and ENDS_WITHIN or STARTS_WITHIN) then
      job.forget(path)
      error({ quiet = cancelled, text = ("Distill did not start:\n%s\n\nCheck the folder in the "
        .. "action 'Distill: Settings'."):format(command) })
    end
    local stop = coroutine.yield(fraction, cancelled and "cancelling" or stage) and not deaf
    if stop and not cancelled then
      cancelled, since = true, reaper.time_precise()
      os.remove(path)
    end
  end
end

-- Says requests and waits for their end, letting Reaper go on meanwhile (inside runner.start only).
-- Gives the result; its `answers` are as many as the requests. An error ends the action.
--
-- Options: `finally`, requests that are said in any case; `deaf`, which cannot be cancelled; `alone`,
-- which does not offer to start a server that is not there.
function job.ask(say, options)
  options = options or {}
  local ok, result = pcall(attempt, say, options.finally, options.deaf)
  if ok then return result end
  local missing = type(result) == "table" and result.code == "not_running"
  if not missing or options.alone then error(result, 0) end
  local answer = reaper.ShowMessageBox("The Distill server is not running.\n\nStart it now?",
    "Distill", 4)
  if answer ~= 6 then error({ quiet = true, code = "not_running" }) end
  job.start_server()
  return attempt(say, options.finally, options.deaf)
end

-- Starts the server in the background; gives "started", or "running" where one was there.
function job.start_server()
  local words = {}
  for word in settings.get("options"):gmatch("%S+") do words[#words + 1] = word end
  local result = attempt({ job.say.start_server(table.unpack(words)) })
  return result.answers[1].values[1]
end

return job

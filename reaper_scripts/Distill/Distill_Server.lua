-- @noindex
-- Start or stop server: starts one in the background, or ends the one that was started so.

local here = debug.getinfo(1, "S").source:match("^@(.*[/\\])")
local distill = dofile(here .. "distill.lua")
local ask, say = distill.ask, distill.say

distill.action("Server", function()
  local box = reaper.ShowMessageBox
  if distill.job.start_server() == "running" then
    if box("The Distill server is running.\n\nStop it?", "Distill", 4) ~= 6 then return end
    ask({ say.stop_server() }, { alone = true })
    box("The Distill server has ended.", "Distill", 0)
    return
  end
  local figures = {}
  for _, page in ipairs(ask({ say.status() }).answers[1].pages) do figures[page[1]] = page[2] end
  box(("The Distill server plays the model %q on port %d.\n\nClips go to %s."):format(
    figures.model, distill.settings.port(), figures.clips), "Distill", 0)
end)

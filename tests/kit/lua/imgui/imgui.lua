-- Stands where ReaImGui puts its module; the host knows what it can.
return function(version)
  assert(version == "0.9")
  return HostImGui
end

-- The functions of Reaper that the scripts may call: fewest and most arguments, and what each is.
-- Typed by hand from Reaper's own list (as typed in teal-types, MIT); nothing else exists here.

return {
  reaper = {
    APIExists = { 1, 1 }, AddMediaItemToTrack = { 1, 1, "track" },
    AddTakeToMediaItem = { 1, 1, "item" }, CountSelectedMediaItems = { 1, 1 },
    CountTracks = { 1, 1 }, CreateTakeAudioAccessor = { 1, 1, "take" },
    DestroyAudioAccessor = { 1, 1, "accessor" }, ExecProcess = { 2, 2 },
    GetActiveTake = { 1, 1, "item" }, GetAudioAccessorSamples = { 6, 6, "accessor" },
    GetAudioAccessorStartTime = { 1, 1, "accessor" }, GetCursorPosition = { 0, 0 },
    GetExtState = { 2, 2 }, GetLastTouchedTrack = { 0, 0 },
    GetMediaItemInfo_Value = { 2, 2, "item" }, GetMediaItemTakeInfo_Value = { 2, 2, "take" },
    GetMediaItemTake_Source = { 1, 1, "take" }, GetMediaItem_Track = { 1, 1, "item" },
    GetMediaSourceFileName = { 1, 1, "source" }, GetMediaSourceLength = { 1, 1, "source" },
    GetMediaSourceNumChannels = { 1, 1, "source" }, GetMediaSourceParent = { 1, 1, "source" },
    GetMediaTrackInfo_Value = { 2, 2, "track" }, GetOS = { 0, 0 }, GetResourcePath = { 0, 0 },
    GetSelectedMediaItem = { 2, 2 }, GetSelectedTrack = { 2, 2 },
    GetSetMediaItemTakeInfo_String = { 4, 4, "take" },
    GetSetMediaTrackInfo_String = { 4, 4, "track" }, GetSet_LoopTimeRange2 = { 6, 6 },
    GetTakeName = { 1, 1, "take" }, GetTakeNumStretchMarkers = { 1, 1, "take" },
    GetTrack = { 2, 2 }, GetUserInputs = { 4, 4 }, ImGui_GetBuiltinPath = { 0, 0 },
    InsertTrackAtIndex = { 2, 2 }, Main_OnCommand = { 2, 2 },
    PCM_Source_CreateFromFile = { 1, 1 }, PreventUIRefresh = { 1, 1 },
    RecursiveCreateDirectory = { 2, 2 }, SetActiveTake = { 1, 1, "take" }, SetExtState = { 4, 4 },
    SetMediaItemInfo_Value = { 3, 3, "item" }, SetMediaItemTakeInfo_Value = { 3, 3, "take" },
    SetMediaItemTake_Source = { 2, 2, "take" }, ShowMessageBox = { 3, 3 },
    TakeIsMIDI = { 1, 1, "take" }, Undo_BeginBlock2 = { 1, 1 }, Undo_EndBlock2 = { 3, 3 },
    UpdateArrange = { 0, 0 }, ValidatePtr2 = { 3, 3 }, atexit = { 1, 1 }, defer = { 1, 1 },
    file_exists = { 1, 1 }, new_array = { 1, 2 }, time_precise = { 0, 0 },
  },
  gfx = {
    drawstr = { 1, 4 }, getchar = { 0, 1 }, init = { 1, 6 }, quit = { 0, 0 }, rect = { 4, 5 },
    set = { 1, 7 }, setfont = { 1, 4 }, update = { 0, 0 },
  },
  gfx_fields = { w = 0, h = 0, x = 0, y = 0, mouse_x = 0, mouse_y = 0, mouse_cap = 0 },
  imgui = {
    Begin = { 2, 4 }, Button = { 2, 4 }, CreateContext = { 1, 2 }, End = { 1, 1 },
    ProgressBar = { 2, 5 }, SameLine = { 1, 3 }, SetNextWindowSize = { 3, 4 },
    SliderDouble = { 5, 7 }, SliderInt = { 5, 7 }, TextWrapped = { 2, 2 },
  },
  item = { "D_POSITION", "D_LENGTH", "B_LOOPSRC" },
  take = { "D_STARTOFFS", "D_PLAYRATE", "D_PITCH", "I_CHANMODE" },
}

{
	"patcher": {
		"fileversion": 1,
		"appversion": {
			"major": 8,
			"minor": 5,
			"revision": 5,
			"architecture": "x64",
			"modernui": 1
		},
		"classnamespace": "box",
		"rect": [
			60.0,
			90.0,
			236.0,
			208.0
		],
		"bglocked": 0,
		"openinpresentation": 1,
		"default_fontsize": 12.0,
		"default_fontface": 0,
		"default_fontname": "Arial",
		"gridonopen": 1,
		"gridsize": [
			12.0,
			12.0
		],
		"gridsnaponopen": 1,
		"objectsnaponopen": 1,
		"statusbarvisible": 2,
		"toolbarvisible": 1,
		"editing_bgcolor": [
			0.1137,
			0.1294,
			0.149,
			1.0
		],
		"locked_bgcolor": [
			0.1137,
			0.1294,
			0.149,
			1.0
		],
		"description": "Make WAV clips of the chosen slot; each finished clip is loaded into a buffer~.",
		"digest": "Make WAV clips of the chosen slot; each finished clip is loaded into a buffer~.",
		"tags": "distill",
		"showontab": 0,
		"showrootpatcherontab": 1,
		"boxes": [
			{
				"box": {
					"angle": 270.0,
					"background": 1,
					"bgcolor": [
						0.1529,
						0.1725,
						0.2,
						1.0
					],
					"border": 0,
					"bordercolor": [
						0.2471,
						0.2824,
						0.3255,
						1.0
					],
					"id": "obj-1",
					"maxclass": "panel",
					"mode": 0,
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						0.0,
						0.0,
						236.0,
						208.0
					],
					"presentation": 1,
					"presentation_rect": [
						0.0,
						0.0,
						236.0,
						208.0
					],
					"proportion": 0.5,
					"rounded": 8
				}
			},
			{
				"box": {
					"fontface": 1,
					"fontsize": 13.0,
					"id": "obj-2",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						6.0,
						8.0,
						48.90802,
						22.0
					],
					"presentation": 1,
					"presentation_rect": [
						6.0,
						8.0,
						48.90802,
						22.0
					],
					"text": "Clips",
					"textcolor": [
						0.9098,
						0.8941,
						0.8549,
						1.0
					],
					"textjustification": 0
				}
			},
			{
				"box": {
					"annotation": "Write the slot as a WAV file",
					"bgcolor": [
						0.9098,
						0.8941,
						0.8549,
						1.0
					],
					"bgoncolor": [
						0.2471,
						0.2824,
						0.3255,
						1.0
					],
					"border": 0,
					"fontsize": 12.0,
					"hint": "Write the slot as a WAV file",
					"id": "obj-3",
					"maxclass": "textbutton",
					"mode": 0,
					"numinlets": 1,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						"int"
					],
					"parameter_enable": 0,
					"patching_rect": [
						280.0,
						180.0,
						216.0,
						28.0
					],
					"presentation": 1,
					"presentation_rect": [
						10.0,
						38.0,
						216.0,
						28.0
					],
					"rounded": 8.0,
					"text": "make clip",
					"textcolor": [
						0.1137,
						0.1294,
						0.149,
						1.0
					],
					"textoncolor": [
						0.9098,
						0.8941,
						0.8549,
						1.0
					],
					"varname": "make clip"
				}
			},
			{
				"box": {
					"annotation": "Load a clip into the buffer~",
					"arrowcolor": [
						0.5961,
						0.6314,
						0.6706,
						1.0
					],
					"bgcolor": [
						0.0941,
						0.1059,
						0.1216,
						1.0
					],
					"bgfillcolor_color": [
						0.0941,
						0.1059,
						0.1216,
						1.0
					],
					"bgfillcolor_type": "color",
					"fontsize": 12.0,
					"hint": "Load a clip into the buffer~",
					"id": "obj-4",
					"items": [],
					"maxclass": "umenu",
					"numinlets": 1,
					"numoutlets": 3,
					"outlettype": [
						"int",
						"",
						""
					],
					"parameter_enable": 0,
					"patching_rect": [
						960.0,
						408.0,
						216.0,
						24.0
					],
					"presentation": 1,
					"presentation_rect": [
						10.0,
						76.0,
						216.0,
						24.0
					],
					"textcolor": [
						0.9098,
						0.8941,
						0.8549,
						1.0
					],
					"varname": "clips"
				}
			},
			{
				"box": {
					"annotation": "The clip in the buffer~",
					"bgcolor": [
						0.0941,
						0.1059,
						0.1216,
						1.0
					],
					"border": 0,
					"buffername": "",
					"hint": "The clip in the buffer~",
					"id": "obj-5",
					"maxclass": "waveform~",
					"numinlets": 5,
					"numoutlets": 6,
					"outlettype": [
						"float",
						"float",
						"float",
						"float",
						"list",
						""
					],
					"patching_rect": [
						760.0,
						600.0,
						216.0,
						40.0
					],
					"presentation": 1,
					"presentation_rect": [
						10.0,
						108.0,
						216.0,
						40.0
					],
					"selectioncolor": [
						0.3882,
						0.7176,
						0.6706,
						0.2
					],
					"varname": "wave",
					"waveformcolor": [
						0.3882,
						0.7176,
						0.6706,
						1.0
					]
				}
			},
			{
				"box": {
					"annotation": "Play it in Max: turn audio on first",
					"bgcolor": [
						0.2235,
						0.2549,
						0.2941,
						1.0
					],
					"bgoncolor": [
						0.2471,
						0.2824,
						0.3255,
						1.0
					],
					"border": 0,
					"fontsize": 12.0,
					"hint": "Play it in Max: turn audio on first",
					"id": "obj-6",
					"maxclass": "textbutton",
					"mode": 0,
					"numinlets": 1,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						"int"
					],
					"parameter_enable": 0,
					"patching_rect": [
						540.0,
						618.0,
						104.0,
						24.0
					],
					"presentation": 1,
					"presentation_rect": [
						10.0,
						154.0,
						104.0,
						24.0
					],
					"rounded": 8.0,
					"text": "play clip",
					"textcolor": [
						0.9098,
						0.8941,
						0.8549,
						1.0
					],
					"textoncolor": [
						0.9098,
						0.8941,
						0.8549,
						1.0
					],
					"varname": "play clip"
				}
			},
			{
				"box": {
					"annotation": "Stop it",
					"bgcolor": [
						0.2235,
						0.2549,
						0.2941,
						1.0
					],
					"bgoncolor": [
						0.2471,
						0.2824,
						0.3255,
						1.0
					],
					"border": 0,
					"fontsize": 12.0,
					"hint": "Stop it",
					"id": "obj-7",
					"maxclass": "textbutton",
					"mode": 0,
					"numinlets": 1,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						"int"
					],
					"parameter_enable": 0,
					"patching_rect": [
						650.0,
						618.0,
						104.0,
						24.0
					],
					"presentation": 1,
					"presentation_rect": [
						122.0,
						154.0,
						104.0,
						24.0
					],
					"rounded": 8.0,
					"text": "stop clip",
					"textcolor": [
						0.9098,
						0.8941,
						0.8549,
						1.0
					],
					"textoncolor": [
						0.9098,
						0.8941,
						0.8549,
						1.0
					],
					"varname": "stop clip"
				}
			},
			{
				"box": {
					"fontface": 0,
					"fontsize": 10.5,
					"id": "obj-8",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						700.0,
						306.0,
						220.0,
						18.0
					],
					"presentation": 1,
					"presentation_rect": [
						6.0,
						183.0,
						220.0,
						18.0
					],
					"text": "no clip yet",
					"textcolor": [
						0.9098,
						0.8941,
						0.8549,
						1.0
					],
					"textjustification": 0,
					"varname": "facts"
				}
			},
			{
				"box": {
					"comment": "from distill.osc; also slot NAME, connected 1 or 0",
					"id": "obj-9",
					"index": 1,
					"maxclass": "inlet",
					"numinlets": 0,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						280.0,
						20.0,
						30.0,
						30.0
					]
				}
			},
			{
				"box": {
					"id": "obj-10",
					"maxclass": "newobj",
					"numinlets": 3,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						""
					],
					"patching_rect": [
						280.0,
						66.0,
						120.0,
						22.0
					],
					"text": "route slot /distill/clip"
				}
			},
			{
				"box": {
					"fontsize": 12.0,
					"id": "obj-11",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						280.0,
						108.0,
						220.0,
						21.0
					],
					"text": "1  ask for a clip of the chosen slot",
					"textcolor": [
						0.5961,
						0.6314,
						0.6706,
						1.0
					]
				}
			},
			{
				"box": {
					"id": "obj-12",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						380.0,
						144.0,
						79.0,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-13",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						280.0,
						234.0,
						23.0,
						22.0
					],
					"text": "a"
				}
			},
			{
				"box": {
					"id": "obj-14",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						280.0,
						270.0,
						115.0,
						22.0
					],
					"text": "prepend /distill/clip"
				}
			},
			{
				"box": {
					"id": "obj-15",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						280.0,
						306.0,
						96.0,
						22.0
					],
					"text": "append id clips"
				}
			},
			{
				"box": {
					"fontsize": 12.0,
					"id": "obj-16",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						540.0,
						108.0,
						260.0,
						21.0
					],
					"text": "2  a clip is finished: path, samples, rate",
					"textcolor": [
						0.5961,
						0.6314,
						0.6706,
						1.0
					]
				}
			},
			{
				"box": {
					"id": "obj-17",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						540.0,
						144.0,
						62.0,
						22.0
					],
					"text": "zl slice 1"
				}
			},
			{
				"box": {
					"id": "obj-18",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 3,
					"outlettype": [
						"",
						"int",
						"int"
					],
					"patching_rect": [
						540.0,
						180.0,
						84.0,
						22.0
					],
					"text": "unpack s 0 0"
				}
			},
			{
				"box": {
					"id": "obj-19",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						""
					],
					"patching_rect": [
						540.0,
						216.0,
						47.0,
						22.0
					],
					"text": "t s s s"
				}
			},
			{
				"box": {
					"id": "obj-20",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						700.0,
						252.0,
						194.0,
						22.0
					],
					"text": "sprintf set %ld samples at %ld Hz"
				}
			},
			{
				"box": {
					"fontsize": 12.0,
					"id": "obj-21",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						960.0,
						108.0,
						300.0,
						21.0
					],
					"text": "3  its name into the menu; name and path into the coll",
					"textcolor": [
						0.5961,
						0.6314,
						0.6706,
						1.0
					]
				}
			},
			{
				"box": {
					"id": "obj-22",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						"int"
					],
					"patching_rect": [
						960.0,
						216.0,
						62.0,
						22.0
					],
					"text": "strippath"
				}
			},
			{
				"box": {
					"id": "obj-23",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						""
					],
					"patching_rect": [
						960.0,
						252.0,
						47.0,
						22.0
					],
					"text": "t s s s"
				}
			},
			{
				"box": {
					"id": "obj-24",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1120.0,
						288.0,
						60.0,
						22.0
					],
					"text": "pack s s"
				}
			},
			{
				"box": {
					"id": "obj-25",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1120.0,
						324.0,
						90.0,
						22.0
					],
					"text": "prepend store"
				}
			},
			{
				"box": {
					"id": "obj-26",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						990.0,
						324.0,
						103.0,
						22.0
					],
					"text": "prepend append"
				}
			},
			{
				"box": {
					"id": "obj-27",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						960.0,
						366.0,
						117.0,
						22.0
					],
					"text": "prepend setsymbol"
				}
			},
			{
				"box": {
					"id": "obj-28",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						960.0,
						456.0,
						64.0,
						22.0
					],
					"text": "tosymbol"
				}
			},
			{
				"box": {
					"id": "obj-29",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 4,
					"outlettype": [
						"",
						"",
						"",
						""
					],
					"patching_rect": [
						1100.0,
						492.0,
						56.0,
						22.0
					],
					"text": "coll"
				}
			},
			{
				"box": {
					"fontsize": 12.0,
					"id": "obj-30",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						540.0,
						480.0,
						300.0,
						21.0
					],
					"text": "4  the clip in Max: a buffer~ of its own",
					"textcolor": [
						0.5961,
						0.6314,
						0.6706,
						1.0
					]
				}
			},
			{
				"box": {
					"id": "obj-31",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						540.0,
						528.0,
						103.0,
						22.0
					],
					"text": "prepend replace"
				}
			},
			{
				"box": {
					"id": "obj-32",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"float",
						"bang"
					],
					"patching_rect": [
						540.0,
						564.0,
						141.0,
						22.0
					],
					"text": "buffer~ #0-distill 1000 2"
				}
			},
			{
				"box": {
					"id": "obj-33",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						760.0,
						564.0,
						79.0,
						22.0
					],
					"text": "set #0-distill"
				}
			},
			{
				"box": {
					"id": "obj-34",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						540.0,
						672.0,
						39.0,
						22.0
					],
					"text": "start"
				}
			},
			{
				"box": {
					"id": "obj-35",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						650.0,
						672.0,
						39.0,
						22.0
					],
					"text": "stop"
				}
			},
			{
				"box": {
					"id": "obj-36",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 3,
					"outlettype": [
						"signal",
						"signal",
						"bang"
					],
					"patching_rect": [
						540.0,
						708.0,
						102.0,
						22.0
					],
					"text": "play~ #0-distill 2"
				}
			},
			{
				"box": {
					"comment": "to the server: into distill.osc",
					"id": "obj-37",
					"index": 1,
					"maxclass": "outlet",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						280.0,
						760.0,
						30.0,
						30.0
					]
				}
			},
			{
				"box": {
					"comment": "signal: left",
					"id": "obj-38",
					"index": 2,
					"maxclass": "outlet",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						540.0,
						760.0,
						30.0,
						30.0
					]
				}
			},
			{
				"box": {
					"comment": "signal: right",
					"id": "obj-39",
					"index": 3,
					"maxclass": "outlet",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						600.0,
						760.0,
						30.0,
						30.0
					]
				}
			}
		],
		"lines": [
			{
				"patchline": {
					"destination": [
						"obj-10",
						0
					],
					"source": [
						"obj-9",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-12",
						0
					],
					"midpoints": [
						289.5,
						95.0,
						275.0,
						95.0,
						275.0,
						137.0,
						389.5,
						137.0
					],
					"source": [
						"obj-10",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-13",
						0
					],
					"source": [
						"obj-3",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-13",
						0
					],
					"midpoints": [
						389.5,
						173.0,
						275.0,
						173.0,
						275.0,
						227.0,
						289.5,
						227.0
					],
					"source": [
						"obj-12",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-14",
						0
					],
					"source": [
						"obj-13",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-15",
						0
					],
					"source": [
						"obj-14",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-17",
						0
					],
					"midpoints": [
						340.0,
						95.0,
						506.0,
						95.0,
						506.0,
						137.0,
						549.5,
						137.0
					],
					"source": [
						"obj-10",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-18",
						0
					],
					"midpoints": [
						592.5,
						173.0,
						549.5,
						173.0
					],
					"source": [
						"obj-17",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-19",
						0
					],
					"source": [
						"obj-18",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-20",
						0
					],
					"midpoints": [
						582.0,
						215.0,
						709.5,
						215.0
					],
					"source": [
						"obj-18",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-20",
						1
					],
					"midpoints": [
						614.5,
						245.0,
						884.5,
						245.0
					],
					"source": [
						"obj-18",
						2
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-8",
						0
					],
					"source": [
						"obj-20",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-22",
						0
					],
					"midpoints": [
						563.5,
						245.0,
						589.0,
						245.0,
						589.0,
						209.0,
						969.5,
						209.0
					],
					"source": [
						"obj-19",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-23",
						0
					],
					"source": [
						"obj-22",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-24",
						0
					],
					"midpoints": [
						997.5,
						281.0,
						1129.5,
						281.0
					],
					"source": [
						"obj-23",
						2
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-24",
						1
					],
					"midpoints": [
						577.5,
						275.0,
						1170.5,
						275.0
					],
					"source": [
						"obj-19",
						2
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-25",
						0
					],
					"source": [
						"obj-24",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-26",
						0
					],
					"midpoints": [
						983.5,
						317.0,
						999.5,
						317.0
					],
					"source": [
						"obj-23",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-27",
						0
					],
					"source": [
						"obj-23",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-4",
						0
					],
					"midpoints": [
						999.5,
						353.0,
						955.0,
						353.0,
						955.0,
						401.0,
						969.5,
						401.0
					],
					"source": [
						"obj-26",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-4",
						0
					],
					"source": [
						"obj-27",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-28",
						0
					],
					"midpoints": [
						1068.0,
						449.0,
						969.5,
						449.0
					],
					"source": [
						"obj-4",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-29",
						0
					],
					"midpoints": [
						1129.5,
						353.0,
						1181.0,
						353.0,
						1181.0,
						485.0,
						1109.5,
						485.0
					],
					"source": [
						"obj-25",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-29",
						0
					],
					"midpoints": [
						969.5,
						485.0,
						1109.5,
						485.0
					],
					"source": [
						"obj-28",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-31",
						0
					],
					"midpoints": [
						549.5,
						245.0,
						535.0,
						245.0,
						535.0,
						521.0,
						549.5,
						521.0
					],
					"source": [
						"obj-19",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-31",
						0
					],
					"midpoints": [
						1109.5,
						521.0,
						549.5,
						521.0
					],
					"source": [
						"obj-29",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-32",
						0
					],
					"source": [
						"obj-31",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-33",
						0
					],
					"midpoints": [
						671.5,
						593.0,
						690.0,
						593.0,
						690.0,
						557.0,
						769.5,
						557.0
					],
					"source": [
						"obj-32",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-5",
						0
					],
					"source": [
						"obj-33",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-34",
						0
					],
					"source": [
						"obj-6",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-35",
						0
					],
					"source": [
						"obj-7",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-36",
						0
					],
					"source": [
						"obj-34",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-36",
						0
					],
					"midpoints": [
						659.5,
						701.0,
						549.5,
						701.0
					],
					"source": [
						"obj-35",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-37",
						0
					],
					"source": [
						"obj-15",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-38",
						0
					],
					"source": [
						"obj-36",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-39",
						0
					],
					"midpoints": [
						591.0,
						753.0,
						609.5,
						753.0
					],
					"source": [
						"obj-36",
						1
					]
				}
			}
		]
	}
}

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
			720.0,
			480.0
		],
		"bglocked": 0,
		"openinpresentation": 0,
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
		"description": "Distill tutorial: Is anybody there?",
		"digest": "Distill tutorial",
		"tags": "distill",
		"showontab": 0,
		"showrootpatcherontab": 1,
		"boxes": [
			{
				"box": {
					"fontface": 1,
					"fontsize": 22.0,
					"id": "obj-1",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						24.0,
						16.0,
						500.0,
						33.0
					],
					"text": "1  Is anybody there?",
					"textcolor": [
						0.9098,
						0.8941,
						0.8549,
						1.0
					]
				}
			},
			{
				"box": {
					"fontsize": 12.0,
					"id": "obj-2",
					"linecount": 2,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						24.0,
						54.0,
						660.0,
						35.0
					],
					"text": "Start the server first: python3 run.py in the folder of Distill, until it says ready. Everything here is plain OSC over UDP: an address and its arguments.",
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
					"fontface": 1,
					"fontsize": 13.0,
					"id": "obj-3",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						24.0,
						108.0,
						20.0,
						22.0
					],
					"text": "1",
					"textcolor": [
						0.8863,
						0.6431,
						0.3451,
						1.0
					]
				}
			},
			{
				"box": {
					"fontsize": 12.0,
					"id": "obj-4",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						46.0,
						108.0,
						320.0,
						21.0
					],
					"text": "Tell the server which port this patch listens on.",
					"textcolor": [
						0.9098,
						0.8941,
						0.8549,
						1.0
					]
				}
			},
			{
				"box": {
					"id": "obj-5",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						46.0,
						134.0,
						131.0,
						22.0
					],
					"text": "/distill/subscribe 9021"
				}
			},
			{
				"box": {
					"fontface": 1,
					"fontsize": 13.0,
					"id": "obj-6",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						24.0,
						170.0,
						20.0,
						22.0
					],
					"text": "2",
					"textcolor": [
						0.8863,
						0.6431,
						0.3451,
						1.0
					]
				}
			},
			{
				"box": {
					"fontsize": 12.0,
					"id": "obj-7",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						46.0,
						170.0,
						320.0,
						21.0
					],
					"text": "Ask whether it is there; the number comes back.",
					"textcolor": [
						0.9098,
						0.8941,
						0.8549,
						1.0
					]
				}
			},
			{
				"box": {
					"id": "obj-8",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						46.0,
						196.0,
						82.0,
						22.0
					],
					"text": "/distill/ping 7"
				}
			},
			{
				"box": {
					"fontface": 1,
					"fontsize": 13.0,
					"id": "obj-9",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						24.0,
						232.0,
						20.0,
						22.0
					],
					"text": "3",
					"textcolor": [
						0.8863,
						0.6431,
						0.3451,
						1.0
					]
				}
			},
			{
				"box": {
					"fontsize": 12.0,
					"id": "obj-10",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						46.0,
						232.0,
						400.0,
						21.0
					],
					"text": "Ask how it is: many small answers, the last ones stay below.",
					"textcolor": [
						0.9098,
						0.8941,
						0.8549,
						1.0
					]
				}
			},
			{
				"box": {
					"id": "obj-11",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						46.0,
						258.0,
						133.0,
						22.0
					],
					"text": "/distill/status id tutorial"
				}
			},
			{
				"box": {
					"fontface": 1,
					"fontsize": 13.0,
					"id": "obj-12",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						24.0,
						294.0,
						20.0,
						22.0
					],
					"text": "4",
					"textcolor": [
						0.8863,
						0.6431,
						0.3451,
						1.0
					]
				}
			},
			{
				"box": {
					"fontsize": 12.0,
					"id": "obj-13",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						46.0,
						294.0,
						400.0,
						21.0
					],
					"text": "Say something wrong: the answer says what is allowed.",
					"textcolor": [
						0.9098,
						0.8941,
						0.8549,
						1.0
					]
				}
			},
			{
				"box": {
					"id": "obj-14",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						46.0,
						320.0,
						165.0,
						22.0
					],
					"text": "/distill/param/temperature 9."
				}
			},
			{
				"box": {
					"id": "obj-15",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						46.0,
						380.0,
						145.0,
						22.0
					],
					"text": "udpsend 127.0.0.1 9000"
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
						470.0,
						108.0,
						200.0,
						21.0
					],
					"text": "What comes back",
					"textcolor": [
						0.9098,
						0.8941,
						0.8549,
						1.0
					]
				}
			},
			{
				"box": {
					"id": "obj-17",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						470.0,
						134.0,
						105.0,
						22.0
					],
					"text": "udpreceive 9021"
				}
			},
			{
				"box": {
					"id": "obj-18",
					"maxclass": "newobj",
					"numinlets": 5,
					"numoutlets": 5,
					"outlettype": [
						"",
						"",
						"",
						"",
						""
					],
					"patching_rect": [
						470.0,
						170.0,
						331.0,
						22.0
					],
					"text": "route /distill/pong /distill/done /distill/error /distill/status/page"
				}
			},
			{
				"box": {
					"fontsize": 12.0,
					"id": "obj-19",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						470.0,
						221.0,
						64.0,
						21.0
					],
					"text": "pong",
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
					"id": "obj-20",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						550.0,
						220.0,
						320.0,
						22.0
					],
					"text": "–"
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
						470.0,
						261.0,
						64.0,
						21.0
					],
					"text": "done",
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
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						550.0,
						260.0,
						320.0,
						22.0
					],
					"text": "–"
				}
			},
			{
				"box": {
					"fontsize": 12.0,
					"id": "obj-23",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						470.0,
						301.0,
						64.0,
						21.0
					],
					"text": "refused",
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
					"id": "obj-24",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						550.0,
						300.0,
						320.0,
						22.0
					],
					"text": "–"
				}
			},
			{
				"box": {
					"fontsize": 12.0,
					"id": "obj-25",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						470.0,
						341.0,
						64.0,
						21.0
					],
					"text": "figure",
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
					"id": "obj-26",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						550.0,
						340.0,
						320.0,
						22.0
					],
					"text": "–"
				}
			},
			{
				"box": {
					"fontsize": 12.0,
					"id": "obj-27",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						470.0,
						381.0,
						64.0,
						21.0
					],
					"text": "all else",
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
					"id": "obj-28",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						550.0,
						380.0,
						320.0,
						22.0
					],
					"text": "–"
				}
			}
		],
		"lines": [
			{
				"patchline": {
					"destination": [
						"obj-15",
						0
					],
					"midpoints": [
						55.5,
						163.0,
						9.0,
						163.0,
						9.0,
						373.0,
						55.5,
						373.0
					],
					"source": [
						"obj-5",
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
					"midpoints": [
						55.5,
						229.0,
						14.0,
						229.0,
						14.0,
						369.0,
						55.5,
						369.0
					],
					"source": [
						"obj-8",
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
					"midpoints": [
						55.5,
						287.0,
						19.0,
						287.0,
						19.0,
						373.0,
						55.5,
						373.0
					],
					"source": [
						"obj-11",
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
						"obj-18",
						0
					],
					"source": [
						"obj-17",
						0
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
						479.5,
						213.0,
						860.5,
						213.0
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
						"obj-22",
						1
					],
					"midpoints": [
						557.5,
						199.0,
						545.0,
						199.0,
						545.0,
						253.0,
						860.5,
						253.0
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
						"obj-24",
						1
					],
					"midpoints": [
						635.5,
						207.0,
						885.0,
						207.0,
						885.0,
						285.0,
						860.5,
						285.0
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
						"obj-26",
						1
					],
					"midpoints": [
						713.5,
						203.0,
						880.0,
						203.0,
						880.0,
						329.0,
						860.5,
						329.0
					],
					"source": [
						"obj-18",
						3
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-28",
						1
					],
					"midpoints": [
						791.5,
						199.0,
						875.0,
						199.0,
						875.0,
						373.0,
						860.5,
						373.0
					],
					"source": [
						"obj-18",
						4
					]
				}
			}
		]
	}
}

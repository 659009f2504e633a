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
			1130.0,
			800.0
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
		"description": "Distill tutorial: Codes by hand",
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
					"text": "4  Codes by hand",
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
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						24.0,
						54.0,
						1070.0,
						21.0
					],
					"text": "A slot is a grid: columns in time, bands from low to high, levels from coarse to fine. Each step below is one message, and one click further it is undone.",
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
					"id": "obj-3",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						580.0,
						84.0,
						28.0,
						22.0
					],
					"text": "t l"
				}
			},
			{
				"box": {
					"annotation": "The codes of the chosen slot: see them, choose a region, change it, draw single codes.",
					"args": [],
					"bgmode": 0,
					"border": 0,
					"clickthrough": 0,
					"embed": 0,
					"enablehscroll": 0,
					"enablevscroll": 0,
					"hint": "The codes of the chosen slot: see them, choose a region, change it, draw single codes.",
					"id": "obj-4",
					"lockeddragscroll": 0,
					"lockedsize": 0,
					"maxclass": "bpatcher",
					"name": "distill.grid.maxpat",
					"numinlets": 1,
					"numoutlets": 1,
					"offset": [
						0.0,
						0.0
					],
					"outlettype": [
						""
					],
					"patching_rect": [
						580.0,
						130.0,
						520.0,
						520.0
					],
					"varname": "distill.grid",
					"viewvisibility": 1
				}
			},
			{
				"box": {
					"fontface": 1,
					"fontsize": 13.0,
					"id": "obj-5",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						24.0,
						110.0,
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
					"id": "obj-6",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						46.0,
						110.0,
						460.0,
						21.0
					],
					"text": "Something to look at: six seconds of the model.",
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
					"id": "obj-7",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						46.0,
						134.0,
						200.0,
						22.0
					],
					"text": "/distill/generate a seconds 6 id edit"
				}
			},
			{
				"box": {
					"fontface": 1,
					"fontsize": 13.0,
					"id": "obj-8",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						24.0,
						172.0,
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
					"id": "obj-9",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						46.0,
						172.0,
						460.0,
						21.0
					],
					"text": "Round and round.",
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
					"id": "obj-10",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						46.0,
						196.0,
						119.0,
						22.0
					],
					"text": "/distill/play a id play"
				}
			},
			{
				"box": {
					"fontface": 1,
					"fontsize": 13.0,
					"id": "obj-11",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						24.0,
						234.0,
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
					"id": "obj-12",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						46.0,
						234.0,
						460.0,
						21.0
					],
					"text": "One code: slot, column, band, level, code.",
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
					"id": "obj-13",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						46.0,
						258.0,
						151.0,
						22.0
					],
					"text": "/distill/set a 0 0 0 5 id edit"
				}
			},
			{
				"box": {
					"fontface": 1,
					"fontsize": 13.0,
					"id": "obj-14",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						24.0,
						296.0,
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
					"id": "obj-15",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						46.0,
						296.0,
						460.0,
						21.0
					],
					"text": "The fine levels of eight columns, moved to near codes.",
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
					"id": "obj-16",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						46.0,
						320.0,
						292.0,
						22.0
					],
					"text": "/distill/randomize a neighbours 0.5 0-7 all fine id edit"
				}
			},
			{
				"box": {
					"fontface": 1,
					"fontsize": 13.0,
					"id": "obj-17",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						24.0,
						358.0,
						20.0,
						22.0
					],
					"text": "5",
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
					"id": "obj-18",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						46.0,
						358.0,
						460.0,
						21.0
					],
					"text": "One moment, frozen over half a second.",
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
					"id": "obj-19",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						46.0,
						382.0,
						137.0,
						22.0
					],
					"text": "/distill/fill a 4 4-7 id edit"
				}
			},
			{
				"box": {
					"fontface": 1,
					"fontsize": 13.0,
					"id": "obj-20",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						24.0,
						420.0,
						20.0,
						22.0
					],
					"text": "6",
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
					"id": "obj-21",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						46.0,
						420.0,
						460.0,
						21.0
					],
					"text": "Everything two columns later.",
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
					"id": "obj-22",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						46.0,
						444.0,
						127.0,
						22.0
					],
					"text": "/distill/shift a 2 id edit"
				}
			},
			{
				"box": {
					"fontface": 1,
					"fontsize": 13.0,
					"id": "obj-23",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						24.0,
						482.0,
						20.0,
						22.0
					],
					"text": "7",
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
					"id": "obj-24",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						46.0,
						482.0,
						460.0,
						21.0
					],
					"text": "Coarse levels kept, fine ones written anew.",
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
					"id": "obj-25",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						46.0,
						506.0,
						245.0,
						22.0
					],
					"text": "/distill/randomize a prior 1. all all fine id edit"
				}
			},
			{
				"box": {
					"fontface": 1,
					"fontsize": 13.0,
					"id": "obj-26",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						24.0,
						544.0,
						20.0,
						22.0
					],
					"text": "8",
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
					"id": "obj-27",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						46.0,
						544.0,
						460.0,
						21.0
					],
					"text": "The last edit back, bit for bit.",
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
					"id": "obj-28",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						46.0,
						568.0,
						111.0,
						22.0
					],
					"text": "/distill/undo id edit"
				}
			},
			{
				"box": {
					"fontface": 1,
					"fontsize": 13.0,
					"id": "obj-29",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						24.0,
						606.0,
						20.0,
						22.0
					],
					"text": "9",
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
					"id": "obj-30",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						46.0,
						606.0,
						460.0,
						21.0
					],
					"text": "Now by hand: choose in the picture, and press its buttons.",
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
					"annotation": "The line to a Distill server: sends, listens, and shows a heartbeat.",
					"args": [
						9000,
						9024
					],
					"bgmode": 0,
					"border": 0,
					"clickthrough": 0,
					"embed": 0,
					"enablehscroll": 0,
					"enablevscroll": 0,
					"hint": "The line to a Distill server: sends, listens, and shows a heartbeat.",
					"id": "obj-31",
					"lockeddragscroll": 0,
					"lockedsize": 0,
					"maxclass": "bpatcher",
					"name": "distill.osc.maxpat",
					"numinlets": 1,
					"numoutlets": 1,
					"offset": [
						0.0,
						0.0
					],
					"outlettype": [
						""
					],
					"patching_rect": [
						46.0,
						700.0,
						604.0,
						48.0
					],
					"varname": "distill.osc",
					"viewvisibility": 1
				}
			},
			{
				"box": {
					"fontsize": 12.0,
					"id": "obj-32",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						620.0,
						86.0,
						240.0,
						21.0
					],
					"text": "from distill.osc back to the top",
					"textcolor": [
						0.5961,
						0.6314,
						0.6706,
						1.0
					]
				}
			}
		],
		"lines": [
			{
				"patchline": {
					"destination": [
						"obj-4",
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
						"obj-31",
						0
					],
					"midpoints": [
						589.5,
						693.0,
						55.5,
						693.0
					],
					"source": [
						"obj-4",
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
						55.5,
						167.0,
						14.0,
						167.0,
						14.0,
						689.0,
						55.5,
						689.0
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
						"obj-31",
						0
					],
					"midpoints": [
						55.5,
						225.0,
						19.0,
						225.0,
						19.0,
						693.0,
						55.5,
						693.0
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
						"obj-31",
						0
					],
					"midpoints": [
						55.5,
						295.0,
						9.0,
						295.0,
						9.0,
						685.0,
						55.5,
						685.0
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
						"obj-31",
						0
					],
					"midpoints": [
						55.5,
						353.0,
						14.0,
						353.0,
						14.0,
						689.0,
						55.5,
						689.0
					],
					"source": [
						"obj-16",
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
						55.5,
						411.0,
						19.0,
						411.0,
						19.0,
						693.0,
						55.5,
						693.0
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
						55.5,
						481.0,
						9.0,
						481.0,
						9.0,
						685.0,
						55.5,
						685.0
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
						"obj-31",
						0
					],
					"midpoints": [
						55.5,
						539.0,
						14.0,
						539.0,
						14.0,
						689.0,
						55.5,
						689.0
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
						"obj-31",
						0
					],
					"midpoints": [
						55.5,
						597.0,
						19.0,
						597.0,
						19.0,
						693.0,
						55.5,
						693.0
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
						"obj-3",
						0
					],
					"midpoints": [
						55.5,
						755.0,
						9.0,
						755.0,
						9.0,
						77.0,
						589.5,
						77.0
					],
					"source": [
						"obj-31",
						0
					]
				}
			}
		]
	}
}

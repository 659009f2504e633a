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
			640.0,
			823.0
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
		"description": "How to use distill.slot.",
		"digest": "How to use distill.slot.",
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
						400.0,
						33.0
					],
					"text": "distill.slot",
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
					"fontsize": 13.0,
					"id": "obj-2",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						24.0,
						52.0,
						580.0,
						22.0
					],
					"text": "The chosen slot: pick it, see what it holds, drop a sound file to encode.",
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
					"id": "obj-3",
					"linecount": 3,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						24.0,
						80.0,
						580.0,
						49.0
					],
					"text": "A slot holds a grid of codes under a name. Drop a sound on the field and the server encodes it into the chosen slot; the file must lie in one of the server's folders for sounds (Distill/sounds in your home folder). The right outlet tells the other abstractions which slot is chosen.",
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
					"fontsize": 12.0,
					"id": "obj-4",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						24.0,
						151.0,
						200.0,
						21.0
					],
					"text": "Try it",
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
						24.0,
						179.0,
						45.0,
						22.0
					],
					"text": "slot b"
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
						85.0,
						180.0,
						495.0,
						21.0
					],
					"text": "chooses slot b",
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
					"id": "obj-7",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						24.0,
						209.0,
						74.0,
						22.0
					],
					"text": "/distill/slots"
				}
			},
			{
				"box": {
					"fontsize": 12.0,
					"id": "obj-8",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						114.0,
						210.0,
						466.0,
						21.0
					],
					"text": "asks for the filled slots",
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
					"id": "obj-9",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						24.0,
						239.0,
						111.0,
						22.0
					],
					"text": "/distill/undo id edit"
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
						151.0,
						240.0,
						429.0,
						21.0
					],
					"text": "takes the last edit back",
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
					"id": "obj-11",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						24.0,
						289.0,
						28.0,
						22.0
					],
					"text": "t l"
				}
			},
			{
				"box": {
					"annotation": "The chosen slot: pick it, see what it holds, drop a sound file to encode.",
					"args": [],
					"bgmode": 0,
					"border": 0,
					"clickthrough": 0,
					"embed": 0,
					"enablehscroll": 0,
					"enablevscroll": 0,
					"hint": "The chosen slot: pick it, see what it holds, drop a sound file to encode.",
					"id": "obj-12",
					"lockeddragscroll": 0,
					"lockedsize": 0,
					"maxclass": "bpatcher",
					"name": "distill.slot.maxpat",
					"numinlets": 1,
					"numoutlets": 2,
					"offset": [
						0.0,
						0.0
					],
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						24.0,
						335.0,
						236.0,
						208.0
					],
					"varname": "distill.slot",
					"viewvisibility": 1
				}
			},
			{
				"box": {
					"annotation": "The line to a Distill server: sends, listens, and shows a heartbeat.",
					"args": [
						9000,
						9013
					],
					"bgmode": 0,
					"border": 0,
					"clickthrough": 0,
					"embed": 0,
					"enablehscroll": 0,
					"enablevscroll": 0,
					"hint": "The line to a Distill server: sends, listens, and shows a heartbeat.",
					"id": "obj-13",
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
						24.0,
						583.0,
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
					"id": "obj-14",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						70.0,
						291.0,
						220.0,
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
			},
			{
				"box": {
					"id": "obj-15",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						290.0,
						503.0,
						45.0,
						22.0
					],
					"text": "slot a"
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
						290.0,
						529.0,
						200.0,
						21.0
					],
					"text": "which slot is chosen",
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
					"fontsize": 12.0,
					"id": "obj-17",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						24.0,
						659.0,
						90.0,
						21.0
					],
					"text": "inlet 1",
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
					"id": "obj-18",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						118.0,
						659.0,
						486.0,
						21.0
					],
					"text": "from distill.osc; also slot NAME, connected 1 or 0",
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
					"fontsize": 12.0,
					"id": "obj-19",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						24.0,
						682.0,
						90.0,
						21.0
					],
					"text": "slot",
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
					"id": "obj-20",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						118.0,
						682.0,
						486.0,
						21.0
					],
					"text": "Chooses a slot by name, as its buttons do.",
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
					"fontsize": 12.0,
					"id": "obj-21",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						24.0,
						705.0,
						90.0,
						21.0
					],
					"text": "connected",
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
					"id": "obj-22",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						118.0,
						705.0,
						486.0,
						21.0
					],
					"text": "1 asks which slots are filled; distill.osc says it.",
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
					"fontsize": 12.0,
					"id": "obj-23",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						24.0,
						728.0,
						90.0,
						21.0
					],
					"text": "outlet 1",
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
					"id": "obj-24",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						118.0,
						728.0,
						486.0,
						21.0
					],
					"text": "to the server: into distill.osc",
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
					"fontsize": 12.0,
					"id": "obj-25",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						24.0,
						751.0,
						90.0,
						21.0
					],
					"text": "outlet 2",
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
					"id": "obj-26",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						118.0,
						751.0,
						486.0,
						21.0
					],
					"text": "slot NAME: which slot is chosen",
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
					"fontsize": 12.0,
					"id": "obj-27",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						24.0,
						782.0,
						580.0,
						21.0
					],
					"text": "See also  distill.osc · distill.model · distill.grid · distill.generate · distill.play · distill.clips · distill.words",
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
						"obj-12",
						0
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
						"obj-12",
						0
					],
					"midpoints": [
						33.5,
						208.0,
						19.0,
						208.0,
						19.0,
						328.0,
						33.5,
						328.0
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
						"obj-13",
						0
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
						"obj-13",
						0
					],
					"midpoints": [
						33.5,
						238.0,
						19.0,
						238.0,
						19.0,
						576.0,
						33.5,
						576.0
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
						"obj-13",
						0
					],
					"midpoints": [
						33.5,
						268.0,
						14.0,
						268.0,
						14.0,
						576.0,
						33.5,
						576.0
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
						"obj-11",
						0
					],
					"midpoints": [
						33.5,
						638.0,
						9.0,
						638.0,
						9.0,
						282.0,
						33.5,
						282.0
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
						1
					],
					"midpoints": [
						250.5,
						550.0,
						270.0,
						550.0,
						270.0,
						496.0,
						325.5,
						496.0
					],
					"source": [
						"obj-12",
						1
					]
				}
			}
		]
	}
}

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
			1036.0,
			587.0
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
		"description": "How to use distill.words.",
		"digest": "How to use distill.words.",
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
					"text": "distill.words",
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
						976.0,
						22.0
					],
					"text": "Say any word of the server's vocabulary, and read its answers, errors and progress.",
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
					"linecount": 2,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						24.0,
						80.0,
						976.0,
						35.0
					],
					"text": "Choose a word; the line below says what it takes and does. Type its arguments and press Return, or press send if it needs none. The line on the right is the server's answer, in red if it refused, with what to do about it.",
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
						137.0,
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
						165.0,
						124.0,
						22.0
					],
					"text": "/distill/undo id words"
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
						164.0,
						166.0,
						812.0,
						21.0
					],
					"text": "what send does with undo",
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
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						24.0,
						215.0,
						28.0,
						22.0
					],
					"text": "t l"
				}
			},
			{
				"box": {
					"annotation": "Say any word of the server's vocabulary, and read its answers, errors and progress.",
					"args": [],
					"bgmode": 0,
					"border": 0,
					"clickthrough": 0,
					"embed": 0,
					"enablehscroll": 0,
					"enablevscroll": 0,
					"hint": "Say any word of the server's vocabulary, and read its answers, errors and progress.",
					"id": "obj-8",
					"lockeddragscroll": 0,
					"lockedsize": 0,
					"maxclass": "bpatcher",
					"name": "distill.words.maxpat",
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
						261.0,
						956.0,
						92.0
					],
					"varname": "distill.words",
					"viewvisibility": 1
				}
			},
			{
				"box": {
					"annotation": "The line to a Distill server: sends, listens, and shows a heartbeat.",
					"args": [
						9000,
						9018
					],
					"bgmode": 0,
					"border": 0,
					"clickthrough": 0,
					"embed": 0,
					"enablehscroll": 0,
					"enablevscroll": 0,
					"hint": "The line to a Distill server: sends, listens, and shows a heartbeat.",
					"id": "obj-9",
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
						393.0,
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
					"id": "obj-10",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						70.0,
						217.0,
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
					"fontsize": 12.0,
					"id": "obj-11",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						24.0,
						469.0,
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
					"id": "obj-12",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						118.0,
						469.0,
						882.0,
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
					"id": "obj-13",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						24.0,
						492.0,
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
					"id": "obj-14",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						118.0,
						492.0,
						882.0,
						21.0
					],
					"text": "Is understood and does nothing here.",
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
					"id": "obj-15",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						24.0,
						515.0,
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
					"id": "obj-16",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						118.0,
						515.0,
						882.0,
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
					"id": "obj-17",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						24.0,
						546.0,
						976.0,
						21.0
					],
					"text": "See also  distill.osc · distill.model · distill.slot · distill.grid · distill.generate · distill.play · distill.clips",
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
						"obj-8",
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
						"obj-9",
						0
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
						"obj-9",
						0
					],
					"midpoints": [
						33.5,
						194.0,
						19.0,
						194.0,
						19.0,
						386.0,
						33.5,
						386.0
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
						"obj-7",
						0
					],
					"midpoints": [
						33.5,
						448.0,
						14.0,
						448.0,
						14.0,
						208.0,
						33.5,
						208.0
					],
					"source": [
						"obj-9",
						0
					]
				}
			}
		]
	}
}

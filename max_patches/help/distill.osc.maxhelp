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
			684.0,
			714.0
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
		"description": "How to use distill.osc.",
		"digest": "How to use distill.osc.",
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
					"text": "distill.osc",
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
						624.0,
						22.0
					],
					"text": "The line to a Distill server: sends, listens, and shows a heartbeat.",
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
						624.0,
						49.0
					],
					"text": "One distill.osc for each patch. What goes in is sent to the server; what the server says comes out. Once a second it asks the server to send answers to the listening port and whether it is there: the light is its answer. Two patches that are open at once need two listening ports.",
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
						82.0,
						22.0
					],
					"text": "/distill/ping 7"
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
						122.0,
						180.0,
						502.0,
						21.0
					],
					"text": "answers /distill/pong 7",
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
						81.0,
						22.0
					],
					"text": "/distill/status"
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
						121.0,
						210.0,
						503.0,
						21.0
					],
					"text": "answers a page for each figure",
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
						64.0,
						22.0
					],
					"text": "/distill/list"
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
						104.0,
						240.0,
						520.0,
						21.0
					],
					"text": "answers a page for each word there is",
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
					"annotation": "The line to a Distill server: sends, listens, and shows a heartbeat.",
					"args": [
						9000,
						9011
					],
					"bgmode": 0,
					"border": 0,
					"clickthrough": 0,
					"embed": 0,
					"enablehscroll": 0,
					"enablevscroll": 0,
					"hint": "The line to a Distill server: sends, listens, and shows a heartbeat.",
					"id": "obj-11",
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
						297.0,
						604.0,
						48.0
					],
					"varname": "distill.osc",
					"viewvisibility": 1
				}
			},
			{
				"box": {
					"id": "obj-12",
					"maxclass": "newobj",
					"numinlets": 3,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						""
					],
					"patching_rect": [
						24.0,
						369.0,
						165.0,
						22.0
					],
					"text": "route /distill/pong connected"
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
						24.0,
						407.0,
						23.0,
						22.0
					],
					"text": "7"
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
						100.0,
						407.0,
						23.0,
						22.0
					],
					"text": "1"
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
						176.0,
						407.0,
						76.0,
						22.0
					],
					"text": "/distill/done"
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
						24.0,
						435.0,
						420.0,
						21.0
					],
					"text": "the last pong; connected; and the last of everything else",
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
						481.0,
						90.0,
						21.0
					],
					"text": "argument 1",
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
						481.0,
						530.0,
						21.0
					],
					"text": "server-port (int): Where the server listens; 9000 unless it was started otherwise.",
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
						504.0,
						90.0,
						21.0
					],
					"text": "argument 2",
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
						504.0,
						530.0,
						21.0
					],
					"text": "listening-port (int): Where this patch listens; another number for each patch.",
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
						527.0,
						90.0,
						21.0
					],
					"text": "argument 3",
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
						527.0,
						530.0,
						21.0
					],
					"text": "host (symbol): The server's machine; 127.0.0.1 is this one.",
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
						550.0,
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
					"id": "obj-24",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						118.0,
						550.0,
						530.0,
						21.0
					],
					"text": "messages for the server; host and port change where they go",
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
						573.0,
						90.0,
						21.0
					],
					"text": "anything",
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
						573.0,
						530.0,
						21.0
					],
					"text": "Is sent to the server: an address and its arguments.",
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
						596.0,
						90.0,
						21.0
					],
					"text": "host",
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
					"id": "obj-28",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						118.0,
						596.0,
						530.0,
						21.0
					],
					"text": "Sends to another machine from now on.",
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
					"id": "obj-29",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						24.0,
						619.0,
						90.0,
						21.0
					],
					"text": "port",
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
					"id": "obj-30",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						118.0,
						619.0,
						530.0,
						21.0
					],
					"text": "Sends to another port from now on.",
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
					"id": "obj-31",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						24.0,
						642.0,
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
					"id": "obj-32",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						118.0,
						642.0,
						530.0,
						21.0
					],
					"text": "all that the server says; and connected 1 or 0",
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
					"id": "obj-33",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						24.0,
						673.0,
						624.0,
						21.0
					],
					"text": "See also  distill.model · distill.slot · distill.grid · distill.generate · distill.play · distill.clips · distill.words",
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
						"obj-11",
						0
					],
					"midpoints": [
						33.5,
						208.0,
						14.0,
						208.0,
						14.0,
						290.0,
						33.5,
						290.0
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
						"obj-11",
						0
					],
					"midpoints": [
						33.5,
						238.0,
						19.0,
						238.0,
						19.0,
						290.0,
						33.5,
						290.0
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
						"obj-11",
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
					"source": [
						"obj-11",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-13",
						1
					],
					"midpoints": [
						33.5,
						400.0,
						37.5,
						400.0
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
						1
					],
					"midpoints": [
						106.5,
						400.0,
						113.5,
						400.0
					],
					"source": [
						"obj-12",
						1
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
						179.5,
						400.0,
						242.5,
						400.0
					],
					"source": [
						"obj-12",
						2
					]
				}
			}
		]
	}
}

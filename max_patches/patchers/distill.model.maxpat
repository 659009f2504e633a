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
			400.0,
			48.0
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
		"description": "The models of the server's library in a menu, and the state of the server.",
		"digest": "The models of the server's library in a menu, and the state of the server.",
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
						400.0,
						48.0
					],
					"presentation": 1,
					"presentation_rect": [
						0.0,
						0.0,
						400.0,
						48.0
					],
					"proportion": 0.5,
					"rounded": 8
				}
			},
			{
				"box": {
					"fontface": 0,
					"fontsize": 12.0,
					"id": "obj-2",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						8.0,
						14.0,
						50.0,
						20.0
					],
					"presentation": 1,
					"presentation_rect": [
						8.0,
						14.0,
						50.0,
						20.0
					],
					"text": "Model",
					"textcolor": [
						0.5961,
						0.6314,
						0.6706,
						1.0
					],
					"textjustification": 0
				}
			},
			{
				"box": {
					"annotation": "Load a model; what sounds goes on until the next take",
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
					"hint": "Load a model; what sounds goes on until the next take",
					"id": "obj-3",
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
						260.0,
						404.0,
						130.0,
						24.0
					],
					"presentation": 1,
					"presentation_rect": [
						58.0,
						12.0,
						130.0,
						24.0
					],
					"textcolor": [
						0.9098,
						0.8941,
						0.8549,
						1.0
					],
					"varname": "models"
				}
			},
			{
				"box": {
					"fontface": 0,
					"fontsize": 10.5,
					"id": "obj-4",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						800.0,
						404.0,
						196.0,
						18.0
					],
					"presentation": 1,
					"presentation_rect": [
						194.0,
						6.0,
						196.0,
						18.0
					],
					"text": "not connected",
					"textcolor": [
						0.9098,
						0.8941,
						0.8549,
						1.0
					],
					"textjustification": 0,
					"varname": "state"
				}
			},
			{
				"box": {
					"fontface": 0,
					"fontsize": 10.5,
					"id": "obj-5",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						550.0,
						404.0,
						196.0,
						18.0
					],
					"presentation": 1,
					"presentation_rect": [
						194.0,
						24.0,
						196.0,
						18.0
					],
					"text": "no model yet",
					"textcolor": [
						0.5961,
						0.6314,
						0.6706,
						1.0
					],
					"textjustification": 0,
					"varname": "facts"
				}
			},
			{
				"box": {
					"comment": "from distill.osc; also slot NAME, connected 1 or 0",
					"id": "obj-6",
					"index": 1,
					"maxclass": "inlet",
					"numinlets": 0,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						20.0,
						70.0,
						30.0,
						30.0
					]
				}
			},
			{
				"box": {
					"id": "obj-7",
					"maxclass": "newobj",
					"numinlets": 6,
					"numoutlets": 6,
					"outlettype": [
						"",
						"",
						"",
						"",
						"",
						""
					],
					"patching_rect": [
						20.0,
						116.0,
						438.0,
						22.0
					],
					"text": "route connected /distill/models/page /distill/model /distill/state /distill/status/page"
				}
			},
			{
				"box": {
					"fontsize": 12.0,
					"id": "obj-8",
					"linecount": 2,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						20.0,
						158.0,
						200.0,
						35.0
					],
					"text": "1  connected: empty the menu, ask for models and state",
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
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 2,
					"outlettype": [
						"bang",
						""
					],
					"patching_rect": [
						20.0,
						212.0,
						41.0,
						22.0
					],
					"text": "sel 1"
				}
			},
			{
				"box": {
					"id": "obj-10",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 3,
					"outlettype": [
						"bang",
						"bang",
						"bang"
					],
					"patching_rect": [
						20.0,
						248.0,
						49.0,
						22.0
					],
					"text": "t b b b"
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
						90.0,
						284.0,
						42.0,
						22.0
					],
					"text": "clear"
				}
			},
			{
				"box": {
					"id": "obj-12",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						50.0,
						320.0,
						137.0,
						22.0
					],
					"text": "/distill/models id model"
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
						20.0,
						356.0,
						130.0,
						22.0
					],
					"text": "/distill/status id model"
				}
			},
			{
				"box": {
					"fontsize": 12.0,
					"id": "obj-14",
					"linecount": 2,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						260.0,
						158.0,
						190.0,
						35.0
					],
					"text": "2  each model: its name, and 1 if it is the loaded one",
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
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						260.0,
						212.0,
						62.0,
						22.0
					],
					"text": "zl slice 3"
				}
			},
			{
				"box": {
					"id": "obj-16",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						"int"
					],
					"patching_rect": [
						260.0,
						248.0,
						74.0,
						22.0
					],
					"text": "unpack s 0"
				}
			},
			{
				"box": {
					"id": "obj-17",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						260.0,
						284.0,
						38.0,
						22.0
					],
					"text": "t s s"
				}
			},
			{
				"box": {
					"id": "obj-18",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						260.0,
						320.0,
						39.0,
						22.0
					],
					"text": "gate"
				}
			},
			{
				"box": {
					"id": "obj-19",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						260.0,
						356.0,
						117.0,
						22.0
					],
					"text": "prepend setsymbol"
				}
			},
			{
				"box": {
					"id": "obj-20",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						320.0,
						320.0,
						103.0,
						22.0
					],
					"text": "prepend append"
				}
			},
			{
				"box": {
					"id": "obj-21",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						260.0,
						452.0,
						64.0,
						22.0
					],
					"text": "tosymbol"
				}
			},
			{
				"box": {
					"id": "obj-22",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						260.0,
						488.0,
						119.0,
						22.0
					],
					"text": "prepend /distill/load"
				}
			},
			{
				"box": {
					"id": "obj-23",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						260.0,
						524.0,
						105.0,
						22.0
					],
					"text": "append id model"
				}
			},
			{
				"box": {
					"fontsize": 12.0,
					"id": "obj-24",
					"linecount": 2,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						500.0,
						158.0,
						190.0,
						35.0
					],
					"text": "3  a model was loaded: say what it is, ask again",
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
					"id": "obj-25",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"bang",
						""
					],
					"patching_rect": [
						500.0,
						212.0,
						35.0,
						22.0
					],
					"text": "t b l"
				}
			},
			{
				"box": {
					"id": "obj-26",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						550.0,
						248.0,
						62.0,
						22.0
					],
					"text": "zl slice 3"
				}
			},
			{
				"box": {
					"id": "obj-27",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"int",
						"int"
					],
					"patching_rect": [
						550.0,
						284.0,
						75.0,
						22.0
					],
					"text": "unpack 0 0"
				}
			},
			{
				"box": {
					"id": "obj-28",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						550.0,
						320.0,
						197.0,
						22.0
					],
					"text": "sprintf set %ld levels of %ld codes"
				}
			},
			{
				"box": {
					"fontsize": 12.0,
					"id": "obj-29",
					"linecount": 2,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						800.0,
						158.0,
						190.0,
						35.0
					],
					"text": "4  the server's state, as news and when asked",
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
					"id": "obj-30",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						800.0,
						212.0,
						62.0,
						22.0
					],
					"text": "zl slice 1"
				}
			},
			{
				"box": {
					"id": "obj-31",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						900.0,
						212.0,
						62.0,
						22.0
					],
					"text": "zl slice 3"
				}
			},
			{
				"box": {
					"id": "obj-32",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						900.0,
						248.0,
						73.0,
						22.0
					],
					"text": "route state"
				}
			},
			{
				"box": {
					"id": "obj-33",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						800.0,
						320.0,
						79.0,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"comment": "to the server: into distill.osc",
					"id": "obj-34",
					"index": 1,
					"maxclass": "outlet",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						20.0,
						600.0,
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
						"obj-7",
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
						"obj-9",
						0
					],
					"midpoints": [
						29.5,
						145.0,
						15.0,
						145.0,
						15.0,
						205.0,
						29.5,
						205.0
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
						"obj-11",
						0
					],
					"midpoints": [
						59.5,
						277.0,
						99.5,
						277.0
					],
					"source": [
						"obj-10",
						2
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
						44.5,
						313.0,
						59.5,
						313.0
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
						"obj-13",
						0
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
						"obj-15",
						0
					],
					"midpoints": [
						113.3,
						145.0,
						250.0,
						145.0,
						250.0,
						205.0,
						269.5,
						205.0
					],
					"source": [
						"obj-7",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-16",
						0
					],
					"midpoints": [
						312.5,
						241.0,
						269.5,
						241.0
					],
					"source": [
						"obj-15",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-17",
						0
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
						"obj-18",
						0
					],
					"midpoints": [
						324.5,
						277.0,
						255.0,
						277.0,
						255.0,
						313.0,
						269.5,
						313.0
					],
					"source": [
						"obj-16",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-18",
						1
					],
					"midpoints": [
						269.5,
						313.0,
						289.5,
						313.0
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
						288.5,
						313.0,
						329.5,
						313.0
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
						"obj-3",
						0
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
						"obj-3",
						0
					],
					"midpoints": [
						329.5,
						349.0,
						255.0,
						349.0,
						255.0,
						397.0,
						269.5,
						397.0
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
						"obj-3",
						0
					],
					"midpoints": [
						99.5,
						317.0,
						197.0,
						317.0,
						197.0,
						393.0,
						269.5,
						393.0
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
						"obj-21",
						0
					],
					"midpoints": [
						325.0,
						445.0,
						269.5,
						445.0
					],
					"source": [
						"obj-3",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-22",
						0
					],
					"source": [
						"obj-21",
						0
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
						"obj-25",
						0
					],
					"midpoints": [
						197.1,
						149.0,
						230.0,
						149.0,
						230.0,
						201.0,
						509.5,
						201.0
					],
					"source": [
						"obj-7",
						2
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-10",
						0
					],
					"midpoints": [
						509.5,
						245.0,
						490.0,
						245.0,
						490.0,
						237.0,
						29.5,
						237.0
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
						"obj-26",
						0
					],
					"midpoints": [
						525.5,
						241.0,
						559.5,
						241.0
					],
					"source": [
						"obj-25",
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
					"midpoints": [
						602.5,
						277.0,
						559.5,
						277.0
					],
					"source": [
						"obj-26",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-28",
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
						1
					],
					"midpoints": [
						615.5,
						313.0,
						737.5,
						313.0
					],
					"source": [
						"obj-27",
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
						"obj-28",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-30",
						0
					],
					"midpoints": [
						280.9,
						145.0,
						790.0,
						145.0,
						790.0,
						205.0,
						809.5,
						205.0
					],
					"source": [
						"obj-7",
						3
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
						364.7,
						149.0,
						785.0,
						149.0,
						785.0,
						201.0,
						909.5,
						201.0
					],
					"source": [
						"obj-7",
						4
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-32",
						0
					],
					"midpoints": [
						952.5,
						241.0,
						909.5,
						241.0
					],
					"source": [
						"obj-31",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-33",
						0
					],
					"source": [
						"obj-30",
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
						909.5,
						313.0,
						809.5,
						313.0
					],
					"source": [
						"obj-32",
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
						"obj-13",
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
					"midpoints": [
						59.5,
						349.0,
						15.0,
						349.0,
						15.0,
						593.0,
						29.5,
						593.0
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
						"obj-34",
						0
					],
					"midpoints": [
						269.5,
						593.0,
						29.5,
						593.0
					],
					"source": [
						"obj-23",
						0
					]
				}
			}
		]
	}
}

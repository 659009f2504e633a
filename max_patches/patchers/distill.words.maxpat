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
			956.0,
			92.0
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
		"description": "Say any word of the server's vocabulary, and read its answers, errors and progress.",
		"digest": "Say any word of the server's vocabulary, and read its answers, errors and progress.",
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
						956.0,
						92.0
					],
					"presentation": 1,
					"presentation_rect": [
						0.0,
						0.0,
						956.0,
						92.0
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
						9.0,
						75.97688,
						22.0
					],
					"presentation": 1,
					"presentation_rect": [
						6.0,
						9.0,
						75.97688,
						22.0
					],
					"text": "Any word",
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
					"annotation": "Every word of the server",
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
					"hint": "Every word of the server",
					"id": "obj-3",
					"items": [
						"avoid",
						",",
						"blend",
						",",
						"cancel",
						",",
						"capture",
						",",
						"carriers",
						",",
						"clear",
						",",
						"clip",
						",",
						"codes",
						",",
						"colours",
						",",
						"continue",
						",",
						"copy",
						",",
						"discard",
						",",
						"encode",
						",",
						"files",
						",",
						"fill",
						",",
						"find",
						",",
						"generate",
						",",
						"interpolate",
						",",
						"join",
						",",
						"list",
						",",
						"listen",
						",",
						"load",
						",",
						"lock",
						",",
						"locks",
						",",
						"map",
						",",
						"midi/cancel",
						",",
						"midi/confirm",
						",",
						"midi/forget",
						",",
						"midi/keep",
						",",
						"midi/learn",
						",",
						"midi/list",
						",",
						"midi/map",
						",",
						"midi/maps",
						",",
						"midi/reload",
						",",
						"models",
						",",
						"only",
						",",
						"panic",
						",",
						"ping",
						",",
						"play",
						",",
						"preset/discard",
						",",
						"preset/list",
						",",
						"preset/recall",
						",",
						"preset/save",
						",",
						"quote",
						",",
						"randomize",
						",",
						"recall",
						",",
						"redo",
						",",
						"set",
						",",
						"shift",
						",",
						"slots",
						",",
						"snapshot",
						",",
						"snapshots",
						",",
						"sources",
						",",
						"spectrum",
						",",
						"status",
						",",
						"stop",
						",",
						"stream",
						",",
						"subscribe",
						",",
						"surprise",
						",",
						"swap",
						",",
						"sync",
						",",
						"telemetry",
						",",
						"towards",
						",",
						"undo",
						",",
						"unlock",
						",",
						"unsubscribe",
						",",
						"vary"
					],
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
						800.0,
						150.0,
						116.0,
						24.0
					],
					"presentation": 1,
					"presentation_rect": [
						90.0,
						8.0,
						116.0,
						24.0
					],
					"textcolor": [
						0.9098,
						0.8941,
						0.8549,
						1.0
					],
					"varname": "word"
				}
			},
			{
				"box": {
					"annotation": "Arguments of the word; Return sends them",
					"bgcolor": [
						0.0941,
						0.1059,
						0.1216,
						1.0
					],
					"border": 1.0,
					"bordercolor": [
						0.2471,
						0.2824,
						0.3255,
						1.0
					],
					"fontsize": 12.0,
					"hint": "Arguments of the word; Return sends them",
					"id": "obj-4",
					"keymode": 1,
					"lines": 1,
					"maxclass": "textedit",
					"numinlets": 1,
					"numoutlets": 4,
					"outlettype": [
						"",
						"int",
						"",
						""
					],
					"parameter_enable": 0,
					"patching_rect": [
						1430.0,
						150.0,
						216.0,
						24.0
					],
					"presentation": 1,
					"presentation_rect": [
						214.0,
						8.0,
						216.0,
						24.0
					],
					"rounded": 6.0,
					"textcolor": [
						0.9098,
						0.8941,
						0.8549,
						1.0
					],
					"varname": "arguments"
				}
			},
			{
				"box": {
					"annotation": "Send the word without arguments",
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
					"hint": "Send the word without arguments",
					"id": "obj-5",
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
						1200.0,
						150.0,
						58.0,
						24.0
					],
					"presentation": 1,
					"presentation_rect": [
						438.0,
						8.0,
						58.0,
						24.0
					],
					"rounded": 8.0,
					"text": "send",
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
					"varname": "send"
				}
			},
			{
				"box": {
					"fontface": 0,
					"fontsize": 10.5,
					"id": "obj-6",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						900.0,
						366.0,
						490.0,
						18.0
					],
					"presentation": 1,
					"presentation_rect": [
						6.0,
						40.0,
						490.0,
						18.0
					],
					"text": "takes what is listed here; a word in brackets may be left out",
					"textcolor": [
						0.9098,
						0.8941,
						0.8549,
						1.0
					],
					"textjustification": 0,
					"varname": "usage"
				}
			},
			{
				"box": {
					"fontface": 0,
					"fontsize": 10.5,
					"id": "obj-7",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						900.0,
						402.0,
						490.0,
						18.0
					],
					"presentation": 1,
					"presentation_rect": [
						6.0,
						60.0,
						490.0,
						18.0
					],
					"text": "and says in one sentence what it does",
					"textcolor": [
						0.5961,
						0.6314,
						0.6706,
						1.0
					],
					"textjustification": 0,
					"varname": "about"
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
						516.0,
						11.0,
						56.0,
						18.0
					],
					"presentation": 1,
					"presentation_rect": [
						516.0,
						11.0,
						56.0,
						18.0
					],
					"text": "answer",
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
					"fontface": 0,
					"fontsize": 10.5,
					"id": "obj-9",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						20.0,
						372.0,
						374.0,
						18.0
					],
					"presentation": 1,
					"presentation_rect": [
						572.0,
						11.0,
						374.0,
						18.0
					],
					"text": "nothing said yet",
					"textcolor": [
						0.9098,
						0.8941,
						0.8549,
						1.0
					],
					"textjustification": 0,
					"varname": "answer"
				}
			},
			{
				"box": {
					"fontface": 0,
					"fontsize": 10.5,
					"id": "obj-10",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						516.0,
						34.0,
						56.0,
						18.0
					],
					"presentation": 1,
					"presentation_rect": [
						516.0,
						34.0,
						56.0,
						18.0
					],
					"text": "refused",
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
					"fontface": 0,
					"fontsize": 10.5,
					"id": "obj-11",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						330.0,
						336.0,
						374.0,
						34.0
					],
					"presentation": 1,
					"presentation_rect": [
						572.0,
						34.0,
						374.0,
						34.0
					],
					"text": "–",
					"textcolor": [
						0.898,
						0.451,
						0.3725,
						1.0
					],
					"textjustification": 0,
					"varname": "error"
				}
			},
			{
				"box": {
					"fontface": 0,
					"fontsize": 10.5,
					"id": "obj-12",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						516.0,
						70.0,
						56.0,
						18.0
					],
					"presentation": 1,
					"presentation_rect": [
						516.0,
						70.0,
						56.0,
						18.0
					],
					"text": "doing",
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
					"fontface": 0,
					"fontsize": 10.5,
					"id": "obj-13",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						800.0,
						552.0,
						154.0,
						18.0
					],
					"presentation": 1,
					"presentation_rect": [
						572.0,
						70.0,
						154.0,
						18.0
					],
					"text": "nothing",
					"textcolor": [
						0.5961,
						0.6314,
						0.6706,
						1.0
					],
					"textjustification": 0,
					"varname": "stage"
				}
			},
			{
				"box": {
					"annotation": "How far the running job is",
					"bgcolor": [
						0.0941,
						0.1059,
						0.1216,
						1.0
					],
					"border_bottom": 0,
					"border_left": 0,
					"border_right": 0,
					"border_top": 0,
					"candycane": 1,
					"hint": "How far the running job is",
					"id": "obj-14",
					"ignoreclick": 1,
					"maxclass": "multislider",
					"numinlets": 1,
					"numoutlets": 2,
					"orientation": 0,
					"outlettype": [
						"",
						""
					],
					"parameter_enable": 0,
					"patching_rect": [
						560.0,
						552.0,
						210.0,
						8.0
					],
					"presentation": 1,
					"presentation_rect": [
						736.0,
						76.0,
						210.0,
						8.0
					],
					"setminmax": [
						0.0,
						1.0
					],
					"setstyle": 1,
					"size": 1,
					"slidercolor": [
						0.3882,
						0.7176,
						0.6706,
						1.0
					],
					"varname": "progress"
				}
			},
			{
				"box": {
					"comment": "from distill.osc; also slot NAME, connected 1 or 0",
					"id": "obj-15",
					"index": 1,
					"maxclass": "inlet",
					"numinlets": 0,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						20.0,
						120.0,
						30.0,
						30.0
					]
				}
			},
			{
				"box": {
					"id": "obj-16",
					"maxclass": "newobj",
					"numinlets": 4,
					"numoutlets": 4,
					"outlettype": [
						"",
						"",
						"",
						""
					],
					"patching_rect": [
						20.0,
						166.0,
						252.0,
						22.0
					],
					"text": "route /distill/done /distill/error /distill/progress"
				}
			},
			{
				"box": {
					"fontsize": 12.0,
					"id": "obj-17",
					"linecount": 2,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						20.0,
						210.0,
						260.0,
						35.0
					],
					"text": "1  answers, but for those that the other panels ask",
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
					"id": "obj-18",
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
						264.0,
						190.0,
						22.0
					],
					"text": "route edit words play clips model"
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
						20.0,
						336.0,
						79.0,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-20",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"bang",
						"bang"
					],
					"patching_rect": [
						120.0,
						300.0,
						39.0,
						22.0
					],
					"text": "t b b"
				}
			},
			{
				"box": {
					"id": "obj-21",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						120.0,
						408.0,
						26.0,
						22.0
					],
					"text": "0."
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
						170.0,
						444.0,
						75.0,
						22.0
					],
					"text": "set nothing"
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
						330.0,
						210.0,
						200.0,
						21.0
					],
					"text": "2  what was refused, and why",
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
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						330.0,
						264.0,
						62.0,
						22.0
					],
					"text": "zl slice 2"
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
						330.0,
						300.0,
						79.0,
						22.0
					],
					"text": "prepend set"
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
						420.0,
						264.0,
						42.0,
						22.0
					],
					"text": "set –"
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
						560.0,
						408.0,
						200.0,
						21.0
					],
					"text": "3  how far a job is",
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
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						560.0,
						444.0,
						62.0,
						22.0
					],
					"text": "zl slice 1"
				}
			},
			{
				"box": {
					"id": "obj-29",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"float",
						""
					],
					"patching_rect": [
						560.0,
						480.0,
						77.0,
						22.0
					],
					"text": "unpack 0. s"
				}
			},
			{
				"box": {
					"id": "obj-30",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						800.0,
						516.0,
						79.0,
						22.0
					],
					"text": "prepend set"
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
						800.0,
						120.0,
						330.0,
						21.0
					],
					"text": "4  any word: the menu shows what it takes, and prepares it",
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
					"id": "obj-32",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						"bang"
					],
					"patching_rect": [
						1060.0,
						150.0,
						65.0,
						22.0
					],
					"text": "loadbang"
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
						1060.0,
						186.0,
						89.0,
						22.0
					],
					"text": "symbol status"
				}
			},
			{
				"box": {
					"id": "obj-34",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						800.0,
						186.0,
						64.0,
						22.0
					],
					"text": "tosymbol"
				}
			},
			{
				"box": {
					"id": "obj-35",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						""
					],
					"patching_rect": [
						800.0,
						222.0,
						47.0,
						22.0
					],
					"text": "t s s s"
				}
			},
			{
				"box": {
					"id": "obj-36",
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
						900.0,
						258.0,
						115.0,
						22.0
					],
					"text": "coll distill.words.txt"
				}
			},
			{
				"box": {
					"id": "obj-37",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						900.0,
						294.0,
						73.0,
						22.0
					],
					"text": "unpack s s"
				}
			},
			{
				"box": {
					"id": "obj-38",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						900.0,
						330.0,
						79.0,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-39",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1010.0,
						330.0,
						79.0,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-40",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1200.0,
						258.0,
						169.0,
						22.0
					],
					"text": "sprintf set /distill/%s id words"
				}
			},
			{
				"box": {
					"id": "obj-41",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1430.0,
						258.0,
						121.0,
						22.0
					],
					"text": "sprintf set /distill/%s"
				}
			},
			{
				"box": {
					"fontsize": 12.0,
					"id": "obj-42",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1430.0,
						120.0,
						200.0,
						21.0
					],
					"text": "5  with arguments, or bare",
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
					"id": "obj-43",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						1430.0,
						186.0,
						66.0,
						22.0
					],
					"text": "route text"
				}
			},
			{
				"box": {
					"id": "obj-44",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						1430.0,
						222.0,
						73.0,
						22.0
					],
					"text": "route bang"
				}
			},
			{
				"box": {
					"id": "obj-45",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1200.0,
						300.0,
						129.0,
						22.0
					],
					"text": "/distill/status id words"
				}
			},
			{
				"box": {
					"id": "obj-46",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1430.0,
						300.0,
						129.0,
						22.0
					],
					"text": "prepend /distill/status"
				}
			},
			{
				"box": {
					"id": "obj-47",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1430.0,
						336.0,
						104.0,
						22.0
					],
					"text": "append id words"
				}
			},
			{
				"box": {
					"comment": "to the server: into distill.osc",
					"id": "obj-48",
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
						"obj-16",
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
						"obj-18",
						0
					],
					"midpoints": [
						29.5,
						195.0,
						15.0,
						195.0,
						15.0,
						257.0,
						29.5,
						257.0
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
						"obj-19",
						0
					],
					"midpoints": [
						63.7,
						329.0,
						29.5,
						329.0
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
						"obj-19",
						0
					],
					"midpoints": [
						97.9,
						323.0,
						29.5,
						323.0
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
						"obj-19",
						0
					],
					"midpoints": [
						132.1,
						299.0,
						29.5,
						299.0
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
						"obj-9",
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
						"obj-20",
						0
					],
					"midpoints": [
						29.5,
						293.0,
						129.5,
						293.0
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
						63.7,
						297.0,
						65.0,
						297.0,
						65.0,
						289.0,
						129.5,
						289.0
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
						0
					],
					"midpoints": [
						97.9,
						293.0,
						129.5,
						293.0
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
						"obj-20",
						0
					],
					"midpoints": [
						132.1,
						293.0,
						129.5,
						293.0
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
						"obj-21",
						0
					],
					"midpoints": [
						129.5,
						333.0,
						15.0,
						333.0,
						15.0,
						397.0,
						129.5,
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
						"obj-22",
						0
					],
					"midpoints": [
						149.5,
						437.0,
						179.5,
						437.0
					],
					"source": [
						"obj-20",
						1
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
						107.2,
						195.0,
						320.0,
						195.0,
						320.0,
						257.0,
						339.5,
						257.0
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
						"obj-25",
						0
					],
					"midpoints": [
						382.5,
						293.0,
						339.5,
						293.0
					],
					"source": [
						"obj-24",
						1
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
						"obj-25",
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
						107.2,
						199.0,
						10.0,
						199.0,
						10.0,
						289.0,
						129.5,
						289.0
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
						"obj-26",
						0
					],
					"midpoints": [
						29.5,
						293.0,
						15.0,
						293.0,
						15.0,
						257.0,
						429.5,
						257.0
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
						"obj-26",
						0
					],
					"midpoints": [
						63.7,
						297.0,
						467.0,
						297.0,
						467.0,
						253.0,
						429.5,
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
						"obj-26",
						0
					],
					"midpoints": [
						97.9,
						301.0,
						5.0,
						301.0,
						5.0,
						249.0,
						429.5,
						249.0
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
						0
					],
					"midpoints": [
						132.1,
						297.0,
						220.0,
						297.0,
						220.0,
						253.0,
						429.5,
						253.0
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
						"obj-11",
						0
					],
					"midpoints": [
						429.5,
						329.0,
						339.5,
						329.0
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
						"obj-28",
						0
					],
					"midpoints": [
						184.8,
						199.0,
						282.0,
						199.0,
						282.0,
						433.0,
						569.5,
						433.0
					],
					"source": [
						"obj-16",
						2
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
						612.5,
						473.0,
						569.5,
						473.0
					],
					"source": [
						"obj-28",
						1
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
						"obj-29",
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
					"midpoints": [
						129.5,
						545.0,
						569.5,
						545.0
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
						"obj-30",
						0
					],
					"midpoints": [
						627.5,
						509.0,
						809.5,
						509.0
					],
					"source": [
						"obj-29",
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
						"obj-30",
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
						179.5,
						539.0,
						809.5,
						539.0
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
						"obj-33",
						0
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
						"obj-3",
						0
					],
					"midpoints": [
						1069.5,
						215.0,
						1050.0,
						215.0,
						1050.0,
						143.0,
						809.5,
						143.0
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
					"midpoints": [
						858.0,
						181.0,
						857.0,
						181.0,
						857.0,
						179.0,
						809.5,
						179.0
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
						"obj-35",
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
						837.5,
						251.0,
						909.5,
						251.0
					],
					"source": [
						"obj-35",
						2
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
						"obj-36",
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
						"obj-37",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-6",
						0
					],
					"source": [
						"obj-38",
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
						963.5,
						323.0,
						1019.5,
						323.0
					],
					"source": [
						"obj-37",
						1
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
						1019.5,
						359.0,
						895.0,
						359.0,
						895.0,
						395.0,
						909.5,
						395.0
					],
					"source": [
						"obj-39",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-40",
						0
					],
					"midpoints": [
						823.5,
						255.0,
						857.0,
						255.0,
						857.0,
						247.0,
						1209.5,
						247.0
					],
					"source": [
						"obj-35",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-41",
						0
					],
					"midpoints": [
						809.5,
						255.0,
						1420.0,
						255.0,
						1420.0,
						247.0,
						1439.5,
						247.0
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
						"obj-43",
						0
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
						"obj-44",
						0
					],
					"source": [
						"obj-43",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-45",
						0
					],
					"source": [
						"obj-40",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-45",
						0
					],
					"midpoints": [
						1209.5,
						181.0,
						1195.0,
						181.0,
						1195.0,
						293.0,
						1209.5,
						293.0
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
						"obj-45",
						0
					],
					"midpoints": [
						1439.5,
						255.0,
						1420.0,
						255.0,
						1420.0,
						289.0,
						1209.5,
						289.0
					],
					"source": [
						"obj-44",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-46",
						0
					],
					"source": [
						"obj-41",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-46",
						0
					],
					"midpoints": [
						1493.5,
						251.0,
						1425.0,
						251.0,
						1425.0,
						293.0,
						1439.5,
						293.0
					],
					"source": [
						"obj-44",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-47",
						0
					],
					"source": [
						"obj-46",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-48",
						0
					],
					"midpoints": [
						1209.5,
						329.0,
						10.0,
						329.0,
						10.0,
						593.0,
						29.5,
						593.0
					],
					"source": [
						"obj-45",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-48",
						0
					],
					"midpoints": [
						1439.5,
						593.0,
						29.5,
						593.0
					],
					"source": [
						"obj-47",
						0
					]
				}
			}
		]
	}
}

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
			654.0,
			470.0
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
		"description": "Distill: open the instrument, the tutorials, the help.",
		"digest": "Distill",
		"tags": "distill",
		"showontab": 0,
		"showrootpatcherontab": 1,
		"boxes": [
			{
				"box": {
					"angle": 270.0,
					"background": 1,
					"bgcolor": [
						0.1137,
						0.1294,
						0.149,
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
						654.0,
						470.0
					],
					"presentation": 1,
					"presentation_rect": [
						0.0,
						0.0,
						654.0,
						470.0
					],
					"proportion": 0.5,
					"rounded": 0
				}
			},
			{
				"box": {
					"fontface": 1,
					"fontsize": 22.0,
					"id": "obj-2",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						20.0,
						18.0,
						204.0,
						34.0
					],
					"presentation": 1,
					"presentation_rect": [
						20.0,
						18.0,
						204.0,
						34.0
					],
					"text": "Distill",
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
					"fontface": 0,
					"fontsize": 12.0,
					"id": "obj-3",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						20.0,
						52.0,
						584.0,
						36.0
					],
					"presentation": 1,
					"presentation_rect": [
						20.0,
						52.0,
						584.0,
						36.0
					],
					"text": "Your own sounds as a grid of codes, played over OSC. Start the server first: python3 run.py in the folder of Distill, until it says ready.",
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
					"id": "obj-4",
					"maxclass": "panel",
					"mode": 0,
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						24.0,
						104.0,
						190.0,
						342.0
					],
					"presentation": 1,
					"presentation_rect": [
						24.0,
						104.0,
						190.0,
						342.0
					],
					"proportion": 0.5,
					"rounded": 8
				}
			},
			{
				"box": {
					"fontface": 1,
					"fontsize": 13.0,
					"id": "obj-5",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						32.0,
						112.0,
						45.054950000000005,
						22.0
					],
					"presentation": 1,
					"presentation_rect": [
						32.0,
						112.0,
						45.054950000000005,
						22.0
					],
					"text": "Play",
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
					"annotation": "Open distill.maxpat",
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
					"hint": "Open distill.maxpat",
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
						720.0,
						100.0,
						166.0,
						28.0
					],
					"presentation": 1,
					"presentation_rect": [
						36.0,
						144.0,
						166.0,
						28.0
					],
					"rounded": 8.0,
					"text": "the instrument",
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
					"varname": "distill.maxpat"
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
						920.0,
						102.0,
						111.0,
						22.0
					],
					"text": "load distill.maxpat"
				}
			},
			{
				"box": {
					"annotation": "Open distill.live.maxpat",
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
					"hint": "Open distill.live.maxpat",
					"id": "obj-8",
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
						720.0,
						170.0,
						166.0,
						28.0
					],
					"presentation": 1,
					"presentation_rect": [
						36.0,
						180.0,
						166.0,
						28.0
					],
					"rounded": 8.0,
					"text": "as a device for Live",
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
					"varname": "distill.live.maxpat"
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
						920.0,
						172.0,
						133.0,
						22.0
					],
					"text": "load distill.live.maxpat"
				}
			},
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
					"id": "obj-10",
					"maxclass": "panel",
					"mode": 0,
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						232.0,
						104.0,
						190.0,
						342.0
					],
					"presentation": 1,
					"presentation_rect": [
						232.0,
						104.0,
						190.0,
						342.0
					],
					"proportion": 0.5,
					"rounded": 8
				}
			},
			{
				"box": {
					"fontface": 1,
					"fontsize": 13.0,
					"id": "obj-11",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						240.0,
						112.0,
						53.56787,
						22.0
					],
					"presentation": 1,
					"presentation_rect": [
						240.0,
						112.0,
						53.56787,
						22.0
					],
					"text": "Learn",
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
					"annotation": "Open distill.tutorial.1.ping.maxpat",
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
					"hint": "Open distill.tutorial.1.ping.maxpat",
					"id": "obj-12",
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
						720.0,
						240.0,
						166.0,
						28.0
					],
					"presentation": 1,
					"presentation_rect": [
						244.0,
						144.0,
						166.0,
						28.0
					],
					"rounded": 8.0,
					"text": "1  Is anybody there?",
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
					"varname": "distill.tutorial.1.ping.maxpat"
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
						920.0,
						242.0,
						187.0,
						22.0
					],
					"text": "load distill.tutorial.1.ping.maxpat"
				}
			},
			{
				"box": {
					"annotation": "Open distill.tutorial.2.sound.maxpat",
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
					"hint": "Open distill.tutorial.2.sound.maxpat",
					"id": "obj-14",
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
						720.0,
						310.0,
						166.0,
						28.0
					],
					"presentation": 1,
					"presentation_rect": [
						244.0,
						180.0,
						166.0,
						28.0
					],
					"rounded": 8.0,
					"text": "2  First sound",
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
					"varname": "distill.tutorial.2.sound.maxpat"
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
						920.0,
						312.0,
						197.0,
						22.0
					],
					"text": "load distill.tutorial.2.sound.maxpat"
				}
			},
			{
				"box": {
					"annotation": "Open distill.tutorial.3.yours.maxpat",
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
					"hint": "Open distill.tutorial.3.yours.maxpat",
					"id": "obj-16",
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
						720.0,
						380.0,
						166.0,
						28.0
					],
					"presentation": 1,
					"presentation_rect": [
						244.0,
						216.0,
						166.0,
						28.0
					],
					"rounded": 8.0,
					"text": "3  Your own sound",
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
					"varname": "distill.tutorial.3.yours.maxpat"
				}
			},
			{
				"box": {
					"id": "obj-17",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						920.0,
						382.0,
						193.0,
						22.0
					],
					"text": "load distill.tutorial.3.yours.maxpat"
				}
			},
			{
				"box": {
					"annotation": "Open distill.tutorial.4.codes.maxpat",
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
					"hint": "Open distill.tutorial.4.codes.maxpat",
					"id": "obj-18",
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
						720.0,
						450.0,
						166.0,
						28.0
					],
					"presentation": 1,
					"presentation_rect": [
						244.0,
						252.0,
						166.0,
						28.0
					],
					"rounded": 8.0,
					"text": "4  Codes by hand",
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
					"varname": "distill.tutorial.4.codes.maxpat"
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
						920.0,
						452.0,
						196.0,
						22.0
					],
					"text": "load distill.tutorial.4.codes.maxpat"
				}
			},
			{
				"box": {
					"annotation": "Open distill.tutorial.5.perform.maxpat",
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
					"hint": "Open distill.tutorial.5.perform.maxpat",
					"id": "obj-20",
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
						720.0,
						520.0,
						166.0,
						28.0
					],
					"presentation": 1,
					"presentation_rect": [
						244.0,
						288.0,
						166.0,
						28.0
					],
					"rounded": 8.0,
					"text": "5  A performance",
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
					"varname": "distill.tutorial.5.perform.maxpat"
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
						920.0,
						522.0,
						205.0,
						22.0
					],
					"text": "load distill.tutorial.5.perform.maxpat"
				}
			},
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
					"id": "obj-22",
					"maxclass": "panel",
					"mode": 0,
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						440.0,
						104.0,
						190.0,
						342.0
					],
					"presentation": 1,
					"presentation_rect": [
						440.0,
						104.0,
						190.0,
						342.0
					],
					"proportion": 0.5,
					"rounded": 8
				}
			},
			{
				"box": {
					"fontface": 1,
					"fontsize": 13.0,
					"id": "obj-23",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						448.0,
						112.0,
						67.49178,
						22.0
					],
					"presentation": 1,
					"presentation_rect": [
						448.0,
						112.0,
						67.49178,
						22.0
					],
					"text": "Look up",
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
					"annotation": "Open distill.osc.maxhelp",
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
					"hint": "Open distill.osc.maxhelp",
					"id": "obj-24",
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
						720.0,
						590.0,
						166.0,
						28.0
					],
					"presentation": 1,
					"presentation_rect": [
						452.0,
						144.0,
						166.0,
						28.0
					],
					"rounded": 8.0,
					"text": "distill.osc",
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
					"varname": "distill.osc.maxhelp"
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
						920.0,
						592.0,
						139.0,
						22.0
					],
					"text": "load distill.osc.maxhelp"
				}
			},
			{
				"box": {
					"annotation": "Open distill.model.maxhelp",
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
					"hint": "Open distill.model.maxhelp",
					"id": "obj-26",
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
						720.0,
						660.0,
						166.0,
						28.0
					],
					"presentation": 1,
					"presentation_rect": [
						452.0,
						180.0,
						166.0,
						28.0
					],
					"rounded": 8.0,
					"text": "distill.model",
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
					"varname": "distill.model.maxhelp"
				}
			},
			{
				"box": {
					"id": "obj-27",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						920.0,
						662.0,
						153.0,
						22.0
					],
					"text": "load distill.model.maxhelp"
				}
			},
			{
				"box": {
					"annotation": "Open distill.slot.maxhelp",
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
					"hint": "Open distill.slot.maxhelp",
					"id": "obj-28",
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
						720.0,
						730.0,
						166.0,
						28.0
					],
					"presentation": 1,
					"presentation_rect": [
						452.0,
						216.0,
						166.0,
						28.0
					],
					"rounded": 8.0,
					"text": "distill.slot",
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
					"varname": "distill.slot.maxhelp"
				}
			},
			{
				"box": {
					"id": "obj-29",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						920.0,
						732.0,
						139.0,
						22.0
					],
					"text": "load distill.slot.maxhelp"
				}
			},
			{
				"box": {
					"annotation": "Open distill.grid.maxhelp",
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
					"hint": "Open distill.grid.maxhelp",
					"id": "obj-30",
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
						720.0,
						800.0,
						166.0,
						28.0
					],
					"presentation": 1,
					"presentation_rect": [
						452.0,
						252.0,
						166.0,
						28.0
					],
					"rounded": 8.0,
					"text": "distill.grid",
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
					"varname": "distill.grid.maxhelp"
				}
			},
			{
				"box": {
					"id": "obj-31",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						920.0,
						802.0,
						141.0,
						22.0
					],
					"text": "load distill.grid.maxhelp"
				}
			},
			{
				"box": {
					"annotation": "Open distill.generate.maxhelp",
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
					"hint": "Open distill.generate.maxhelp",
					"id": "obj-32",
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
						720.0,
						870.0,
						166.0,
						28.0
					],
					"presentation": 1,
					"presentation_rect": [
						452.0,
						288.0,
						166.0,
						28.0
					],
					"rounded": 8.0,
					"text": "distill.generate",
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
					"varname": "distill.generate.maxhelp"
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
						920.0,
						872.0,
						168.0,
						22.0
					],
					"text": "load distill.generate.maxhelp"
				}
			},
			{
				"box": {
					"annotation": "Open distill.play.maxhelp",
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
					"hint": "Open distill.play.maxhelp",
					"id": "obj-34",
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
						720.0,
						940.0,
						166.0,
						28.0
					],
					"presentation": 1,
					"presentation_rect": [
						452.0,
						324.0,
						166.0,
						28.0
					],
					"rounded": 8.0,
					"text": "distill.play",
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
					"varname": "distill.play.maxhelp"
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
						920.0,
						942.0,
						143.0,
						22.0
					],
					"text": "load distill.play.maxhelp"
				}
			},
			{
				"box": {
					"annotation": "Open distill.clips.maxhelp",
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
					"hint": "Open distill.clips.maxhelp",
					"id": "obj-36",
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
						720.0,
						1010.0,
						166.0,
						28.0
					],
					"presentation": 1,
					"presentation_rect": [
						452.0,
						360.0,
						166.0,
						28.0
					],
					"rounded": 8.0,
					"text": "distill.clips",
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
					"varname": "distill.clips.maxhelp"
				}
			},
			{
				"box": {
					"id": "obj-37",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						920.0,
						1012.0,
						145.0,
						22.0
					],
					"text": "load distill.clips.maxhelp"
				}
			},
			{
				"box": {
					"annotation": "Open distill.words.maxhelp",
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
					"hint": "Open distill.words.maxhelp",
					"id": "obj-38",
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
						720.0,
						1080.0,
						166.0,
						28.0
					],
					"presentation": 1,
					"presentation_rect": [
						452.0,
						396.0,
						166.0,
						28.0
					],
					"rounded": 8.0,
					"text": "distill.words",
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
					"varname": "distill.words.maxhelp"
				}
			},
			{
				"box": {
					"id": "obj-39",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						920.0,
						1082.0,
						153.0,
						22.0
					],
					"text": "load distill.words.maxhelp"
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
						720.0,
						40.0,
						59.0,
						22.0
					],
					"text": "pcontrol"
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
					"midpoints": [
						729.5,
						135.0,
						896.0,
						135.0,
						896.0,
						95.0,
						929.5,
						95.0
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
						729.5,
						205.0,
						896.0,
						205.0,
						896.0,
						165.0,
						929.5,
						165.0
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
						"obj-13",
						0
					],
					"midpoints": [
						729.5,
						275.0,
						896.0,
						275.0,
						896.0,
						235.0,
						929.5,
						235.0
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
						"obj-15",
						0
					],
					"midpoints": [
						729.5,
						345.0,
						896.0,
						345.0,
						896.0,
						305.0,
						929.5,
						305.0
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
						729.5,
						415.0,
						896.0,
						415.0,
						896.0,
						375.0,
						929.5,
						375.0
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
					"midpoints": [
						729.5,
						485.0,
						896.0,
						485.0,
						896.0,
						445.0,
						929.5,
						445.0
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
						"obj-21",
						0
					],
					"midpoints": [
						729.5,
						555.0,
						896.0,
						555.0,
						896.0,
						515.0,
						929.5,
						515.0
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
						"obj-25",
						0
					],
					"midpoints": [
						729.5,
						625.0,
						896.0,
						625.0,
						896.0,
						585.0,
						929.5,
						585.0
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
						"obj-27",
						0
					],
					"midpoints": [
						729.5,
						695.0,
						896.0,
						695.0,
						896.0,
						655.0,
						929.5,
						655.0
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
						"obj-29",
						0
					],
					"midpoints": [
						729.5,
						765.0,
						896.0,
						765.0,
						896.0,
						725.0,
						929.5,
						725.0
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
						729.5,
						835.0,
						896.0,
						835.0,
						896.0,
						795.0,
						929.5,
						795.0
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
						729.5,
						905.0,
						896.0,
						905.0,
						896.0,
						865.0,
						929.5,
						865.0
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
						"obj-35",
						0
					],
					"midpoints": [
						729.5,
						975.0,
						896.0,
						975.0,
						896.0,
						935.0,
						929.5,
						935.0
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
						"obj-37",
						0
					],
					"midpoints": [
						729.5,
						1045.0,
						896.0,
						1045.0,
						896.0,
						1005.0,
						929.5,
						1005.0
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
						729.5,
						1115.0,
						896.0,
						1115.0,
						896.0,
						1075.0,
						929.5,
						1075.0
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
						"obj-40",
						0
					],
					"midpoints": [
						929.5,
						131.0,
						910.0,
						131.0,
						910.0,
						33.0,
						729.5,
						33.0
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
						"obj-40",
						0
					],
					"midpoints": [
						929.5,
						205.0,
						905.0,
						205.0,
						905.0,
						29.0,
						729.5,
						29.0
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
						"obj-40",
						0
					],
					"midpoints": [
						929.5,
						271.0,
						715.0,
						271.0,
						715.0,
						33.0,
						729.5,
						33.0
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
						"obj-40",
						0
					],
					"midpoints": [
						929.5,
						349.0,
						915.0,
						349.0,
						915.0,
						25.0,
						729.5,
						25.0
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
						"obj-40",
						0
					],
					"midpoints": [
						929.5,
						419.0,
						710.0,
						419.0,
						710.0,
						25.0,
						729.5,
						25.0
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
						"obj-40",
						0
					],
					"midpoints": [
						929.5,
						481.0,
						891.0,
						481.0,
						891.0,
						33.0,
						729.5,
						33.0
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
						"obj-40",
						0
					],
					"midpoints": [
						929.5,
						555.0,
						901.0,
						555.0,
						901.0,
						29.0,
						729.5,
						29.0
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
						"obj-40",
						0
					],
					"midpoints": [
						929.5,
						621.0,
						705.0,
						621.0,
						705.0,
						33.0,
						729.5,
						33.0
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
						"obj-40",
						0
					],
					"midpoints": [
						929.5,
						695.0,
						669.0,
						695.0,
						669.0,
						29.0,
						729.5,
						29.0
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
						"obj-40",
						0
					],
					"midpoints": [
						929.5,
						769.0,
						664.0,
						769.0,
						664.0,
						25.0,
						729.5,
						25.0
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
						"obj-40",
						0
					],
					"midpoints": [
						929.5,
						839.0,
						910.0,
						839.0,
						910.0,
						25.0,
						729.5,
						25.0
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
						"obj-40",
						0
					],
					"midpoints": [
						929.5,
						901.0,
						659.0,
						901.0,
						659.0,
						33.0,
						729.5,
						33.0
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
						"obj-40",
						0
					],
					"midpoints": [
						929.5,
						971.0,
						905.0,
						971.0,
						905.0,
						33.0,
						729.5,
						33.0
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
						"obj-40",
						0
					],
					"midpoints": [
						929.5,
						1045.0,
						915.0,
						1045.0,
						915.0,
						29.0,
						729.5,
						29.0
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
						"obj-40",
						0
					],
					"midpoints": [
						929.5,
						1119.0,
						891.0,
						1119.0,
						891.0,
						25.0,
						729.5,
						25.0
					],
					"source": [
						"obj-39",
						0
					]
				}
			}
		]
	}
}

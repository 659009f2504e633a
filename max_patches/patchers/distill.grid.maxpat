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
			520.0,
			520.0
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
		"description": "The codes of the chosen slot: see them, choose a region, change it, draw single codes.",
		"digest": "The codes of the chosen slot",
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
						520.0,
						520.0
					],
					"presentation": 1,
					"presentation_rect": [
						0.0,
						0.0,
						520.0,
						520.0
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
						58.1999,
						22.0
					],
					"presentation": 1,
					"presentation_rect": [
						6.0,
						8.0,
						58.1999,
						22.0
					],
					"text": "Codes",
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
					"activebgcolor": [
						0.2235,
						0.2549,
						0.2941,
						1.0
					],
					"activebgoncolor": [
						0.9098,
						0.8941,
						0.8549,
						1.0
					],
					"annotation": "Select a region, or draw codes",
					"bordercolor": [
						0.0,
						0.0,
						0.0,
						0.0
					],
					"fontsize": 12.0,
					"hint": "Select a region, or draw codes",
					"id": "obj-3",
					"maxclass": "live.tab",
					"num_lines_patching": 1,
					"num_lines_presentation": 1,
					"numinlets": 1,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						"float"
					],
					"parameter_enable": 1,
					"patching_rect": [
						640.0,
						72.0,
						120.0,
						24.0
					],
					"presentation": 1,
					"presentation_rect": [
						74.0,
						8.0,
						120.0,
						24.0
					],
					"rounded": 4.0,
					"saved_attribute_attributes": {
						"activebgcolor": {
							"expression": ""
						},
						"activebgoncolor": {
							"expression": ""
						},
						"textcolor": {
							"expression": ""
						},
						"textoncolor": {
							"expression": ""
						},
						"bordercolor": {
							"expression": ""
						},
						"valueof": {
							"parameter_enum": [
								"select",
								"draw"
							],
							"parameter_longname": "mode",
							"parameter_mmax": 1,
							"parameter_shortname": "mode",
							"parameter_type": 2,
							"parameter_unitstyle": 9
						}
					},
					"spacing_x": 2.0,
					"textcolor": [
						0.9098,
						0.8941,
						0.8549,
						1.0
					],
					"textoncolor": [
						0.1137,
						0.1294,
						0.149,
						1.0
					],
					"varname": "mode"
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
						198.0,
						11.0,
						38.0,
						18.0
					],
					"presentation": 1,
					"presentation_rect": [
						198.0,
						11.0,
						38.0,
						18.0
					],
					"text": "code",
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
					"annotation": "The code that draw sets; a click with option or Alt picks one",
					"bgcolor": [
						0.0941,
						0.1059,
						0.1216,
						1.0
					],
					"fontsize": 12.0,
					"hint": "The code that draw sets; a click with option or Alt picks one",
					"htricolor": [
						0.5961,
						0.6314,
						0.6706,
						1.0
					],
					"id": "obj-5",
					"maxclass": "number",
					"maximum": 65535,
					"minimum": 0,
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						"bang"
					],
					"parameter_enable": 0,
					"patching_rect": [
						780.0,
						72.0,
						56.0,
						24.0
					],
					"presentation": 1,
					"presentation_rect": [
						236.0,
						8.0,
						56.0,
						24.0
					],
					"textcolor": [
						0.9098,
						0.8941,
						0.8549,
						1.0
					],
					"tricolor": [
						0.5961,
						0.6314,
						0.6706,
						1.0
					],
					"varname": "code"
				}
			},
			{
				"box": {
					"annotation": "Choose all of the slot",
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
					"hint": "Choose all of the slot",
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
						1000.0,
						72.0,
						44.0,
						24.0
					],
					"presentation": 1,
					"presentation_rect": [
						302.0,
						8.0,
						44.0,
						24.0
					],
					"rounded": 8.0,
					"text": "all",
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
					"varname": "all"
				}
			},
			{
				"box": {
					"annotation": "The columns before",
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
					"hint": "The columns before",
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
						1060.0,
						72.0,
						32.0,
						24.0
					],
					"presentation": 1,
					"presentation_rect": [
						352.0,
						8.0,
						32.0,
						24.0
					],
					"rounded": 8.0,
					"text": "‹",
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
					"varname": "back"
				}
			},
			{
				"box": {
					"annotation": "The columns after",
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
					"hint": "The columns after",
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
						1130.0,
						72.0,
						32.0,
						24.0
					],
					"presentation": 1,
					"presentation_rect": [
						390.0,
						8.0,
						32.0,
						24.0
					],
					"rounded": 8.0,
					"text": "›",
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
					"varname": "forth"
				}
			},
			{
				"box": {
					"annotation": "Read the codes again",
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
					"hint": "Read the codes again",
					"id": "obj-9",
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
						72.0,
						82.0,
						24.0
					],
					"presentation": 1,
					"presentation_rect": [
						428.0,
						8.0,
						82.0,
						24.0
					],
					"rounded": 8.0,
					"text": "read again",
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
					"varname": "refresh"
				}
			},
			{
				"box": {
					"annotation": "The codes of the chosen slot: see them, choose a region, change it, draw single codes.",
					"border": 0,
					"filename": "distill.grid.js",
					"hint": "The codes of the chosen slot: see them, choose a region, change it, draw single codes.",
					"id": "obj-10",
					"maxclass": "jsui",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"parameter_enable": 0,
					"patching_rect": [
						560.0,
						440.0,
						500.0,
						402.0
					],
					"presentation": 1,
					"presentation_rect": [
						10.0,
						42.0,
						500.0,
						402.0
					],
					"varname": "grid"
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
						1080.0,
						862.0,
						424.0,
						18.0
					],
					"presentation": 1,
					"presentation_rect": [
						6.0,
						450.0,
						424.0,
						18.0
					],
					"text": "all of the slot is chosen",
					"textcolor": [
						0.9098,
						0.8941,
						0.8549,
						1.0
					],
					"textjustification": 0,
					"varname": "said"
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
						6.0,
						486.0,
						48.0,
						18.0
					],
					"presentation": 1,
					"presentation_rect": [
						6.0,
						486.0,
						48.0,
						18.0
					],
					"text": "amount",
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
					"annotation": "How much randomize and vary change, 0 to 1",
					"bgcolor": [
						0.0941,
						0.1059,
						0.1216,
						1.0
					],
					"fontsize": 12.0,
					"format": 6,
					"hint": "How much randomize and vary change, 0 to 1",
					"htricolor": [
						0.5961,
						0.6314,
						0.6706,
						1.0
					],
					"id": "obj-13",
					"maxclass": "flonum",
					"maximum": 1.0,
					"minimum": 0.0,
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						"bang"
					],
					"parameter_enable": 0,
					"patching_rect": [
						860.0,
						72.0,
						52.0,
						24.0
					],
					"presentation": 1,
					"presentation_rect": [
						56.0,
						483.0,
						52.0,
						24.0
					],
					"textcolor": [
						0.9098,
						0.8941,
						0.8549,
						1.0
					],
					"tricolor": [
						0.5961,
						0.6314,
						0.6706,
						1.0
					],
					"varname": "amount"
				}
			},
			{
				"box": {
					"comment": "from distill.osc; also slot NAME, connected 1 or 0",
					"id": "obj-14",
					"index": 1,
					"maxclass": "inlet",
					"numinlets": 0,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						560.0,
						20.0,
						30.0,
						30.0
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
						640.0,
						20.0,
						200.0,
						21.0
					],
					"text": "1  what the hand does",
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
					"id": "obj-16",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						"bang"
					],
					"patching_rect": [
						940.0,
						36.0,
						65.0,
						22.0
					],
					"text": "loadbang"
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
						860.0,
						36.0,
						33.0,
						22.0
					],
					"text": "0.5"
				}
			},
			{
				"box": {
					"id": "obj-18",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						640.0,
						126.0,
						93.0,
						22.0
					],
					"text": "prepend mode"
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
						780.0,
						126.0,
						89.0,
						22.0
					],
					"text": "prepend code"
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
						880.0,
						126.0,
						103.0,
						22.0
					],
					"text": "prepend amount"
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
						1000.0,
						126.0,
						28.0,
						22.0
					],
					"text": "all"
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
						1060.0,
						126.0,
						57.0,
						22.0
					],
					"text": "page -1"
				}
			},
			{
				"box": {
					"id": "obj-23",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1130.0,
						126.0,
						53.0,
						22.0
					],
					"text": "page 1"
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
						1200.0,
						126.0,
						53.0,
						22.0
					],
					"text": "refresh"
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
						640.0,
						190.0,
						460.0,
						21.0
					],
					"text": "2  what is done with the chosen region: the script adds slot and region",
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
					"annotation": "Move a share of codes to near ones",
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
					"hint": "Move a share of codes to near ones",
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
						640.0,
						220.0,
						76.0,
						24.0
					],
					"presentation": 1,
					"presentation_rect": [
						116.0,
						483.0,
						76.0,
						24.0
					],
					"rounded": 8.0,
					"text": "randomize",
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
					"varname": "randomize"
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
						640.0,
						256.0,
						209.0,
						22.0
					],
					"text": "act randomize neighbours AMOUNT"
				}
			},
			{
				"box": {
					"annotation": "Let the model write the region again, but for what is locked",
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
					"hint": "Let the model write the region again, but for what is locked",
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
						860.0,
						220.0,
						42.0,
						24.0
					],
					"presentation": 1,
					"presentation_rect": [
						196.0,
						483.0,
						42.0,
						24.0
					],
					"rounded": 8.0,
					"text": "vary",
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
					"varname": "vary"
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
						860.0,
						256.0,
						113.0,
						22.0
					],
					"text": "act vary AMOUNT"
				}
			},
			{
				"box": {
					"annotation": "Keep the region from vary and randomize",
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
					"hint": "Keep the region from vary and randomize",
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
						1080.0,
						220.0,
						41.0,
						24.0
					],
					"presentation": 1,
					"presentation_rect": [
						242.0,
						483.0,
						41.0,
						24.0
					],
					"rounded": 8.0,
					"text": "lock",
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
					"varname": "lock"
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
						1080.0,
						256.0,
						57.0,
						22.0
					],
					"text": "act lock"
				}
			},
			{
				"box": {
					"annotation": "Let chance into the region again",
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
					"hint": "Let chance into the region again",
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
						1300.0,
						220.0,
						54.0,
						24.0
					],
					"presentation": 1,
					"presentation_rect": [
						287.0,
						483.0,
						54.0,
						24.0
					],
					"rounded": 8.0,
					"text": "unlock",
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
					"varname": "unlock"
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
						1300.0,
						256.0,
						70.0,
						22.0
					],
					"text": "act unlock"
				}
			},
			{
				"box": {
					"annotation": "Repeat the first chosen column over the region",
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
					"hint": "Repeat the first chosen column over the region",
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
						640.0,
						316.0,
						53.0,
						24.0
					],
					"presentation": 1,
					"presentation_rect": [
						346.0,
						483.0,
						53.0,
						24.0
					],
					"rounded": 8.0,
					"text": "freeze",
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
					"varname": "freeze"
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
						640.0,
						352.0,
						85.0,
						22.0
					],
					"text": "act fill FIRST"
				}
			},
			{
				"box": {
					"annotation": "Move the codes one column to the left",
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
					"hint": "Move the codes one column to the left",
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
						860.0,
						316.0,
						52.0,
						24.0
					],
					"presentation": 1,
					"presentation_rect": [
						403.0,
						483.0,
						52.0,
						24.0
					],
					"rounded": 8.0,
					"text": "‹ shift",
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
					"varname": "‹ shift"
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
						860.0,
						352.0,
						71.0,
						22.0
					],
					"text": "act shift -1"
				}
			},
			{
				"box": {
					"annotation": "Move the codes one column to the right",
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
					"hint": "Move the codes one column to the right",
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
						1080.0,
						316.0,
						52.0,
						24.0
					],
					"presentation": 1,
					"presentation_rect": [
						458.0,
						483.0,
						52.0,
						24.0
					],
					"rounded": 8.0,
					"text": "shift ›",
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
					"varname": "shift ›"
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
						1080.0,
						352.0,
						67.0,
						22.0
					],
					"text": "act shift 1"
				}
			},
			{
				"box": {
					"fontsize": 12.0,
					"id": "obj-40",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						560.0,
						404.0,
						460.0,
						21.0
					],
					"text": "3  the picture: messages for the server to the left, words to the right",
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
					"comment": "to the server: into distill.osc",
					"id": "obj-41",
					"index": 1,
					"maxclass": "outlet",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						560.0,
						862.0,
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
						"obj-17",
						0
					],
					"midpoints": [
						949.5,
						65.0,
						936.0,
						65.0,
						936.0,
						29.0,
						869.5,
						29.0
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
						"obj-13",
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
						"obj-18",
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
						"obj-19",
						0
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
						"obj-20",
						0
					],
					"midpoints": [
						869.5,
						119.0,
						889.5,
						119.0
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
						"obj-21",
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
						"obj-22",
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
						"obj-23",
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
						"obj-24",
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
						"obj-27",
						0
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
					"source": [
						"obj-38",
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
					"midpoints": [
						569.5,
						61.0,
						530.0,
						61.0,
						530.0,
						429.0,
						569.5,
						429.0
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
						"obj-10",
						0
					],
					"midpoints": [
						649.5,
						155.0,
						535.0,
						155.0,
						535.0,
						433.0,
						569.5,
						433.0
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
						"obj-10",
						0
					],
					"midpoints": [
						789.5,
						159.0,
						555.0,
						159.0,
						555.0,
						429.0,
						569.5,
						429.0
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
						"obj-10",
						0
					],
					"midpoints": [
						889.5,
						163.0,
						550.0,
						163.0,
						550.0,
						425.0,
						569.5,
						425.0
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
						"obj-10",
						0
					],
					"midpoints": [
						1009.5,
						155.0,
						545.0,
						155.0,
						545.0,
						433.0,
						569.5,
						433.0
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
						"obj-10",
						0
					],
					"midpoints": [
						1069.5,
						159.0,
						535.0,
						159.0,
						535.0,
						429.0,
						569.5,
						429.0
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
						"obj-10",
						0
					],
					"midpoints": [
						1139.5,
						163.0,
						1152.0,
						163.0,
						1152.0,
						425.0,
						569.5,
						425.0
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
						"obj-10",
						0
					],
					"midpoints": [
						1209.5,
						159.0,
						1193.0,
						159.0,
						1193.0,
						429.0,
						569.5,
						429.0
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
						"obj-10",
						0
					],
					"midpoints": [
						649.5,
						289.0,
						550.0,
						289.0,
						550.0,
						429.0,
						569.5,
						429.0
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
						"obj-10",
						0
					],
					"midpoints": [
						869.5,
						293.0,
						525.0,
						293.0,
						525.0,
						425.0,
						569.5,
						425.0
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
						"obj-10",
						0
					],
					"midpoints": [
						1089.5,
						289.0,
						1070.0,
						289.0,
						1070.0,
						429.0,
						569.5,
						429.0
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
						"obj-10",
						0
					],
					"midpoints": [
						1309.5,
						433.0,
						569.5,
						433.0
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
						"obj-10",
						0
					],
					"midpoints": [
						649.5,
						381.0,
						555.0,
						381.0,
						555.0,
						433.0,
						569.5,
						433.0
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
						"obj-10",
						0
					],
					"midpoints": [
						869.5,
						389.0,
						545.0,
						389.0,
						545.0,
						425.0,
						569.5,
						425.0
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
						"obj-10",
						0
					],
					"midpoints": [
						1089.5,
						433.0,
						569.5,
						433.0
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
						"obj-11",
						0
					],
					"midpoints": [
						1050.5,
						855.0,
						1089.5,
						855.0
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
						"obj-41",
						0
					],
					"source": [
						"obj-10",
						0
					]
				}
			}
		],
		"parameters": {
			"obj-3": [
				"mode",
				"mode",
				0
			],
			"parameterbanks": {}
		}
	}
}

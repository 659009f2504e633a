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
			962.0,
			169.0
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
		"description": "Distill as a Max for Live device: save it as one.",
		"digest": "Distill as a Max for Live device",
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
						962.0,
						169.0
					],
					"presentation": 1,
					"presentation_rect": [
						0.0,
						0.0,
						962.0,
						169.0
					],
					"proportion": 0.5,
					"rounded": 0
				}
			},
			{
				"box": {
					"annotation": "The line to a Distill server: sends, listens, and shows a heartbeat.",
					"args": [
						9000,
						9002
					],
					"bgmode": 0,
					"border": 0,
					"clickthrough": 0,
					"embed": 0,
					"enablehscroll": 0,
					"enablevscroll": 0,
					"hint": "The line to a Distill server: sends, listens, and shows a heartbeat.",
					"id": "obj-2",
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
						20.0,
						800.0,
						604.0,
						48.0
					],
					"presentation": 1,
					"presentation_rect": [
						8.0,
						8.0,
						604.0,
						48.0
					],
					"varname": "distill.osc",
					"viewvisibility": 1
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
					"id": "obj-3",
					"maxclass": "panel",
					"mode": 0,
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						8.0,
						62.0,
						802.0,
						99.0
					],
					"presentation": 1,
					"presentation_rect": [
						8.0,
						62.0,
						802.0,
						99.0
					],
					"proportion": 0.5,
					"rounded": 8
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
						818.0,
						8.0,
						136.0,
						153.0
					],
					"presentation": 1,
					"presentation_rect": [
						818.0,
						8.0,
						136.0,
						153.0
					],
					"proportion": 0.5,
					"rounded": 8
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
						10.0,
						68.0,
						38.0,
						18.0
					],
					"presentation": 1,
					"presentation_rect": [
						10.0,
						68.0,
						38.0,
						18.0
					],
					"text": "slot",
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
					"annotation": "Choose the slot that the buttons work on",
					"bordercolor": [
						0.0,
						0.0,
						0.0,
						0.0
					],
					"fontsize": 12.0,
					"hint": "Choose the slot that the buttons work on",
					"id": "obj-6",
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
						1640.0,
						256.0,
						216.0,
						24.0
					],
					"presentation": 1,
					"presentation_rect": [
						48.0,
						66.0,
						216.0,
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
								"a",
								"b",
								"c",
								"d",
								"e",
								"f",
								"g",
								"h"
							],
							"parameter_longname": "slot",
							"parameter_mmax": 7,
							"parameter_shortname": "slot",
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
					"varname": "slot"
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
						20.0,
						220.0,
						28.0,
						22.0
					],
					"text": "t l"
				}
			},
			{
				"box": {
					"id": "obj-8",
					"maxclass": "newobj",
					"numinlets": 11,
					"numoutlets": 11,
					"outlettype": [
						"",
						"",
						"",
						"",
						"",
						"",
						"",
						"",
						"",
						"",
						""
					],
					"patching_rect": [
						20.0,
						256.0,
						1008.0,
						22.0
					],
					"text": "route connected /distill/param/temperature /distill/param/coarse /distill/param/fine /distill/param/morph /distill/param/carry /distill/param/gain /distill/param/width /distill/param/pan /distill/error"
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
						292.0,
						41.0,
						22.0
					],
					"text": "sel 1"
				}
			},
			{
				"box": {
					"activedialcolor": [
						0.2471,
						0.2824,
						0.3255,
						1.0
					],
					"activeneedlecolor": [
						0.9098,
						0.8941,
						0.8549,
						1.0
					],
					"annotation": "Randomness of the prior: low values repeat what is likely, high values surprise.",
					"hint": "Randomness of the prior: low values repeat what is likely, high values surprise.",
					"id": "obj-10",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						"float"
					],
					"parameter_enable": 1,
					"patching_rect": [
						20.0,
						366.0,
						52.0,
						60.0
					],
					"presentation": 1,
					"presentation_rect": [
						278.0,
						80.0,
						52.0,
						60.0
					],
					"saved_attribute_attributes": {
						"activedialcolor": {
							"expression": ""
						},
						"activeneedlecolor": {
							"expression": ""
						},
						"textcolor": {
							"expression": ""
						},
						"valueof": {
							"parameter_initial": [
								0.9
							],
							"parameter_longname": "temperature",
							"parameter_mmax": 2.0,
							"parameter_mmin": 0.05,
							"parameter_shortname": "temperature",
							"parameter_type": 0,
							"parameter_unitstyle": 1
						}
					},
					"textcolor": [
						0.9098,
						0.8941,
						0.8549,
						1.0
					],
					"varname": "temperature"
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
						20.0,
						330.0,
						79.0,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-12",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						20.0,
						440.0,
						81.0,
						22.0
					],
					"text": "speedlim 20"
				}
			},
			{
				"box": {
					"id": "obj-13",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						20.0,
						476.0,
						199.0,
						22.0
					],
					"text": "prepend /distill/param/temperature"
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
						20.0,
						512.0,
						151.0,
						22.0
					],
					"text": "/distill/param/temperature"
				}
			},
			{
				"box": {
					"activedialcolor": [
						0.2471,
						0.2824,
						0.3255,
						1.0
					],
					"activeneedlecolor": [
						0.8863,
						0.6431,
						0.3451,
						1.0
					],
					"annotation": "Live: replaces this share of coarse codes with similar ones; 0 is the exact original.",
					"hint": "Live: replaces this share of coarse codes with similar ones; 0 is the exact original.",
					"id": "obj-15",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						"float"
					],
					"parameter_enable": 1,
					"patching_rect": [
						220.0,
						366.0,
						52.0,
						60.0
					],
					"presentation": 1,
					"presentation_rect": [
						344.0,
						80.0,
						52.0,
						60.0
					],
					"saved_attribute_attributes": {
						"activedialcolor": {
							"expression": ""
						},
						"activeneedlecolor": {
							"expression": ""
						},
						"textcolor": {
							"expression": ""
						},
						"valueof": {
							"parameter_initial": [
								0.0
							],
							"parameter_longname": "coarse",
							"parameter_mmax": 1.0,
							"parameter_mmin": 0.0,
							"parameter_shortname": "coarse",
							"parameter_type": 0,
							"parameter_unitstyle": 1
						}
					},
					"textcolor": [
						0.9098,
						0.8941,
						0.8549,
						1.0
					],
					"varname": "coarse"
				}
			},
			{
				"box": {
					"id": "obj-16",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						220.0,
						330.0,
						79.0,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-17",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						220.0,
						440.0,
						81.0,
						22.0
					],
					"text": "speedlim 20"
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
						220.0,
						476.0,
						170.0,
						22.0
					],
					"text": "prepend /distill/param/coarse"
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
						220.0,
						512.0,
						123.0,
						22.0
					],
					"text": "/distill/param/coarse"
				}
			},
			{
				"box": {
					"activedialcolor": [
						0.2471,
						0.2824,
						0.3255,
						1.0
					],
					"activeneedlecolor": [
						0.3882,
						0.7176,
						0.6706,
						1.0
					],
					"annotation": "Live: replaces this share of fine codes with similar ones; 0 is the exact original.",
					"hint": "Live: replaces this share of fine codes with similar ones; 0 is the exact original.",
					"id": "obj-20",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						"float"
					],
					"parameter_enable": 1,
					"patching_rect": [
						420.0,
						366.0,
						52.0,
						60.0
					],
					"presentation": 1,
					"presentation_rect": [
						410.0,
						80.0,
						52.0,
						60.0
					],
					"saved_attribute_attributes": {
						"activedialcolor": {
							"expression": ""
						},
						"activeneedlecolor": {
							"expression": ""
						},
						"textcolor": {
							"expression": ""
						},
						"valueof": {
							"parameter_initial": [
								0.0
							],
							"parameter_longname": "fine",
							"parameter_mmax": 1.0,
							"parameter_mmin": 0.0,
							"parameter_shortname": "fine",
							"parameter_type": 0,
							"parameter_unitstyle": 1
						}
					},
					"textcolor": [
						0.9098,
						0.8941,
						0.8549,
						1.0
					],
					"varname": "fine"
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
						420.0,
						330.0,
						79.0,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-22",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						420.0,
						440.0,
						81.0,
						22.0
					],
					"text": "speedlim 20"
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
						420.0,
						476.0,
						153.0,
						22.0
					],
					"text": "prepend /distill/param/fine"
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
						420.0,
						512.0,
						106.0,
						22.0
					],
					"text": "/distill/param/fine"
				}
			},
			{
				"box": {
					"activedialcolor": [
						0.2471,
						0.2824,
						0.3255,
						1.0
					],
					"activeneedlecolor": [
						0.9098,
						0.8941,
						0.8549,
						1.0
					],
					"annotation": "Live: blends what sounds towards the morph slot.",
					"hint": "Live: blends what sounds towards the morph slot.",
					"id": "obj-25",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						"float"
					],
					"parameter_enable": 1,
					"patching_rect": [
						620.0,
						366.0,
						52.0,
						60.0
					],
					"presentation": 1,
					"presentation_rect": [
						476.0,
						80.0,
						52.0,
						60.0
					],
					"saved_attribute_attributes": {
						"activedialcolor": {
							"expression": ""
						},
						"activeneedlecolor": {
							"expression": ""
						},
						"textcolor": {
							"expression": ""
						},
						"valueof": {
							"parameter_initial": [
								0.0
							],
							"parameter_longname": "morph",
							"parameter_mmax": 1.0,
							"parameter_mmin": 0.0,
							"parameter_shortname": "morph",
							"parameter_type": 0,
							"parameter_unitstyle": 1
						}
					},
					"textcolor": [
						0.9098,
						0.8941,
						0.8549,
						1.0
					],
					"varname": "morph"
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
						620.0,
						330.0,
						79.0,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-27",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						620.0,
						440.0,
						81.0,
						22.0
					],
					"text": "speedlim 20"
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
						620.0,
						476.0,
						168.0,
						22.0
					],
					"text": "prepend /distill/param/morph"
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
						620.0,
						512.0,
						121.0,
						22.0
					],
					"text": "/distill/param/morph"
				}
			},
			{
				"box": {
					"activedialcolor": [
						0.2471,
						0.2824,
						0.3255,
						1.0
					],
					"activeneedlecolor": [
						0.9098,
						0.8941,
						0.8549,
						1.0
					],
					"annotation": "How much of what is heard the source carries: at 1 an untouched slot is its original, at 0 all is the codec's own sound.",
					"hint": "How much of what is heard the source carries: at 1 an untouched slot is its original, at 0 all is the codec's own sound.",
					"id": "obj-30",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						"float"
					],
					"parameter_enable": 1,
					"patching_rect": [
						820.0,
						366.0,
						52.0,
						60.0
					],
					"presentation": 1,
					"presentation_rect": [
						542.0,
						80.0,
						52.0,
						60.0
					],
					"saved_attribute_attributes": {
						"activedialcolor": {
							"expression": ""
						},
						"activeneedlecolor": {
							"expression": ""
						},
						"textcolor": {
							"expression": ""
						},
						"valueof": {
							"parameter_initial": [
								1.0
							],
							"parameter_longname": "carry",
							"parameter_mmax": 1.0,
							"parameter_mmin": 0.0,
							"parameter_shortname": "carry",
							"parameter_type": 0,
							"parameter_unitstyle": 1
						}
					},
					"textcolor": [
						0.9098,
						0.8941,
						0.8549,
						1.0
					],
					"varname": "carry"
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
						820.0,
						330.0,
						79.0,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-32",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						820.0,
						440.0,
						81.0,
						22.0
					],
					"text": "speedlim 20"
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
						820.0,
						476.0,
						161.0,
						22.0
					],
					"text": "prepend /distill/param/carry"
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
						820.0,
						512.0,
						113.0,
						22.0
					],
					"text": "/distill/param/carry"
				}
			},
			{
				"box": {
					"activedialcolor": [
						0.2471,
						0.2824,
						0.3255,
						1.0
					],
					"activeneedlecolor": [
						0.9098,
						0.8941,
						0.8549,
						1.0
					],
					"annotation": "Output level.",
					"hint": "Output level.",
					"id": "obj-35",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						"float"
					],
					"parameter_enable": 1,
					"patching_rect": [
						1020.0,
						366.0,
						52.0,
						60.0
					],
					"presentation": 1,
					"presentation_rect": [
						608.0,
						80.0,
						52.0,
						60.0
					],
					"saved_attribute_attributes": {
						"activedialcolor": {
							"expression": ""
						},
						"activeneedlecolor": {
							"expression": ""
						},
						"textcolor": {
							"expression": ""
						},
						"valueof": {
							"parameter_initial": [
								0.0
							],
							"parameter_longname": "gain",
							"parameter_mmax": 12.0,
							"parameter_mmin": -60.0,
							"parameter_shortname": "gain",
							"parameter_type": 0,
							"parameter_unitstyle": 4
						}
					},
					"textcolor": [
						0.9098,
						0.8941,
						0.8549,
						1.0
					],
					"varname": "gain"
				}
			},
			{
				"box": {
					"id": "obj-36",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1020.0,
						330.0,
						79.0,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-37",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1020.0,
						440.0,
						81.0,
						22.0
					],
					"text": "speedlim 20"
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
						1020.0,
						476.0,
						157.0,
						22.0
					],
					"text": "prepend /distill/param/gain"
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
						1020.0,
						512.0,
						109.0,
						22.0
					],
					"text": "/distill/param/gain"
				}
			},
			{
				"box": {
					"activedialcolor": [
						0.2471,
						0.2824,
						0.3255,
						1.0
					],
					"activeneedlecolor": [
						0.9098,
						0.8941,
						0.8549,
						1.0
					],
					"annotation": "Stereo width: 0 is as it was recorded, 1 is widest; the mono sum never changes.",
					"hint": "Stereo width: 0 is as it was recorded, 1 is widest; the mono sum never changes.",
					"id": "obj-40",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						"float"
					],
					"parameter_enable": 1,
					"patching_rect": [
						1220.0,
						366.0,
						52.0,
						60.0
					],
					"presentation": 1,
					"presentation_rect": [
						674.0,
						80.0,
						52.0,
						60.0
					],
					"saved_attribute_attributes": {
						"activedialcolor": {
							"expression": ""
						},
						"activeneedlecolor": {
							"expression": ""
						},
						"textcolor": {
							"expression": ""
						},
						"valueof": {
							"parameter_initial": [
								0.0
							],
							"parameter_longname": "width",
							"parameter_mmax": 1.0,
							"parameter_mmin": 0.0,
							"parameter_shortname": "width",
							"parameter_type": 0,
							"parameter_unitstyle": 1
						}
					},
					"textcolor": [
						0.9098,
						0.8941,
						0.8549,
						1.0
					],
					"varname": "width"
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
						1220.0,
						330.0,
						79.0,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-42",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1220.0,
						440.0,
						81.0,
						22.0
					],
					"text": "speedlim 20"
				}
			},
			{
				"box": {
					"id": "obj-43",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1220.0,
						476.0,
						162.0,
						22.0
					],
					"text": "prepend /distill/param/width"
				}
			},
			{
				"box": {
					"id": "obj-44",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1220.0,
						512.0,
						115.0,
						22.0
					],
					"text": "/distill/param/width"
				}
			},
			{
				"box": {
					"activedialcolor": [
						0.2471,
						0.2824,
						0.3255,
						1.0
					],
					"activeneedlecolor": [
						0.9098,
						0.8941,
						0.8549,
						1.0
					],
					"annotation": "Stereo position at equal loudness: -1 left, 1 right.",
					"hint": "Stereo position at equal loudness: -1 left, 1 right.",
					"id": "obj-45",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						"float"
					],
					"parameter_enable": 1,
					"patching_rect": [
						1420.0,
						366.0,
						52.0,
						60.0
					],
					"presentation": 1,
					"presentation_rect": [
						740.0,
						80.0,
						52.0,
						60.0
					],
					"saved_attribute_attributes": {
						"activedialcolor": {
							"expression": ""
						},
						"activeneedlecolor": {
							"expression": ""
						},
						"textcolor": {
							"expression": ""
						},
						"valueof": {
							"parameter_initial": [
								0.0
							],
							"parameter_longname": "pan",
							"parameter_mmax": 1.0,
							"parameter_mmin": -1.0,
							"parameter_shortname": "pan",
							"parameter_type": 0,
							"parameter_unitstyle": 1
						}
					},
					"textcolor": [
						0.9098,
						0.8941,
						0.8549,
						1.0
					],
					"varname": "pan"
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
						1420.0,
						330.0,
						79.0,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-47",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1420.0,
						440.0,
						81.0,
						22.0
					],
					"text": "speedlim 20"
				}
			},
			{
				"box": {
					"id": "obj-48",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1420.0,
						476.0,
						154.0,
						22.0
					],
					"text": "prepend /distill/param/pan"
				}
			},
			{
				"box": {
					"id": "obj-49",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1420.0,
						512.0,
						107.0,
						22.0
					],
					"text": "/distill/param/pan"
				}
			},
			{
				"box": {
					"fontsize": 12.0,
					"id": "obj-50",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1640.0,
						220.0,
						300.0,
						21.0
					],
					"text": "The chosen slot stands in the message boxes",
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
					"id": "obj-51",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1640.0,
						304.0,
						79.0,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"annotation": "Let the prior write a new grid into a slot.",
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
					"hint": "Let the prior write a new grid into a slot.",
					"id": "obj-52",
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
						1640.0,
						364.0,
						122.0,
						24.0
					],
					"presentation": 1,
					"presentation_rect": [
						14.0,
						98.0,
						122.0,
						24.0
					],
					"rounded": 8.0,
					"text": "generate",
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
					"varname": "generate"
				}
			},
			{
				"box": {
					"id": "obj-53",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1640.0,
						418.0,
						23.0,
						22.0
					],
					"text": "a"
				}
			},
			{
				"box": {
					"id": "obj-54",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1640.0,
						454.0,
						144.0,
						22.0
					],
					"text": "prepend /distill/generate"
				}
			},
			{
				"box": {
					"id": "obj-55",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1640.0,
						490.0,
						91.0,
						22.0
					],
					"text": "append id edit"
				}
			},
			{
				"box": {
					"annotation": "Loop a slot on the output, from its start; edits are heard at once.",
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
					"hint": "Loop a slot on the output, from its start; edits are heard at once.",
					"id": "obj-56",
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
						1830.0,
						364.0,
						122.0,
						24.0
					],
					"presentation": 1,
					"presentation_rect": [
						142.0,
						98.0,
						122.0,
						24.0
					],
					"rounded": 8.0,
					"text": "play",
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
					"varname": "play"
				}
			},
			{
				"box": {
					"id": "obj-57",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1830.0,
						418.0,
						23.0,
						22.0
					],
					"text": "a"
				}
			},
			{
				"box": {
					"id": "obj-58",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1830.0,
						454.0,
						119.0,
						22.0
					],
					"text": "prepend /distill/play"
				}
			},
			{
				"box": {
					"id": "obj-59",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1830.0,
						490.0,
						94.0,
						22.0
					],
					"text": "append id play"
				}
			},
			{
				"box": {
					"annotation": "Let the prior write and play without end, continuing a slot (`-`: from nothing).",
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
					"hint": "Let the prior write and play without end, continuing a slot (`-`: from nothing).",
					"id": "obj-60",
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
						2020.0,
						364.0,
						122.0,
						24.0
					],
					"presentation": 1,
					"presentation_rect": [
						14.0,
						128.0,
						122.0,
						24.0
					],
					"rounded": 8.0,
					"text": "stream",
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
					"varname": "stream"
				}
			},
			{
				"box": {
					"id": "obj-61",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						2020.0,
						418.0,
						23.0,
						22.0
					],
					"text": "a"
				}
			},
			{
				"box": {
					"id": "obj-62",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						2020.0,
						454.0,
						133.0,
						22.0
					],
					"text": "prepend /distill/stream"
				}
			},
			{
				"box": {
					"id": "obj-63",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						2020.0,
						490.0,
						94.0,
						22.0
					],
					"text": "append id play"
				}
			},
			{
				"box": {
					"annotation": "Write a slot as a WAV file into the clip folder, with its codes and settings inside.",
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
					"hint": "Write a slot as a WAV file into the clip folder, with its codes and settings inside.",
					"id": "obj-64",
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
						2210.0,
						364.0,
						122.0,
						24.0
					],
					"presentation": 1,
					"presentation_rect": [
						142.0,
						128.0,
						122.0,
						24.0
					],
					"rounded": 8.0,
					"text": "make clip",
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
					"varname": "make clip"
				}
			},
			{
				"box": {
					"id": "obj-65",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						2210.0,
						418.0,
						23.0,
						22.0
					],
					"text": "a"
				}
			},
			{
				"box": {
					"id": "obj-66",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						2210.0,
						454.0,
						115.0,
						22.0
					],
					"text": "prepend /distill/clip"
				}
			},
			{
				"box": {
					"id": "obj-67",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						2210.0,
						490.0,
						96.0,
						22.0
					],
					"text": "append id clips"
				}
			},
			{
				"box": {
					"annotation": "Fade out what sounds.",
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
					"hint": "Fade out what sounds.",
					"id": "obj-68",
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
						1640.0,
						580.0,
						120.0,
						24.0
					],
					"presentation": 1,
					"presentation_rect": [
						826.0,
						16.0,
						120.0,
						24.0
					],
					"rounded": 8.0,
					"text": "stop",
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
					"varname": "stop"
				}
			},
			{
				"box": {
					"id": "obj-69",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1640.0,
						634.0,
						110.0,
						22.0
					],
					"text": "/distill/stop id play"
				}
			},
			{
				"box": {
					"annotation": "Silence everything within 20 ms, and cancel this client's requests.",
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
					"hint": "Silence everything within 20 ms, and cancel this client's requests.",
					"id": "obj-70",
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
						1830.0,
						580.0,
						120.0,
						24.0
					],
					"presentation": 1,
					"presentation_rect": [
						826.0,
						46.0,
						120.0,
						24.0
					],
					"rounded": 8.0,
					"text": "panic",
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
					"varname": "panic"
				}
			},
			{
				"box": {
					"id": "obj-71",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1830.0,
						634.0,
						116.0,
						22.0
					],
					"text": "/distill/panic id play"
				}
			},
			{
				"box": {
					"fontface": 0,
					"fontsize": 10.5,
					"id": "obj-72",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						2020.0,
						688.0,
						124.0,
						74.0
					],
					"presentation": 1,
					"presentation_rect": [
						822.0,
						80.0,
						124.0,
						74.0
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
					"fontsize": 12.0,
					"id": "obj-73",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						2020.0,
						580.0,
						180.0,
						21.0
					],
					"text": "what the server refused",
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
					"id": "obj-74",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						2020.0,
						616.0,
						62.0,
						22.0
					],
					"text": "zl slice 2"
				}
			},
			{
				"box": {
					"id": "obj-75",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						2020.0,
						652.0,
						79.0,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"fontsize": 12.0,
					"id": "obj-76",
					"linecount": 2,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						700.0,
						760.0,
						300.0,
						35.0
					],
					"text": "Live's own sound passes through; Distill sounds on the server's output",
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
					"id": "obj-77",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 2,
					"outlettype": [
						"signal",
						"signal"
					],
					"patching_rect": [
						700.0,
						800.0,
						55.0,
						22.0
					],
					"text": "plugin~"
				}
			},
			{
				"box": {
					"id": "obj-78",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 2,
					"outlettype": [
						"signal",
						"signal"
					],
					"patching_rect": [
						700.0,
						850.0,
						62.0,
						22.0
					],
					"text": "plugout~"
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
						29.5,
						855.0,
						10.0,
						855.0,
						10.0,
						213.0,
						29.5,
						213.0
					],
					"source": [
						"obj-2",
						0
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
						"obj-11",
						0
					],
					"midpoints": [
						128.4,
						323.0,
						29.5,
						323.0
					],
					"source": [
						"obj-8",
						1
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
					"midpoints": [
						29.5,
						321.0,
						15.0,
						321.0,
						15.0,
						505.0,
						29.5,
						505.0
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
						"obj-16",
						0
					],
					"midpoints": [
						227.3,
						323.0,
						229.5,
						323.0
					],
					"source": [
						"obj-8",
						2
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
						"obj-16",
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
					"midpoints": [
						29.5,
						321.0,
						15.0,
						321.0,
						15.0,
						505.0,
						229.5,
						505.0
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
						"obj-21",
						0
					],
					"midpoints": [
						326.2,
						323.0,
						429.5,
						323.0
					],
					"source": [
						"obj-8",
						3
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-20",
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
						"obj-22",
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
						29.5,
						321.0,
						15.0,
						321.0,
						15.0,
						505.0,
						429.5,
						505.0
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
						"obj-26",
						0
					],
					"midpoints": [
						425.1,
						317.0,
						629.5,
						317.0
					],
					"source": [
						"obj-8",
						4
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
						"obj-26",
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
						"obj-25",
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
					"source": [
						"obj-27",
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
						29.5,
						325.0,
						15.0,
						325.0,
						15.0,
						501.0,
						629.5,
						501.0
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
						"obj-31",
						0
					],
					"midpoints": [
						524.0,
						323.0,
						829.5,
						323.0
					],
					"source": [
						"obj-8",
						5
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-30",
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
						"obj-32",
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
						"obj-34",
						0
					],
					"midpoints": [
						29.5,
						325.0,
						15.0,
						325.0,
						15.0,
						501.0,
						829.5,
						501.0
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
						"obj-36",
						0
					],
					"midpoints": [
						622.9,
						311.0,
						1029.5,
						311.0
					],
					"source": [
						"obj-8",
						6
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
						"obj-36",
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
						"obj-35",
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
						"obj-39",
						0
					],
					"midpoints": [
						29.5,
						325.0,
						15.0,
						325.0,
						15.0,
						501.0,
						1029.5,
						501.0
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
						"obj-41",
						0
					],
					"midpoints": [
						721.8,
						317.0,
						1229.5,
						317.0
					],
					"source": [
						"obj-8",
						7
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-40",
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
						"obj-42",
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
						"obj-43",
						0
					],
					"source": [
						"obj-42",
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
					"midpoints": [
						29.5,
						325.0,
						15.0,
						325.0,
						15.0,
						501.0,
						1229.5,
						501.0
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
						"obj-46",
						0
					],
					"midpoints": [
						820.7,
						305.0,
						1429.5,
						305.0
					],
					"source": [
						"obj-8",
						8
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
						"obj-46",
						0
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
					"source": [
						"obj-47",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-49",
						0
					],
					"midpoints": [
						29.5,
						325.0,
						15.0,
						325.0,
						15.0,
						501.0,
						1429.5,
						501.0
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
						"obj-51",
						0
					],
					"midpoints": [
						1748.0,
						297.0,
						1649.5,
						297.0
					],
					"source": [
						"obj-6",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-53",
						0
					],
					"source": [
						"obj-52",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-53",
						0
					],
					"midpoints": [
						1649.5,
						333.0,
						1635.0,
						333.0,
						1635.0,
						411.0,
						1649.5,
						411.0
					],
					"source": [
						"obj-51",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-54",
						0
					],
					"source": [
						"obj-53",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-55",
						0
					],
					"source": [
						"obj-54",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-57",
						0
					],
					"source": [
						"obj-56",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-57",
						0
					],
					"midpoints": [
						1649.5,
						333.0,
						1765.0,
						333.0,
						1765.0,
						411.0,
						1839.5,
						411.0
					],
					"source": [
						"obj-51",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-58",
						0
					],
					"source": [
						"obj-57",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-59",
						0
					],
					"source": [
						"obj-58",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-61",
						0
					],
					"source": [
						"obj-60",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-61",
						0
					],
					"midpoints": [
						1649.5,
						333.0,
						1765.0,
						333.0,
						1765.0,
						411.0,
						2029.5,
						411.0
					],
					"source": [
						"obj-51",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-62",
						0
					],
					"source": [
						"obj-61",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-63",
						0
					],
					"source": [
						"obj-62",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-65",
						0
					],
					"source": [
						"obj-64",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-65",
						0
					],
					"midpoints": [
						1649.5,
						333.0,
						1765.0,
						333.0,
						1765.0,
						411.0,
						2219.5,
						411.0
					],
					"source": [
						"obj-51",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-66",
						0
					],
					"source": [
						"obj-65",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-67",
						0
					],
					"source": [
						"obj-66",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-69",
						0
					],
					"source": [
						"obj-68",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-71",
						0
					],
					"source": [
						"obj-70",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-74",
						0
					],
					"midpoints": [
						919.6,
						285.0,
						991.0,
						285.0,
						991.0,
						609.0,
						2029.5,
						609.0
					],
					"source": [
						"obj-8",
						9
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-75",
						0
					],
					"midpoints": [
						2072.5,
						645.0,
						2029.5,
						645.0
					],
					"source": [
						"obj-74",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-72",
						0
					],
					"source": [
						"obj-75",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-78",
						0
					],
					"source": [
						"obj-77",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-78",
						1
					],
					"midpoints": [
						745.5,
						843.0,
						752.5,
						843.0
					],
					"source": [
						"obj-77",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-2",
						0
					],
					"midpoints": [
						29.5,
						505.0,
						15.0,
						505.0,
						15.0,
						793.0,
						29.5,
						793.0
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
						"obj-2",
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
						"obj-2",
						0
					],
					"midpoints": [
						229.5,
						509.0,
						210.0,
						509.0,
						210.0,
						789.0,
						29.5,
						789.0
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
						"obj-2",
						0
					],
					"midpoints": [
						229.5,
						793.0,
						29.5,
						793.0
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
						"obj-2",
						0
					],
					"midpoints": [
						429.5,
						505.0,
						531.0,
						505.0,
						531.0,
						793.0,
						29.5,
						793.0
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
						"obj-2",
						0
					],
					"midpoints": [
						429.5,
						781.0,
						29.5,
						781.0
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
						"obj-2",
						0
					],
					"midpoints": [
						629.5,
						509.0,
						610.0,
						509.0,
						610.0,
						789.0,
						29.5,
						789.0
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
						"obj-2",
						0
					],
					"midpoints": [
						629.5,
						775.0,
						29.5,
						775.0
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
						"obj-2",
						0
					],
					"midpoints": [
						829.5,
						509.0,
						5.0,
						509.0,
						5.0,
						789.0,
						29.5,
						789.0
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
						"obj-2",
						0
					],
					"midpoints": [
						829.5,
						757.0,
						29.5,
						757.0
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
						"obj-2",
						0
					],
					"midpoints": [
						1029.5,
						505.0,
						181.0,
						505.0,
						181.0,
						793.0,
						29.5,
						793.0
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
						"obj-2",
						0
					],
					"midpoints": [
						1029.5,
						751.0,
						29.5,
						751.0
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
						"obj-2",
						0
					],
					"midpoints": [
						1229.5,
						509.0,
						176.0,
						509.0,
						176.0,
						789.0,
						29.5,
						789.0
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
						"obj-2",
						0
					],
					"midpoints": [
						1229.5,
						745.0,
						29.5,
						745.0
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
						"obj-2",
						0
					],
					"midpoints": [
						1429.5,
						509.0,
						15.0,
						509.0,
						15.0,
						789.0,
						29.5,
						789.0
					],
					"source": [
						"obj-48",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-2",
						0
					],
					"midpoints": [
						1429.5,
						739.0,
						29.5,
						739.0
					],
					"source": [
						"obj-49",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-2",
						0
					],
					"midpoints": [
						1649.5,
						577.0,
						29.5,
						577.0
					],
					"source": [
						"obj-55",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-2",
						0
					],
					"midpoints": [
						1839.5,
						571.0,
						29.5,
						571.0
					],
					"source": [
						"obj-59",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-2",
						0
					],
					"midpoints": [
						2029.5,
						565.0,
						29.5,
						565.0
					],
					"source": [
						"obj-63",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-2",
						0
					],
					"midpoints": [
						2219.5,
						685.0,
						29.5,
						685.0
					],
					"source": [
						"obj-67",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-2",
						0
					],
					"midpoints": [
						1649.5,
						733.0,
						29.5,
						733.0
					],
					"source": [
						"obj-69",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-2",
						0
					],
					"midpoints": [
						1839.5,
						727.0,
						29.5,
						727.0
					],
					"source": [
						"obj-71",
						0
					]
				}
			}
		],
		"parameters": {
			"obj-6": [
				"slot",
				"slot",
				0
			],
			"obj-10": [
				"temperature",
				"temperature",
				0
			],
			"obj-15": [
				"coarse",
				"coarse",
				0
			],
			"obj-20": [
				"fine",
				"fine",
				0
			],
			"obj-25": [
				"morph",
				"morph",
				0
			],
			"obj-30": [
				"carry",
				"carry",
				0
			],
			"obj-35": [
				"gain",
				"gain",
				0
			],
			"obj-40": [
				"width",
				"width",
				0
			],
			"obj-45": [
				"pan",
				"pan",
				0
			],
			"parameterbanks": {}
		}
	}
}

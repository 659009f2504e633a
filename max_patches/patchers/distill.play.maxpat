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
			236.0,
			306.0
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
		"description": "Play the chosen slot round and round, stream without end, and turn the live knobs.",
		"digest": "Play the chosen slot round and round, stream without end, and turn the live knobs.",
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
						236.0,
						306.0
					],
					"presentation": 1,
					"presentation_rect": [
						0.0,
						0.0,
						236.0,
						306.0
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
						45.054950000000005,
						22.0
					],
					"presentation": 1,
					"presentation_rect": [
						6.0,
						8.0,
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
					"annotation": "Loop the slot from its start",
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
					"hint": "Loop the slot from its start",
					"id": "obj-3",
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
						280.0,
						552.0,
						104.0,
						28.0
					],
					"presentation": 1,
					"presentation_rect": [
						10.0,
						38.0,
						104.0,
						28.0
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
					"annotation": "Let the model go on from the slot without end",
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
					"hint": "Let the model go on from the slot without end",
					"id": "obj-4",
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
						400.0,
						552.0,
						104.0,
						28.0
					],
					"presentation": 1,
					"presentation_rect": [
						122.0,
						38.0,
						104.0,
						28.0
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
					"annotation": "Let what sounds fade out",
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
					"hint": "Let what sounds fade out",
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
						620.0,
						552.0,
						104.0,
						24.0
					],
					"presentation": 1,
					"presentation_rect": [
						10.0,
						74.0,
						104.0,
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
					"annotation": "Silence at once",
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
					"hint": "Silence at once",
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
						740.0,
						552.0,
						104.0,
						24.0
					],
					"presentation": 1,
					"presentation_rect": [
						122.0,
						74.0,
						104.0,
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
					"fontface": 0,
					"fontsize": 10.5,
					"id": "obj-7",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						6.0,
						241.0,
						90.0,
						18.0
					],
					"presentation": 1,
					"presentation_rect": [
						6.0,
						241.0,
						90.0,
						18.0
					],
					"text": "morph towards",
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
					"annotation": "Which slot the morph dial leads to",
					"bordercolor": [
						0.0,
						0.0,
						0.0,
						0.0
					],
					"fontsize": 12.0,
					"hint": "Which slot the morph dial leads to",
					"id": "obj-8",
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
						930.0,
						552.0,
						128.0,
						24.0
					],
					"presentation": 1,
					"presentation_rect": [
						98.0,
						238.0,
						128.0,
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
								"f"
							],
							"parameter_longname": "towards",
							"parameter_mmax": 5,
							"parameter_shortname": "towards",
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
					"varname": "towards"
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
						1620.0,
						440.0,
						220.0,
						18.0
					],
					"presentation": 1,
					"presentation_rect": [
						6.0,
						268.0,
						220.0,
						18.0
					],
					"text": "silent",
					"textcolor": [
						0.9098,
						0.8941,
						0.8549,
						1.0
					],
					"textjustification": 0,
					"varname": "playing"
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
						1620.0,
						560.0,
						220.0,
						18.0
					],
					"presentation": 1,
					"presentation_rect": [
						6.0,
						286.0,
						220.0,
						18.0
					],
					"text": "sound card: not asked yet",
					"textcolor": [
						0.5961,
						0.6314,
						0.6706,
						1.0
					],
					"textjustification": 0,
					"varname": "output"
				}
			},
			{
				"box": {
					"comment": "from distill.osc; also slot NAME, connected 1 or 0",
					"id": "obj-11",
					"index": 1,
					"maxclass": "inlet",
					"numinlets": 0,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						280.0,
						20.0,
						30.0,
						30.0
					]
				}
			},
			{
				"box": {
					"id": "obj-12",
					"maxclass": "newobj",
					"numinlets": 12,
					"numoutlets": 12,
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
						"",
						""
					],
					"patching_rect": [
						280.0,
						66.0,
						962.0,
						22.0
					],
					"text": "route connected slot /distill/param/coarse /distill/param/fine /distill/param/morph /distill/param/carry /distill/param/gain /distill/param/width /distill/param/pan /distill/done /distill/output"
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
						280.0,
						108.0,
						260.0,
						21.0
					],
					"text": "1  live knobs: hear, show, send slowly",
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
					"id": "obj-14",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 2,
					"outlettype": [
						"bang",
						""
					],
					"patching_rect": [
						280.0,
						144.0,
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
						280.0,
						226.0,
						52.0,
						60.0
					],
					"presentation": 1,
					"presentation_rect": [
						10.0,
						110.0,
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
						280.0,
						190.0,
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
						280.0,
						300.0,
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
						280.0,
						336.0,
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
						280.0,
						372.0,
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
						470.0,
						226.0,
						52.0,
						60.0
					],
					"presentation": 1,
					"presentation_rect": [
						65.0,
						110.0,
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
						470.0,
						190.0,
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
						470.0,
						300.0,
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
						470.0,
						336.0,
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
						470.0,
						372.0,
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
						660.0,
						226.0,
						52.0,
						60.0
					],
					"presentation": 1,
					"presentation_rect": [
						120.0,
						110.0,
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
						660.0,
						190.0,
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
						660.0,
						300.0,
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
						660.0,
						336.0,
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
						660.0,
						372.0,
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
						850.0,
						226.0,
						52.0,
						60.0
					],
					"presentation": 1,
					"presentation_rect": [
						175.0,
						110.0,
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
						850.0,
						190.0,
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
						850.0,
						300.0,
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
						850.0,
						336.0,
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
						850.0,
						372.0,
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
						1040.0,
						226.0,
						52.0,
						60.0
					],
					"presentation": 1,
					"presentation_rect": [
						10.0,
						174.0,
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
						1040.0,
						190.0,
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
						1040.0,
						300.0,
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
						1040.0,
						336.0,
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
						1040.0,
						372.0,
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
						1230.0,
						226.0,
						52.0,
						60.0
					],
					"presentation": 1,
					"presentation_rect": [
						65.0,
						174.0,
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
						1230.0,
						190.0,
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
						1230.0,
						300.0,
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
						1230.0,
						336.0,
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
						1230.0,
						372.0,
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
						226.0,
						52.0,
						60.0
					],
					"presentation": 1,
					"presentation_rect": [
						120.0,
						174.0,
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
						190.0,
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
						300.0,
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
						336.0,
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
						372.0,
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
						280.0,
						480.0,
						330.0,
						21.0
					],
					"text": "2  transport; the message boxes hold the chosen slot",
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
						520.0,
						516.0,
						79.0,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-52",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						280.0,
						606.0,
						23.0,
						22.0
					],
					"text": "a"
				}
			},
			{
				"box": {
					"id": "obj-53",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						280.0,
						642.0,
						119.0,
						22.0
					],
					"text": "prepend /distill/play"
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
						280.0,
						714.0,
						94.0,
						22.0
					],
					"text": "append id play"
				}
			},
			{
				"box": {
					"id": "obj-55",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						400.0,
						606.0,
						23.0,
						22.0
					],
					"text": "a"
				}
			},
			{
				"box": {
					"id": "obj-56",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						400.0,
						678.0,
						133.0,
						22.0
					],
					"text": "prepend /distill/stream"
				}
			},
			{
				"box": {
					"id": "obj-57",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						400.0,
						714.0,
						94.0,
						22.0
					],
					"text": "append id play"
				}
			},
			{
				"box": {
					"id": "obj-58",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						620.0,
						606.0,
						110.0,
						22.0
					],
					"text": "/distill/stop id play"
				}
			},
			{
				"box": {
					"id": "obj-59",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						740.0,
						642.0,
						116.0,
						22.0
					],
					"text": "/distill/panic id play"
				}
			},
			{
				"box": {
					"fontsize": 12.0,
					"id": "obj-60",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						930.0,
						480.0,
						180.0,
						21.0
					],
					"text": "3  where morph leads",
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
					"id": "obj-61",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						930.0,
						606.0,
						139.0,
						22.0
					],
					"text": "prepend /distill/towards"
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
						930.0,
						642.0,
						94.0,
						22.0
					],
					"text": "append id play"
				}
			},
			{
				"box": {
					"fontsize": 12.0,
					"id": "obj-63",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1620.0,
						108.0,
						200.0,
						21.0
					],
					"text": "4  what sounds",
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
					"id": "obj-64",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						1620.0,
						144.0,
						69.0,
						22.0
					],
					"text": "route play"
				}
			},
			{
				"box": {
					"id": "obj-65",
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
						1620.0,
						180.0,
						167.0,
						22.0
					],
					"text": "route play stream stop panic"
				}
			},
			{
				"box": {
					"id": "obj-66",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						"float"
					],
					"patching_rect": [
						1620.0,
						234.0,
						77.0,
						22.0
					],
					"text": "unpack s 0."
				}
			},
			{
				"box": {
					"id": "obj-67",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1620.0,
						270.0,
						182.0,
						22.0
					],
					"text": "sprintf set loops slot %s: %.2f s"
				}
			},
			{
				"box": {
					"id": "obj-68",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						"int"
					],
					"patching_rect": [
						1710.0,
						306.0,
						74.0,
						22.0
					],
					"text": "unpack s 0"
				}
			},
			{
				"box": {
					"id": "obj-69",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1710.0,
						342.0,
						239.0,
						22.0
					],
					"text": "sprintf set streams from slot %s: seed %ld"
				}
			},
			{
				"box": {
					"id": "obj-70",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1830.0,
						378.0,
						63.0,
						22.0
					],
					"text": "set silent"
				}
			},
			{
				"box": {
					"id": "obj-71",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						1620.0,
						480.0,
						62.0,
						22.0
					],
					"text": "zl slice 1"
				}
			},
			{
				"box": {
					"id": "obj-72",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1620.0,
						516.0,
						154.0,
						22.0
					],
					"text": "sprintf set sound card: %s"
				}
			},
			{
				"box": {
					"comment": "to the server: into distill.osc",
					"id": "obj-73",
					"index": 1,
					"maxclass": "outlet",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						280.0,
						780.0,
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
						"obj-14",
						0
					],
					"midpoints": [
						289.5,
						95.0,
						275.0,
						95.0,
						275.0,
						137.0,
						289.5,
						137.0
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
						"obj-16",
						0
					],
					"midpoints": [
						461.0,
						99.0,
						270.0,
						99.0,
						270.0,
						179.0,
						289.5,
						179.0
					],
					"source": [
						"obj-12",
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
						289.5,
						173.0,
						275.0,
						173.0,
						275.0,
						365.0,
						289.5,
						365.0
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
						"obj-21",
						0
					],
					"midpoints": [
						546.7,
						183.0,
						479.5,
						183.0
					],
					"source": [
						"obj-12",
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
						289.5,
						173.0,
						460.0,
						173.0,
						460.0,
						365.0,
						479.5,
						365.0
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
						"obj-26",
						0
					],
					"midpoints": [
						632.4,
						183.0,
						669.5,
						183.0
					],
					"source": [
						"obj-12",
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
						289.5,
						173.0,
						650.0,
						173.0,
						650.0,
						365.0,
						669.5,
						365.0
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
						"obj-31",
						0
					],
					"midpoints": [
						718.1,
						183.0,
						859.5,
						183.0
					],
					"source": [
						"obj-12",
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
						289.5,
						173.0,
						840.0,
						173.0,
						840.0,
						365.0,
						859.5,
						365.0
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
						"obj-36",
						0
					],
					"midpoints": [
						803.9,
						177.0,
						1049.5,
						177.0
					],
					"source": [
						"obj-12",
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
						289.5,
						173.0,
						1034.0,
						173.0,
						1034.0,
						365.0,
						1049.5,
						365.0
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
						"obj-41",
						0
					],
					"midpoints": [
						889.6,
						183.0,
						1239.5,
						183.0
					],
					"source": [
						"obj-12",
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
						289.5,
						173.0,
						1220.0,
						173.0,
						1220.0,
						365.0,
						1239.5,
						365.0
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
						"obj-46",
						0
					],
					"midpoints": [
						975.3,
						171.0,
						1429.5,
						171.0
					],
					"source": [
						"obj-12",
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
						289.5,
						173.0,
						1410.0,
						173.0,
						1410.0,
						365.0,
						1429.5,
						365.0
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
						"obj-51",
						0
					],
					"midpoints": [
						375.2,
						95.0,
						455.0,
						95.0,
						455.0,
						509.0,
						529.5,
						509.0
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
						"obj-52",
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
						"obj-52",
						0
					],
					"midpoints": [
						529.5,
						599.0,
						289.5,
						599.0
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
						"obj-4",
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
					"midpoints": [
						529.5,
						599.0,
						409.5,
						599.0
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
						"obj-56",
						0
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
						"obj-58",
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
						"obj-59",
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
						"obj-61",
						0
					],
					"midpoints": [
						994.0,
						599.0,
						939.5,
						599.0
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
						"obj-64",
						0
					],
					"midpoints": [
						1061.0,
						137.0,
						1629.5,
						137.0
					],
					"source": [
						"obj-12",
						9
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
						"obj-67",
						1
					],
					"midpoints": [
						1687.5,
						263.0,
						1792.5,
						263.0
					],
					"source": [
						"obj-66",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-68",
						0
					],
					"midpoints": [
						1666.5,
						209.0,
						1615.0,
						209.0,
						1615.0,
						299.0,
						1719.5,
						299.0
					],
					"source": [
						"obj-65",
						1
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
						"obj-69",
						1
					],
					"midpoints": [
						1774.5,
						335.0,
						1939.5,
						335.0
					],
					"source": [
						"obj-68",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-70",
						0
					],
					"midpoints": [
						1703.5,
						213.0,
						1610.0,
						213.0,
						1610.0,
						367.0,
						1839.5,
						367.0
					],
					"source": [
						"obj-65",
						2
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-70",
						0
					],
					"midpoints": [
						1740.5,
						209.0,
						1954.0,
						209.0,
						1954.0,
						371.0,
						1839.5,
						371.0
					],
					"source": [
						"obj-65",
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
						"obj-67",
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
						1719.5,
						433.0,
						1629.5,
						433.0
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
						"obj-9",
						0
					],
					"midpoints": [
						1839.5,
						427.0,
						1629.5,
						427.0
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
						"obj-71",
						0
					],
					"midpoints": [
						1146.8,
						95.0,
						1207.0,
						95.0,
						1207.0,
						473.0,
						1629.5,
						473.0
					],
					"source": [
						"obj-12",
						10
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
						"obj-71",
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
						"obj-72",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-73",
						0
					],
					"midpoints": [
						289.5,
						369.0,
						270.0,
						369.0,
						270.0,
						769.0,
						289.5,
						769.0
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
						"obj-73",
						0
					],
					"midpoints": [
						289.5,
						401.0,
						275.0,
						401.0,
						275.0,
						773.0,
						289.5,
						773.0
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
						"obj-73",
						0
					],
					"midpoints": [
						479.5,
						365.0,
						251.0,
						365.0,
						251.0,
						773.0,
						289.5,
						773.0
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
						"obj-73",
						0
					],
					"midpoints": [
						479.5,
						409.0,
						265.0,
						409.0,
						265.0,
						765.0,
						289.5,
						765.0
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
						"obj-73",
						0
					],
					"midpoints": [
						669.5,
						369.0,
						615.0,
						369.0,
						615.0,
						769.0,
						289.5,
						769.0
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
						"obj-73",
						0
					],
					"midpoints": [
						669.5,
						401.0,
						615.0,
						401.0,
						615.0,
						773.0,
						289.5,
						773.0
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
						"obj-73",
						0
					],
					"midpoints": [
						859.5,
						369.0,
						246.0,
						369.0,
						246.0,
						769.0,
						289.5,
						769.0
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
						"obj-73",
						0
					],
					"midpoints": [
						859.5,
						749.0,
						289.5,
						749.0
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
						"obj-73",
						0
					],
					"midpoints": [
						1049.5,
						369.0,
						241.0,
						369.0,
						241.0,
						769.0,
						289.5,
						769.0
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
						"obj-73",
						0
					],
					"midpoints": [
						1049.5,
						409.0,
						1115.0,
						409.0,
						1115.0,
						765.0,
						289.5,
						765.0
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
						"obj-73",
						0
					],
					"midpoints": [
						1239.5,
						365.0,
						1350.0,
						365.0,
						1350.0,
						773.0,
						289.5,
						773.0
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
						"obj-73",
						0
					],
					"midpoints": [
						1239.5,
						743.0,
						289.5,
						743.0
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
						"obj-73",
						0
					],
					"midpoints": [
						1429.5,
						369.0,
						1410.0,
						369.0,
						1410.0,
						769.0,
						289.5,
						769.0
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
						"obj-73",
						0
					],
					"midpoints": [
						1429.5,
						737.0,
						289.5,
						737.0
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
						"obj-73",
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
						"obj-73",
						0
					],
					"midpoints": [
						409.5,
						773.0,
						289.5,
						773.0
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
						"obj-73",
						0
					],
					"midpoints": [
						629.5,
						767.0,
						289.5,
						767.0
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
						"obj-73",
						0
					],
					"midpoints": [
						749.5,
						761.0,
						289.5,
						761.0
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
						"obj-73",
						0
					],
					"midpoints": [
						939.5,
						755.0,
						289.5,
						755.0
					],
					"source": [
						"obj-62",
						0
					]
				}
			}
		],
		"parameters": {
			"obj-8": [
				"towards",
				"towards",
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

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
			374.0
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
		"description": "Let the model write: a new grid into the chosen slot, or on from where it ends.",
		"digest": "Let the model write",
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
						374.0
					],
					"presentation": 1,
					"presentation_rect": [
						0.0,
						0.0,
						236.0,
						374.0
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
						75.99079,
						22.0
					],
					"presentation": 1,
					"presentation_rect": [
						6.0,
						8.0,
						75.99079,
						22.0
					],
					"text": "Generate",
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
					"annotation": "Write a new grid into the slot",
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
					"hint": "Write a new grid into the slot",
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
						2810.0,
						216.0,
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
					"text": "generate",
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
					"varname": "generate"
				}
			},
			{
				"box": {
					"annotation": "Write on where the slot ends",
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
					"hint": "Write on where the slot ends",
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
						3030.0,
						216.0,
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
					"text": "continue",
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
					"varname": "continue"
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
						6.0,
						80.0,
						70.0,
						18.0
					],
					"presentation": 1,
					"presentation_rect": [
						6.0,
						80.0,
						70.0,
						18.0
					],
					"text": "seconds",
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
					"annotation": "How long, in seconds",
					"bgcolor": [
						0.0941,
						0.1059,
						0.1216,
						1.0
					],
					"fontsize": 12.0,
					"format": 6,
					"hint": "How long, in seconds",
					"htricolor": [
						0.5961,
						0.6314,
						0.6706,
						1.0
					],
					"id": "obj-6",
					"maxclass": "flonum",
					"maximum": 3600.0,
					"minimum": 0.2,
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						"bang"
					],
					"parameter_enable": 0,
					"patching_rect": [
						2530.0,
						216.0,
						66.0,
						24.0
					],
					"presentation": 1,
					"presentation_rect": [
						10.0,
						100.0,
						66.0,
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
					"varname": "seconds"
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
						80.0,
						80.0,
						146.0,
						18.0
					],
					"presentation": 1,
					"presentation_rect": [
						80.0,
						80.0,
						146.0,
						18.0
					],
					"text": "seed, 0 for any",
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
					"annotation": "Seed of random choices; 0 draws a new one and reports it",
					"bgcolor": [
						0.0941,
						0.1059,
						0.1216,
						1.0
					],
					"fontsize": 12.0,
					"hint": "Seed of random choices; 0 draws a new one and reports it",
					"htricolor": [
						0.5961,
						0.6314,
						0.6706,
						1.0
					],
					"id": "obj-8",
					"maxclass": "number",
					"maximum": 2147483647,
					"minimum": 0,
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						"bang"
					],
					"parameter_enable": 0,
					"patching_rect": [
						2650.0,
						216.0,
						142.0,
						24.0
					],
					"presentation": 1,
					"presentation_rect": [
						84.0,
						100.0,
						142.0,
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
					"varname": "seed"
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
						6.0,
						273.0,
						110.0,
						18.0
					],
					"presentation": 1,
					"presentation_rect": [
						6.0,
						273.0,
						110.0,
						18.0
					],
					"text": "top_k, 0 for all",
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
					"id": "obj-10",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						3270.0,
						342.0,
						220.0,
						18.0
					],
					"presentation": 1,
					"presentation_rect": [
						6.0,
						306.0,
						220.0,
						18.0
					],
					"text": "nothing written yet",
					"textcolor": [
						0.9098,
						0.8941,
						0.8549,
						1.0
					],
					"textjustification": 0,
					"varname": "last"
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
						3410.0,
						378.0,
						220.0,
						18.0
					],
					"presentation": 1,
					"presentation_rect": [
						6.0,
						330.0,
						220.0,
						18.0
					],
					"text": "surprise: nats for each code",
					"textcolor": [
						0.5961,
						0.6314,
						0.6706,
						1.0
					],
					"textjustification": 0,
					"varname": "surprise"
				}
			},
			{
				"box": {
					"comment": "from distill.osc; also slot NAME, connected 1 or 0",
					"id": "obj-12",
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
					"id": "obj-13",
					"maxclass": "newobj",
					"numinlets": 13,
					"numoutlets": 13,
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
						"",
						""
					],
					"patching_rect": [
						280.0,
						66.0,
						1252.0,
						22.0
					],
					"text": "route connected slot /distill/param/temperature /distill/param/fine_temperature /distill/param/memory /distill/param/stay /distill/param/roam /distill/param/map_pull /distill/param/map_x /distill/param/map_y /distill/param/top_k /distill/done"
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
						280.0,
						108.0,
						320.0,
						21.0
					],
					"text": "1  how the model chooses: hear, show, send slowly",
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
						0.9098,
						0.8941,
						0.8549,
						1.0
					],
					"annotation": "Randomness of the prior: low values repeat what is likely, high values surprise.",
					"hint": "Randomness of the prior: low values repeat what is likely, high values surprise.",
					"id": "obj-16",
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
						216.0,
						52.0,
						60.0
					],
					"presentation": 1,
					"presentation_rect": [
						12.0,
						142.0,
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
					"id": "obj-17",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						280.0,
						180.0,
						79.0,
						22.0
					],
					"text": "prepend set"
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
						280.0,
						290.0,
						81.0,
						22.0
					],
					"text": "speedlim 20"
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
						280.0,
						326.0,
						199.0,
						22.0
					],
					"text": "prepend /distill/param/temperature"
				}
			},
			{
				"box": {
					"id": "obj-20",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						280.0,
						362.0,
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
						0.9098,
						0.8941,
						0.8549,
						1.0
					],
					"annotation": "Temperature of the finest level as a share of temperature; those between in proportion. Low keeps notes clear, 1 is as free as the coarsest.",
					"hint": "Temperature of the finest level as a share of temperature; those between in proportion. Low keeps notes clear, 1 is as free as the coarsest.",
					"id": "obj-21",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						"float"
					],
					"parameter_enable": 1,
					"patching_rect": [
						530.0,
						216.0,
						52.0,
						60.0
					],
					"presentation": 1,
					"presentation_rect": [
						66.0,
						142.0,
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
								0.5
							],
							"parameter_longname": "fine_temperature",
							"parameter_mmax": 1.0,
							"parameter_mmin": 0.05,
							"parameter_shortname": "fine temp.",
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
					"varname": "fine_temperature"
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
						530.0,
						180.0,
						79.0,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-23",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						530.0,
						290.0,
						81.0,
						22.0
					],
					"text": "speedlim 20"
				}
			},
			{
				"box": {
					"id": "obj-24",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						530.0,
						326.0,
						225.0,
						22.0
					],
					"text": "prepend /distill/param/fine_temperature"
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
						530.0,
						362.0,
						177.0,
						22.0
					],
					"text": "/distill/param/fine_temperature"
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
					"annotation": "How much is taken from the model's own sounds: at 1 every moment is a real one, carried by its sound; at 0 the Transformer invents all.",
					"hint": "How much is taken from the model's own sounds: at 1 every moment is a real one, carried by its sound; at 0 the Transformer invents all.",
					"id": "obj-26",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						"float"
					],
					"parameter_enable": 1,
					"patching_rect": [
						780.0,
						216.0,
						52.0,
						60.0
					],
					"presentation": 1,
					"presentation_rect": [
						120.0,
						142.0,
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
							"parameter_longname": "memory",
							"parameter_mmax": 1.0,
							"parameter_mmin": 0.0,
							"parameter_shortname": "memory",
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
					"varname": "memory"
				}
			},
			{
				"box": {
					"id": "obj-27",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						780.0,
						180.0,
						79.0,
						22.0
					],
					"text": "prepend set"
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
						780.0,
						290.0,
						81.0,
						22.0
					],
					"text": "speedlim 20"
				}
			},
			{
				"box": {
					"id": "obj-29",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						780.0,
						326.0,
						177.0,
						22.0
					],
					"text": "prepend /distill/param/memory"
				}
			},
			{
				"box": {
					"id": "obj-30",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						780.0,
						362.0,
						130.0,
						22.0
					],
					"text": "/distill/param/memory"
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
					"annotation": "How long it goes on in one sound before it jumps to where another goes on alike.",
					"hint": "How long it goes on in one sound before it jumps to where another goes on alike.",
					"id": "obj-31",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						"float"
					],
					"parameter_enable": 1,
					"patching_rect": [
						1030.0,
						216.0,
						52.0,
						60.0
					],
					"presentation": 1,
					"presentation_rect": [
						174.0,
						142.0,
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
								1.4
							],
							"parameter_longname": "stay",
							"parameter_mmax": 60.0,
							"parameter_mmin": 0.2,
							"parameter_shortname": "stay",
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
					"varname": "stay"
				}
			},
			{
				"box": {
					"id": "obj-32",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1030.0,
						180.0,
						79.0,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-33",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1030.0,
						290.0,
						81.0,
						22.0
					],
					"text": "speedlim 20"
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
						1030.0,
						326.0,
						156.0,
						22.0
					],
					"text": "prepend /distill/param/stay"
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
						1030.0,
						362.0,
						109.0,
						22.0
					],
					"text": "/distill/param/stay"
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
					"annotation": "How readily a jump leaves the file it is in for another of the model's sounds.",
					"hint": "How readily a jump leaves the file it is in for another of the model's sounds.",
					"id": "obj-36",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						"float"
					],
					"parameter_enable": 1,
					"patching_rect": [
						1280.0,
						216.0,
						52.0,
						60.0
					],
					"presentation": 1,
					"presentation_rect": [
						12.0,
						206.0,
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
								0.25
							],
							"parameter_longname": "roam",
							"parameter_mmax": 1.0,
							"parameter_mmin": 0.0,
							"parameter_shortname": "roam",
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
					"varname": "roam"
				}
			},
			{
				"box": {
					"id": "obj-37",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1280.0,
						180.0,
						79.0,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-38",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1280.0,
						290.0,
						81.0,
						22.0
					],
					"text": "speedlim 20"
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
						1280.0,
						326.0,
						161.0,
						22.0
					],
					"text": "prepend /distill/param/roam"
				}
			},
			{
				"box": {
					"id": "obj-40",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1280.0,
						362.0,
						114.0,
						22.0
					],
					"text": "/distill/param/roam"
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
					"annotation": "How strongly the place on the map of the model's sounds leads what is written; 0: not.",
					"hint": "How strongly the place on the map of the model's sounds leads what is written; 0: not.",
					"id": "obj-41",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						"float"
					],
					"parameter_enable": 1,
					"patching_rect": [
						1530.0,
						216.0,
						52.0,
						60.0
					],
					"presentation": 1,
					"presentation_rect": [
						66.0,
						206.0,
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
							"parameter_longname": "map_pull",
							"parameter_mmax": 1.0,
							"parameter_mmin": 0.0,
							"parameter_shortname": "map_pull",
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
					"varname": "map_pull"
				}
			},
			{
				"box": {
					"id": "obj-42",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1530.0,
						180.0,
						79.0,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-43",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1530.0,
						290.0,
						81.0,
						22.0
					],
					"text": "speedlim 20"
				}
			},
			{
				"box": {
					"id": "obj-44",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1530.0,
						326.0,
						183.0,
						22.0
					],
					"text": "prepend /distill/param/map_pull"
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
						1530.0,
						362.0,
						135.0,
						22.0
					],
					"text": "/distill/param/map_pull"
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
					"annotation": "The place on the map of the model's sounds that is sought, from left to right.",
					"hint": "The place on the map of the model's sounds that is sought, from left to right.",
					"id": "obj-46",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						"float"
					],
					"parameter_enable": 1,
					"patching_rect": [
						1780.0,
						216.0,
						52.0,
						60.0
					],
					"presentation": 1,
					"presentation_rect": [
						120.0,
						206.0,
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
								0.5
							],
							"parameter_longname": "map_x",
							"parameter_mmax": 1.0,
							"parameter_mmin": 0.0,
							"parameter_shortname": "map_x",
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
					"varname": "map_x"
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
						1780.0,
						180.0,
						79.0,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-48",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1780.0,
						290.0,
						81.0,
						22.0
					],
					"text": "speedlim 20"
				}
			},
			{
				"box": {
					"id": "obj-49",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1780.0,
						326.0,
						170.0,
						22.0
					],
					"text": "prepend /distill/param/map_x"
				}
			},
			{
				"box": {
					"id": "obj-50",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1780.0,
						362.0,
						123.0,
						22.0
					],
					"text": "/distill/param/map_x"
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
					"annotation": "The place on the map of the model's sounds that is sought, from bottom to top.",
					"hint": "The place on the map of the model's sounds that is sought, from bottom to top.",
					"id": "obj-51",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						"float"
					],
					"parameter_enable": 1,
					"patching_rect": [
						2030.0,
						216.0,
						52.0,
						60.0
					],
					"presentation": 1,
					"presentation_rect": [
						174.0,
						206.0,
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
								0.5
							],
							"parameter_longname": "map_y",
							"parameter_mmax": 1.0,
							"parameter_mmin": 0.0,
							"parameter_shortname": "map_y",
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
					"varname": "map_y"
				}
			},
			{
				"box": {
					"id": "obj-52",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						2030.0,
						180.0,
						79.0,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-53",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						2030.0,
						290.0,
						81.0,
						22.0
					],
					"text": "speedlim 20"
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
						2030.0,
						326.0,
						170.0,
						22.0
					],
					"text": "prepend /distill/param/map_y"
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
						2030.0,
						362.0,
						123.0,
						22.0
					],
					"text": "/distill/param/map_y"
				}
			},
			{
				"box": {
					"annotation": "The prior samples from this many of the likeliest codes; 0 means all.",
					"bgcolor": [
						0.0941,
						0.1059,
						0.1216,
						1.0
					],
					"fontsize": 12.0,
					"hint": "The prior samples from this many of the likeliest codes; 0 means all.",
					"htricolor": [
						0.5961,
						0.6314,
						0.6706,
						1.0
					],
					"id": "obj-56",
					"maxclass": "number",
					"maximum": 1024,
					"minimum": 0,
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						"bang"
					],
					"parameter_enable": 0,
					"patching_rect": [
						2280.0,
						216.0,
						104.0,
						24.0
					],
					"presentation": 1,
					"presentation_rect": [
						122.0,
						270.0,
						104.0,
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
					"varname": "top_k"
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
						2280.0,
						180.0,
						79.0,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-58",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						2280.0,
						254.0,
						81.0,
						22.0
					],
					"text": "speedlim 20"
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
						2280.0,
						290.0,
						163.0,
						22.0
					],
					"text": "prepend /distill/param/top_k"
				}
			},
			{
				"box": {
					"id": "obj-60",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						2280.0,
						326.0,
						116.0,
						22.0
					],
					"text": "/distill/param/top_k"
				}
			},
			{
				"box": {
					"fontsize": 12.0,
					"id": "obj-61",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						2530.0,
						108.0,
						160.0,
						21.0
					],
					"text": "2  length and seed",
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
					"id": "obj-62",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						"bang"
					],
					"patching_rect": [
						2530.0,
						144.0,
						65.0,
						22.0
					],
					"text": "loadbang"
				}
			},
			{
				"box": {
					"id": "obj-63",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						2530.0,
						180.0,
						26.0,
						22.0
					],
					"text": "4."
				}
			},
			{
				"box": {
					"fontsize": 12.0,
					"id": "obj-64",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						2810.0,
						108.0,
						300.0,
						21.0
					],
					"text": "3  generate and continue: slot, seconds, seed",
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
					"id": "obj-65",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						2810.0,
						144.0,
						38.0,
						22.0
					],
					"text": "t s s"
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
						2930.0,
						180.0,
						79.0,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-67",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						2810.0,
						270.0,
						23.0,
						22.0
					],
					"text": "a"
				}
			},
			{
				"box": {
					"id": "obj-68",
					"maxclass": "newobj",
					"numinlets": 5,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						2810.0,
						306.0,
						152.0,
						22.0
					],
					"text": "pack a seconds 4. seed 0"
				}
			},
			{
				"box": {
					"id": "obj-69",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						2810.0,
						342.0,
						144.0,
						22.0
					],
					"text": "prepend /distill/generate"
				}
			},
			{
				"box": {
					"id": "obj-70",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						2810.0,
						378.0,
						91.0,
						22.0
					],
					"text": "append id edit"
				}
			},
			{
				"box": {
					"id": "obj-71",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						3150.0,
						180.0,
						79.0,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-72",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						3030.0,
						270.0,
						23.0,
						22.0
					],
					"text": "a"
				}
			},
			{
				"box": {
					"id": "obj-73",
					"maxclass": "newobj",
					"numinlets": 5,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						3030.0,
						306.0,
						152.0,
						22.0
					],
					"text": "pack a seconds 4. seed 0"
				}
			},
			{
				"box": {
					"id": "obj-74",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						3030.0,
						342.0,
						142.0,
						22.0
					],
					"text": "prepend /distill/continue"
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
						3030.0,
						378.0,
						91.0,
						22.0
					],
					"text": "append id edit"
				}
			},
			{
				"box": {
					"fontsize": 12.0,
					"id": "obj-76",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						3270.0,
						108.0,
						220.0,
						21.0
					],
					"text": "4  what was written",
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
						"",
						""
					],
					"patching_rect": [
						3270.0,
						144.0,
						66.0,
						22.0
					],
					"text": "route edit"
				}
			},
			{
				"box": {
					"id": "obj-78",
					"maxclass": "newobj",
					"numinlets": 3,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						""
					],
					"patching_rect": [
						3270.0,
						180.0,
						143.0,
						22.0
					],
					"text": "route generate continue"
				}
			},
			{
				"box": {
					"id": "obj-79",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 4,
					"outlettype": [
						"",
						"int",
						"int",
						"float"
					],
					"patching_rect": [
						3270.0,
						234.0,
						97.0,
						22.0
					],
					"text": "unpack s 0 0 0."
				}
			},
			{
				"box": {
					"id": "obj-80",
					"maxclass": "newobj",
					"numinlets": 3,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						3270.0,
						306.0,
						241.0,
						22.0
					],
					"text": "sprintf set slot %s: %ld columns: seed %ld"
				}
			},
			{
				"box": {
					"id": "obj-81",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						3410.0,
						270.0,
						247.0,
						22.0
					],
					"text": "sprintf set surprise: %.2f nats for each code"
				}
			},
			{
				"box": {
					"comment": "to the server: into distill.osc",
					"id": "obj-82",
					"index": 1,
					"maxclass": "outlet",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						280.0,
						480.0,
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
						"obj-15",
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
						"obj-13",
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
						495.0,
						99.0,
						270.0,
						99.0,
						270.0,
						169.0,
						289.5,
						169.0
					],
					"source": [
						"obj-13",
						2
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-16",
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
						"obj-20",
						0
					],
					"midpoints": [
						289.5,
						173.0,
						275.0,
						173.0,
						275.0,
						355.0,
						289.5,
						355.0
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
						"obj-22",
						0
					],
					"midpoints": [
						597.8,
						95.0,
						605.0,
						95.0,
						605.0,
						173.0,
						539.5,
						173.0
					],
					"source": [
						"obj-13",
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
					"source": [
						"obj-22",
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
						"obj-21",
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
						"obj-23",
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
						289.5,
						173.0,
						520.0,
						173.0,
						520.0,
						355.0,
						539.5,
						355.0
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
						"obj-27",
						0
					],
					"midpoints": [
						700.5,
						173.0,
						789.5,
						173.0
					],
					"source": [
						"obj-13",
						4
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-26",
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
						"obj-30",
						0
					],
					"midpoints": [
						289.5,
						177.0,
						770.0,
						177.0,
						770.0,
						351.0,
						789.5,
						351.0
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
						"obj-32",
						0
					],
					"midpoints": [
						803.2,
						173.0,
						1039.5,
						173.0
					],
					"source": [
						"obj-13",
						5
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
						"obj-32",
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
						"obj-31",
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
						"obj-33",
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
						289.5,
						177.0,
						1020.0,
						177.0,
						1020.0,
						351.0,
						1039.5,
						351.0
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
						"obj-37",
						0
					],
					"midpoints": [
						906.0,
						167.0,
						1289.5,
						167.0
					],
					"source": [
						"obj-13",
						6
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-36",
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
						"obj-38",
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
						"obj-40",
						0
					],
					"midpoints": [
						289.5,
						177.0,
						1270.0,
						177.0,
						1270.0,
						351.0,
						1289.5,
						351.0
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
						"obj-42",
						0
					],
					"midpoints": [
						1008.8,
						161.0,
						1539.5,
						161.0
					],
					"source": [
						"obj-13",
						7
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
						"obj-42",
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
						"obj-41",
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
					"midpoints": [
						289.5,
						177.0,
						1520.0,
						177.0,
						1520.0,
						351.0,
						1539.5,
						351.0
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
						"obj-47",
						0
					],
					"midpoints": [
						1111.5,
						173.0,
						1789.5,
						173.0
					],
					"source": [
						"obj-13",
						8
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
						"obj-47",
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
						"obj-46",
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
					"source": [
						"obj-48",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-50",
						0
					],
					"midpoints": [
						289.5,
						177.0,
						1770.0,
						177.0,
						1770.0,
						351.0,
						1789.5,
						351.0
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
						"obj-52",
						0
					],
					"midpoints": [
						1214.2,
						155.0,
						2039.5,
						155.0
					],
					"source": [
						"obj-13",
						9
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-51",
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
					"midpoints": [
						289.5,
						177.0,
						2020.0,
						177.0,
						2020.0,
						351.0,
						2039.5,
						351.0
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
						"obj-57",
						0
					],
					"midpoints": [
						1317.0,
						167.0,
						2289.5,
						167.0
					],
					"source": [
						"obj-13",
						10
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
						"obj-57",
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
						"obj-56",
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
						"obj-60",
						0
					],
					"midpoints": [
						289.5,
						173.0,
						369.0,
						173.0,
						369.0,
						319.0,
						2289.5,
						319.0
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
						"obj-6",
						0
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
						"obj-65",
						0
					],
					"midpoints": [
						392.2,
						103.0,
						2802.0,
						103.0,
						2802.0,
						129.0,
						2819.5,
						129.0
					],
					"source": [
						"obj-13",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-66",
						0
					],
					"midpoints": [
						2819.5,
						173.0,
						2939.5,
						173.0
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
						"obj-3",
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
					"midpoints": [
						2939.5,
						263.0,
						2819.5,
						263.0
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
						"obj-68",
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
						"obj-68",
						2
					],
					"midpoints": [
						2539.5,
						293.0,
						2886.0,
						293.0
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
						"obj-68",
						4
					],
					"midpoints": [
						2659.5,
						299.0,
						2952.5,
						299.0
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
						"obj-70",
						0
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
						"obj-71",
						0
					],
					"midpoints": [
						2838.5,
						177.0,
						2843.0,
						177.0,
						2843.0,
						169.0,
						3159.5,
						169.0
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
						"obj-72",
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
						"obj-72",
						0
					],
					"midpoints": [
						3159.5,
						263.0,
						3039.5,
						263.0
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
						"obj-73",
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
						2
					],
					"midpoints": [
						2539.5,
						293.0,
						3106.0,
						293.0
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
						"obj-73",
						4
					],
					"midpoints": [
						2659.5,
						299.0,
						3172.5,
						299.0
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
						"obj-74",
						0
					],
					"source": [
						"obj-73",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-75",
						0
					],
					"source": [
						"obj-74",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-77",
						0
					],
					"midpoints": [
						1419.8,
						137.0,
						3279.5,
						137.0
					],
					"source": [
						"obj-13",
						11
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
						"obj-79",
						0
					],
					"source": [
						"obj-78",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-79",
						0
					],
					"midpoints": [
						3341.5,
						227.0,
						3279.5,
						227.0
					],
					"source": [
						"obj-78",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-80",
						0
					],
					"source": [
						"obj-79",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-80",
						1
					],
					"midpoints": [
						3305.5,
						299.0,
						3390.5,
						299.0
					],
					"source": [
						"obj-79",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-80",
						2
					],
					"midpoints": [
						3331.5,
						293.0,
						3501.5,
						293.0
					],
					"source": [
						"obj-79",
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
					"source": [
						"obj-80",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-81",
						0
					],
					"midpoints": [
						3357.5,
						263.0,
						3419.5,
						263.0
					],
					"source": [
						"obj-79",
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
						3419.5,
						299.0,
						3516.0,
						299.0,
						3516.0,
						371.0,
						3419.5,
						371.0
					],
					"source": [
						"obj-81",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-82",
						0
					],
					"midpoints": [
						289.5,
						355.0,
						275.0,
						355.0,
						275.0,
						473.0,
						289.5,
						473.0
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
						"obj-82",
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
						"obj-82",
						0
					],
					"midpoints": [
						539.5,
						359.0,
						520.0,
						359.0,
						520.0,
						469.0,
						289.5,
						469.0
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
						"obj-82",
						0
					],
					"midpoints": [
						539.5,
						473.0,
						289.5,
						473.0
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
						"obj-82",
						0
					],
					"midpoints": [
						789.5,
						355.0,
						770.0,
						355.0,
						770.0,
						473.0,
						289.5,
						473.0
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
						"obj-82",
						0
					],
					"midpoints": [
						789.5,
						461.0,
						289.5,
						461.0
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
						"obj-82",
						0
					],
					"midpoints": [
						1039.5,
						359.0,
						1020.0,
						359.0,
						1020.0,
						469.0,
						289.5,
						469.0
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
						"obj-82",
						0
					],
					"midpoints": [
						1039.5,
						455.0,
						289.5,
						455.0
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
						"obj-82",
						0
					],
					"midpoints": [
						1289.5,
						355.0,
						1270.0,
						355.0,
						1270.0,
						473.0,
						289.5,
						473.0
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
						"obj-82",
						0
					],
					"midpoints": [
						1289.5,
						449.0,
						289.5,
						449.0
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
						"obj-82",
						0
					],
					"midpoints": [
						1539.5,
						359.0,
						1520.0,
						359.0,
						1520.0,
						469.0,
						289.5,
						469.0
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
						"obj-82",
						0
					],
					"midpoints": [
						1539.5,
						443.0,
						289.5,
						443.0
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
						"obj-82",
						0
					],
					"midpoints": [
						1789.5,
						355.0,
						1770.0,
						355.0,
						1770.0,
						473.0,
						289.5,
						473.0
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
						"obj-82",
						0
					],
					"midpoints": [
						1789.5,
						437.0,
						289.5,
						437.0
					],
					"source": [
						"obj-50",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-82",
						0
					],
					"midpoints": [
						2039.5,
						359.0,
						2020.0,
						359.0,
						2020.0,
						469.0,
						289.5,
						469.0
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
						"obj-82",
						0
					],
					"midpoints": [
						2039.5,
						431.0,
						289.5,
						431.0
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
						"obj-82",
						0
					],
					"midpoints": [
						2289.5,
						323.0,
						270.0,
						323.0,
						270.0,
						469.0,
						289.5,
						469.0
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
						"obj-82",
						0
					],
					"midpoints": [
						2289.5,
						425.0,
						289.5,
						425.0
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
						"obj-82",
						0
					],
					"midpoints": [
						2819.5,
						419.0,
						289.5,
						419.0
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
						"obj-82",
						0
					],
					"midpoints": [
						3039.5,
						413.0,
						289.5,
						413.0
					],
					"source": [
						"obj-75",
						0
					]
				}
			}
		],
		"parameters": {
			"obj-16": [
				"temperature",
				"temperature",
				0
			],
			"obj-21": [
				"fine_temperature",
				"fine temp.",
				0
			],
			"obj-26": [
				"memory",
				"memory",
				0
			],
			"obj-31": [
				"stay",
				"stay",
				0
			],
			"obj-36": [
				"roam",
				"roam",
				0
			],
			"obj-41": [
				"map_pull",
				"map_pull",
				0
			],
			"obj-46": [
				"map_x",
				"map_x",
				0
			],
			"obj-51": [
				"map_y",
				"map_y",
				0
			],
			"parameterbanks": {}
		}
	}
}

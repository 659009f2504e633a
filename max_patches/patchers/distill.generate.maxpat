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
			300.0
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
						300.0
					],
					"presentation": 1,
					"presentation_rect": [
						0.0,
						0.0,
						236.0,
						300.0
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
						1310.0,
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
						1530.0,
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
						1030.0,
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
						1150.0,
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
						136.0,
						144.0,
						90.0,
						18.0
					],
					"presentation": 1,
					"presentation_rect": [
						136.0,
						144.0,
						90.0,
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
						1770.0,
						342.0,
						220.0,
						18.0
					],
					"presentation": 1,
					"presentation_rect": [
						6.0,
						232.0,
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
						1910.0,
						378.0,
						220.0,
						18.0
					],
					"presentation": 1,
					"presentation_rect": [
						6.0,
						256.0,
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
					"numinlets": 7,
					"numoutlets": 7,
					"outlettype": [
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
						594.0,
						22.0
					],
					"text": "route connected slot /distill/param/temperature /distill/param/fine_temperature /distill/param/top_k /distill/done"
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
						16.0,
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
						72.0,
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
					"id": "obj-26",
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
						780.0,
						216.0,
						86.0,
						24.0
					],
					"presentation": 1,
					"presentation_rect": [
						140.0,
						164.0,
						86.0,
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
						254.0,
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
						290.0,
						163.0,
						22.0
					],
					"text": "prepend /distill/param/top_k"
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
					"id": "obj-31",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1030.0,
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
					"id": "obj-32",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						"bang"
					],
					"patching_rect": [
						1030.0,
						144.0,
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
						1030.0,
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
					"id": "obj-34",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1310.0,
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
					"id": "obj-35",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						1310.0,
						144.0,
						38.0,
						22.0
					],
					"text": "t s s"
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
						1430.0,
						180.0,
						79.0,
						22.0
					],
					"text": "prepend set"
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
						1310.0,
						270.0,
						23.0,
						22.0
					],
					"text": "a"
				}
			},
			{
				"box": {
					"id": "obj-38",
					"maxclass": "newobj",
					"numinlets": 5,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1310.0,
						306.0,
						152.0,
						22.0
					],
					"text": "pack a seconds 4. seed 0"
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
						1310.0,
						342.0,
						144.0,
						22.0
					],
					"text": "prepend /distill/generate"
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
						1310.0,
						378.0,
						91.0,
						22.0
					],
					"text": "append id edit"
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
						1650.0,
						180.0,
						79.0,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-42",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1530.0,
						270.0,
						23.0,
						22.0
					],
					"text": "a"
				}
			},
			{
				"box": {
					"id": "obj-43",
					"maxclass": "newobj",
					"numinlets": 5,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1530.0,
						306.0,
						152.0,
						22.0
					],
					"text": "pack a seconds 4. seed 0"
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
						342.0,
						142.0,
						22.0
					],
					"text": "prepend /distill/continue"
				}
			},
			{
				"box": {
					"id": "obj-45",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1530.0,
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
					"id": "obj-46",
					"linecount": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1770.0,
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
					"id": "obj-47",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						1770.0,
						144.0,
						66.0,
						22.0
					],
					"text": "route edit"
				}
			},
			{
				"box": {
					"id": "obj-48",
					"maxclass": "newobj",
					"numinlets": 3,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						""
					],
					"patching_rect": [
						1770.0,
						180.0,
						143.0,
						22.0
					],
					"text": "route generate continue"
				}
			},
			{
				"box": {
					"id": "obj-49",
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
						1770.0,
						234.0,
						97.0,
						22.0
					],
					"text": "unpack s 0 0 0."
				}
			},
			{
				"box": {
					"id": "obj-50",
					"maxclass": "newobj",
					"numinlets": 3,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1770.0,
						306.0,
						241.0,
						22.0
					],
					"text": "sprintf set slot %s: %ld columns: seed %ld"
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
						1910.0,
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
					"id": "obj-52",
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
						481.2,
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
						577.0,
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
						672.8,
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
						173.0,
						369.0,
						173.0,
						369.0,
						319.0,
						789.5,
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
						"obj-6",
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
						385.3,
						103.0,
						1302.0,
						103.0,
						1302.0,
						129.0,
						1319.5,
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
						"obj-36",
						0
					],
					"midpoints": [
						1319.5,
						173.0,
						1439.5,
						173.0
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
						"obj-37",
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
						"obj-37",
						0
					],
					"midpoints": [
						1439.5,
						263.0,
						1319.5,
						263.0
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
						"obj-38",
						2
					],
					"midpoints": [
						1039.5,
						293.0,
						1386.0,
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
						"obj-38",
						4
					],
					"midpoints": [
						1159.5,
						299.0,
						1452.5,
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
					"source": [
						"obj-39",
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
						1338.5,
						177.0,
						1343.0,
						177.0,
						1343.0,
						169.0,
						1659.5,
						169.0
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
						"obj-42",
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
						"obj-42",
						0
					],
					"midpoints": [
						1659.5,
						263.0,
						1539.5,
						263.0
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
						"obj-43",
						2
					],
					"midpoints": [
						1039.5,
						293.0,
						1606.0,
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
						"obj-43",
						4
					],
					"midpoints": [
						1159.5,
						299.0,
						1672.5,
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
						"obj-44",
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
						768.7,
						137.0,
						1779.5,
						137.0
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
					"source": [
						"obj-48",
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
						1841.5,
						227.0,
						1779.5,
						227.0
					],
					"source": [
						"obj-48",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-50",
						0
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
						"obj-50",
						1
					],
					"midpoints": [
						1805.5,
						299.0,
						1890.5,
						299.0
					],
					"source": [
						"obj-49",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-50",
						2
					],
					"midpoints": [
						1831.5,
						293.0,
						2001.5,
						293.0
					],
					"source": [
						"obj-49",
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
						"obj-50",
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
						1857.5,
						263.0,
						1919.5,
						263.0
					],
					"source": [
						"obj-49",
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
						1919.5,
						299.0,
						2016.0,
						299.0,
						2016.0,
						371.0,
						1919.5,
						371.0
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
						"obj-52",
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
						"obj-52",
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
						"obj-52",
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
						"obj-52",
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
						"obj-52",
						0
					],
					"midpoints": [
						789.5,
						323.0,
						270.0,
						323.0,
						270.0,
						469.0,
						289.5,
						469.0
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
						"obj-52",
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
						"obj-52",
						0
					],
					"midpoints": [
						1319.5,
						455.0,
						289.5,
						455.0
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
						"obj-52",
						0
					],
					"midpoints": [
						1539.5,
						449.0,
						289.5,
						449.0
					],
					"source": [
						"obj-45",
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
			"parameterbanks": {}
		}
	}
}

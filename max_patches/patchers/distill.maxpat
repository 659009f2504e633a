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
			1040.0,
			782.0
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
		"description": "The Distill instrument: encode, see and edit codes, generate, play, make clips.",
		"digest": "The Distill instrument",
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
						1040.0,
						782.0
					],
					"presentation": 1,
					"presentation_rect": [
						0.0,
						0.0,
						1040.0,
						782.0
					],
					"proportion": 0.5,
					"rounded": 0
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
					"id": "obj-2",
					"maxclass": "panel",
					"mode": 0,
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						980.0,
						678.0,
						48.0,
						92.0
					],
					"presentation": 1,
					"presentation_rect": [
						980.0,
						678.0,
						48.0,
						92.0
					],
					"proportion": 0.5,
					"rounded": 8
				}
			},
			{
				"box": {
					"annotation": "The line to a Distill server: sends, listens, and shows a heartbeat.",
					"args": [
						9000,
						9001
					],
					"bgmode": 0,
					"border": 0,
					"clickthrough": 0,
					"embed": 0,
					"enablehscroll": 0,
					"enablevscroll": 0,
					"hint": "The line to a Distill server: sends, listens, and shows a heartbeat.",
					"id": "obj-3",
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
						960.0,
						604.0,
						48.0
					],
					"presentation": 1,
					"presentation_rect": [
						12.0,
						12.0,
						604.0,
						48.0
					],
					"varname": "distill.osc",
					"viewvisibility": 1
				}
			},
			{
				"box": {
					"annotation": "The models of the server's library in a menu, and the state of the server.",
					"args": [],
					"bgmode": 0,
					"border": 0,
					"clickthrough": 0,
					"embed": 0,
					"enablehscroll": 0,
					"enablevscroll": 0,
					"hint": "The models of the server's library in a menu, and the state of the server.",
					"id": "obj-4",
					"lockeddragscroll": 0,
					"lockedsize": 0,
					"maxclass": "bpatcher",
					"name": "distill.model.maxpat",
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
						110.0,
						400.0,
						48.0
					],
					"presentation": 1,
					"presentation_rect": [
						628.0,
						12.0,
						400.0,
						48.0
					],
					"varname": "distill.model",
					"viewvisibility": 1
				}
			},
			{
				"box": {
					"annotation": "The chosen slot: pick it, see what it holds, drop a sound file to encode.",
					"args": [],
					"bgmode": 0,
					"border": 0,
					"clickthrough": 0,
					"embed": 0,
					"enablehscroll": 0,
					"enablevscroll": 0,
					"hint": "The chosen slot: pick it, see what it holds, drop a sound file to encode.",
					"id": "obj-5",
					"lockeddragscroll": 0,
					"lockedsize": 0,
					"maxclass": "bpatcher",
					"name": "distill.slot.maxpat",
					"numinlets": 1,
					"numoutlets": 2,
					"offset": [
						0.0,
						0.0
					],
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						20.0,
						200.0,
						236.0,
						208.0
					],
					"presentation": 1,
					"presentation_rect": [
						12.0,
						72.0,
						236.0,
						208.0
					],
					"varname": "distill.slot",
					"viewvisibility": 1
				}
			},
			{
				"box": {
					"annotation": "The codes of the chosen slot: see them, choose a region, change it, draw single codes.",
					"args": [],
					"bgmode": 0,
					"border": 0,
					"clickthrough": 0,
					"embed": 0,
					"enablehscroll": 0,
					"enablevscroll": 0,
					"hint": "The codes of the chosen slot: see them, choose a region, change it, draw single codes.",
					"id": "obj-6",
					"lockeddragscroll": 0,
					"lockedsize": 0,
					"maxclass": "bpatcher",
					"name": "distill.grid.maxpat",
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
						300.0,
						200.0,
						520.0,
						520.0
					],
					"presentation": 1,
					"presentation_rect": [
						260.0,
						72.0,
						520.0,
						520.0
					],
					"varname": "distill.grid",
					"viewvisibility": 1
				}
			},
			{
				"box": {
					"annotation": "Let the model write: a new grid into the chosen slot, or on from where it ends.",
					"args": [],
					"bgmode": 0,
					"border": 0,
					"clickthrough": 0,
					"embed": 0,
					"enablehscroll": 0,
					"enablevscroll": 0,
					"hint": "Let the model write: a new grid into the chosen slot, or on from where it ends.",
					"id": "obj-7",
					"lockeddragscroll": 0,
					"lockedsize": 0,
					"maxclass": "bpatcher",
					"name": "distill.generate.maxpat",
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
						860.0,
						200.0,
						236.0,
						374.0
					],
					"presentation": 1,
					"presentation_rect": [
						12.0,
						292.0,
						236.0,
						374.0
					],
					"varname": "distill.generate",
					"viewvisibility": 1
				}
			},
			{
				"box": {
					"annotation": "Play the chosen slot round and round, stream without end, and turn the live knobs.",
					"args": [],
					"bgmode": 0,
					"border": 0,
					"clickthrough": 0,
					"embed": 0,
					"enablehscroll": 0,
					"enablevscroll": 0,
					"hint": "Play the chosen slot round and round, stream without end, and turn the live knobs.",
					"id": "obj-8",
					"lockeddragscroll": 0,
					"lockedsize": 0,
					"maxclass": "bpatcher",
					"name": "distill.play.maxpat",
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
						1120.0,
						200.0,
						236.0,
						306.0
					],
					"presentation": 1,
					"presentation_rect": [
						792.0,
						72.0,
						236.0,
						306.0
					],
					"varname": "distill.play",
					"viewvisibility": 1
				}
			},
			{
				"box": {
					"annotation": "Make WAV clips of the chosen slot; each finished clip is loaded into a buffer~.",
					"args": [],
					"bgmode": 0,
					"border": 0,
					"clickthrough": 0,
					"embed": 0,
					"enablehscroll": 0,
					"enablevscroll": 0,
					"hint": "Make WAV clips of the chosen slot; each finished clip is loaded into a buffer~.",
					"id": "obj-9",
					"lockeddragscroll": 0,
					"lockedsize": 0,
					"maxclass": "bpatcher",
					"name": "distill.clips.maxpat",
					"numinlets": 1,
					"numoutlets": 3,
					"offset": [
						0.0,
						0.0
					],
					"outlettype": [
						"",
						"signal",
						"signal"
					],
					"patching_rect": [
						1380.0,
						200.0,
						236.0,
						208.0
					],
					"presentation": 1,
					"presentation_rect": [
						792.0,
						386.0,
						236.0,
						208.0
					],
					"varname": "distill.clips",
					"viewvisibility": 1
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
					"id": "obj-10",
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
						460.0,
						780.0,
						956.0,
						92.0
					],
					"presentation": 1,
					"presentation_rect": [
						12.0,
						678.0,
						956.0,
						92.0
					],
					"varname": "distill.words",
					"viewvisibility": 1
				}
			},
			{
				"box": {
					"annotation": "Max's audio, for clips",
					"hint": "Turn Max's audio on, for clips in Max",
					"id": "obj-11",
					"maxclass": "ezdac~",
					"numinlets": 2,
					"numoutlets": 0,
					"patching_rect": [
						1440.0,
						460.0,
						32.0,
						32.0
					],
					"presentation": 1,
					"presentation_rect": [
						988.0,
						696.0,
						32.0,
						32.0
					],
					"varname": "audio"
				}
			},
			{
				"box": {
					"fontface": 0,
					"fontsize": 9.0,
					"id": "obj-12",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						978.0,
						732.0,
						48.0,
						30.0
					],
					"presentation": 1,
					"presentation_rect": [
						978.0,
						732.0,
						48.0,
						30.0
					],
					"text": "Max audio",
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
					"id": "obj-13",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						20.0,
						60.0,
						28.0,
						22.0
					],
					"text": "t l"
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
						560.0,
						20.0,
						560.0,
						35.0
					],
					"text": "What the server says goes to all panels; what they say goes to distill.osc, which is the only one that sends. Its arguments are the server's port and the port of this patch.",
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
						"obj-13",
						0
					],
					"midpoints": [
						29.5,
						1015.0,
						15.0,
						1015.0,
						15.0,
						53.0,
						29.5,
						53.0
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
						"obj-4",
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
						"obj-3",
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
						"obj-5",
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
						"obj-3",
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
						"obj-6",
						0
					],
					"midpoints": [
						29.5,
						187.0,
						309.5,
						187.0
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
						"obj-3",
						0
					],
					"midpoints": [
						309.5,
						953.0,
						29.5,
						953.0
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
						"obj-6",
						0
					],
					"midpoints": [
						246.5,
						415.0,
						266.0,
						415.0,
						266.0,
						193.0,
						309.5,
						193.0
					],
					"source": [
						"obj-5",
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
						29.5,
						109.0,
						869.5,
						109.0
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
						"obj-3",
						0
					],
					"midpoints": [
						869.5,
						941.0,
						29.5,
						941.0
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
						"obj-7",
						0
					],
					"midpoints": [
						246.5,
						415.0,
						266.0,
						415.0,
						266.0,
						193.0,
						869.5,
						193.0
					],
					"source": [
						"obj-5",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-8",
						0
					],
					"midpoints": [
						29.5,
						109.0,
						1129.5,
						109.0
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
						"obj-3",
						0
					],
					"midpoints": [
						1129.5,
						935.0,
						29.5,
						935.0
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
						"obj-8",
						0
					],
					"midpoints": [
						246.5,
						415.0,
						266.0,
						415.0,
						266.0,
						193.0,
						1129.5,
						193.0
					],
					"source": [
						"obj-5",
						1
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
						109.0,
						1389.5,
						109.0
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
						"obj-3",
						0
					],
					"midpoints": [
						1389.5,
						415.0,
						1421.0,
						415.0,
						1421.0,
						953.0,
						29.5,
						953.0
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
						"obj-9",
						0
					],
					"midpoints": [
						246.5,
						415.0,
						266.0,
						415.0,
						266.0,
						193.0,
						1389.5,
						193.0
					],
					"source": [
						"obj-5",
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
					"midpoints": [
						29.5,
						107.0,
						469.5,
						107.0
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
						"obj-3",
						0
					],
					"midpoints": [
						469.5,
						947.0,
						29.5,
						947.0
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
						"obj-11",
						0
					],
					"midpoints": [
						1498.0,
						453.0,
						1449.5,
						453.0
					],
					"source": [
						"obj-9",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-11",
						1
					],
					"midpoints": [
						1606.5,
						447.0,
						1462.5,
						447.0
					],
					"source": [
						"obj-9",
						2
					]
				}
			}
		]
	}
}

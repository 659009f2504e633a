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
			604.0,
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
		"description": "The line to a Distill server: sends, listens, and shows a heartbeat.",
		"digest": "The line to a Distill server",
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
						604.0,
						48.0
					],
					"presentation": 1,
					"presentation_rect": [
						0.0,
						0.0,
						604.0,
						48.0
					],
					"proportion": 0.5,
					"rounded": 8
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
						10.0,
						10.0,
						100.0,
						30.0
					],
					"presentation": 1,
					"presentation_rect": [
						10.0,
						10.0,
						100.0,
						30.0
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
					"annotation": "Lit while the server answers, once a second",
					"bgcolor": [
						0.0,
						0.0,
						0.0,
						0.0
					],
					"hint": "Lit while the server answers, once a second",
					"id": "obj-3",
					"ignoreclick": 1,
					"maxclass": "led",
					"numinlets": 1,
					"numoutlets": 1,
					"offcolor": [
						0.2471,
						0.2824,
						0.3255,
						1.0
					],
					"oncolor": [
						0.3882,
						0.7176,
						0.6706,
						1.0
					],
					"outlettype": [
						"int"
					],
					"patching_rect": [
						600.0,
						346.0,
						20.0,
						20.0
					],
					"presentation": 1,
					"presentation_rect": [
						122.0,
						14.0,
						20.0,
						20.0
					],
					"varname": "light"
				}
			},
			{
				"box": {
					"fontface": 0,
					"fontsize": 12.0,
					"id": "obj-4",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						860.0,
						346.0,
						444.0,
						20.0
					],
					"presentation": 1,
					"presentation_rect": [
						146.0,
						14.0,
						444.0,
						20.0
					],
					"text": "waiting for the server …",
					"textcolor": [
						0.9098,
						0.8941,
						0.8549,
						1.0
					],
					"textjustification": 0,
					"varname": "heard"
				}
			},
			{
				"box": {
					"fontsize": 12.0,
					"id": "obj-5",
					"linecount": 2,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						20.0,
						80.0,
						230.0,
						35.0
					],
					"text": "1  Where to: arguments are server port, listening port, host",
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
					"id": "obj-6",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						120.0,
						130.0,
						193.0,
						22.0
					],
					"text": "patcherargs 9000 9001 127.0.0.1"
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
						120.0,
						166.0,
						61.0,
						22.0
					],
					"text": "deferlow"
				}
			},
			{
				"box": {
					"id": "obj-8",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"bang",
						""
					],
					"patching_rect": [
						120.0,
						202.0,
						35.0,
						22.0
					],
					"text": "t b l"
				}
			},
			{
				"box": {
					"id": "obj-9",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 3,
					"outlettype": [
						"int",
						"int",
						""
					],
					"patching_rect": [
						170.0,
						238.0,
						124.0,
						22.0
					],
					"text": "unpack 9000 9001 s"
				}
			},
			{
				"box": {
					"id": "obj-10",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						170.0,
						346.0,
						84.0,
						22.0
					],
					"text": "prepend port"
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
						260.0,
						310.0,
						86.0,
						22.0
					],
					"text": "prepend host"
				}
			},
			{
				"box": {
					"comment": "messages for the server; host and port change where they go",
					"id": "obj-12",
					"index": 1,
					"maxclass": "inlet",
					"numinlets": 0,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						20.0,
						130.0,
						30.0,
						30.0
					]
				}
			},
			{
				"box": {
					"fontsize": 12.0,
					"id": "obj-13",
					"linecount": 2,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						330.0,
						80.0,
						210.0,
						35.0
					],
					"text": "2  Each second: subscribe again, ping, count up",
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
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						370.0,
						166.0,
						23.0,
						22.0
					],
					"text": "1"
				}
			},
			{
				"box": {
					"id": "obj-15",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						"bang"
					],
					"patching_rect": [
						370.0,
						202.0,
						77.0,
						22.0
					],
					"text": "metro 1000"
				}
			},
			{
				"box": {
					"id": "obj-16",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 3,
					"outlettype": [
						"bang",
						"bang",
						"bang"
					],
					"patching_rect": [
						370.0,
						238.0,
						49.0,
						22.0
					],
					"text": "t b b b"
				}
			},
			{
				"box": {
					"id": "obj-17",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						"int"
					],
					"patching_rect": [
						370.0,
						310.0,
						59.0,
						22.0
					],
					"text": "int 9001"
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
						370.0,
						346.0,
						148.0,
						22.0
					],
					"text": "prepend /distill/subscribe"
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
						440.0,
						274.0,
						72.0,
						22.0
					],
					"text": "/distill/ping"
				}
			},
			{
				"box": {
					"id": "obj-20",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						20.0,
						410.0,
						145.0,
						22.0
					],
					"text": "udpsend 127.0.0.1 9000"
				}
			},
			{
				"box": {
					"fontsize": 12.0,
					"id": "obj-21",
					"linecount": 2,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						600.0,
						80.0,
						220.0,
						35.0
					],
					"text": "3  Seconds since the last word; the light is off at first",
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
					"id": "obj-22",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						"int"
					],
					"patching_rect": [
						600.0,
						166.0,
						39.0,
						22.0
					],
					"text": "int 9"
				}
			},
			{
				"box": {
					"id": "obj-23",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 3,
					"outlettype": [
						"int",
						"int",
						"int"
					],
					"patching_rect": [
						600.0,
						202.0,
						42.0,
						22.0
					],
					"text": "t i i i"
				}
			},
			{
				"box": {
					"id": "obj-24",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						"int"
					],
					"patching_rect": [
						680.0,
						238.0,
						33.0,
						22.0
					],
					"text": "+ 1"
				}
			},
			{
				"box": {
					"id": "obj-25",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						"int"
					],
					"patching_rect": [
						600.0,
						274.0,
						33.0,
						22.0
					],
					"text": "< 4"
				}
			},
			{
				"box": {
					"id": "obj-26",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 3,
					"outlettype": [
						"",
						"int",
						"int"
					],
					"patching_rect": [
						650.0,
						310.0,
						55.0,
						22.0
					],
					"text": "change"
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
						650.0,
						346.0,
						119.0,
						22.0
					],
					"text": "prepend connected"
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
						860.0,
						80.0,
						220.0,
						21.0
					],
					"text": "4  The same in words",
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
					"id": "obj-29",
					"maxclass": "newobj",
					"numinlets": 3,
					"numoutlets": 2,
					"outlettype": [
						"int",
						"int"
					],
					"patching_rect": [
						860.0,
						202.0,
						57.0,
						22.0
					],
					"text": "split 0 3"
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
						860.0,
						238.0,
						220.0,
						22.0
					],
					"text": "sprintf set connected: heard %ld s ago"
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
						890.0,
						274.0,
						302.0,
						22.0
					],
					"text": "sprintf set no answer for %ld s: start it, python3 run.py"
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
						370.0,
						430.0,
						320.0,
						21.0
					],
					"text": "5  Listen; a patch that says no port listens on 9001",
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
					"id": "obj-33",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						480.0,
						470.0,
						84.0,
						22.0
					],
					"text": "loadmess #2"
				}
			},
			{
				"box": {
					"id": "obj-34",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 2,
					"outlettype": [
						"bang",
						""
					],
					"patching_rect": [
						480.0,
						506.0,
						41.0,
						22.0
					],
					"text": "sel 0"
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
						480.0,
						542.0,
						67.0,
						22.0
					],
					"text": "port 9001"
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
						370.0,
						578.0,
						91.0,
						22.0
					],
					"text": "udpreceive #2"
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
						"bang"
					],
					"patching_rect": [
						370.0,
						614.0,
						35.0,
						22.0
					],
					"text": "t l b"
				}
			},
			{
				"box": {
					"id": "obj-38",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"int",
						"int"
					],
					"patching_rect": [
						480.0,
						650.0,
						39.0,
						22.0
					],
					"text": "t 0 1"
				}
			},
			{
				"box": {
					"comment": "all that the server says; and connected 1 or 0",
					"id": "obj-39",
					"index": 1,
					"maxclass": "outlet",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						370.0,
						700.0,
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
					"midpoints": [
						145.5,
						231.0,
						179.5,
						231.0
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
						284.5,
						303.0,
						269.5,
						303.0
					],
					"source": [
						"obj-9",
						2
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
						235.0,
						191.0,
						235.0,
						191.0,
						155.0,
						379.5,
						155.0
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
						"obj-15",
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
						"obj-17",
						0
					],
					"midpoints": [
						394.5,
						303.0,
						379.5,
						303.0
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
						"obj-17",
						1
					],
					"midpoints": [
						232.0,
						297.0,
						419.5,
						297.0
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
						379.5,
						267.0,
						449.5,
						267.0
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
						"obj-20",
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
						"obj-20",
						0
					],
					"midpoints": [
						179.5,
						403.0,
						29.5,
						403.0
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
						"obj-20",
						0
					],
					"midpoints": [
						269.5,
						397.0,
						29.5,
						397.0
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
						"obj-20",
						0
					],
					"midpoints": [
						379.5,
						391.0,
						29.5,
						391.0
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
						449.5,
						343.0,
						29.5,
						343.0
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
						"obj-22",
						0
					],
					"midpoints": [
						409.5,
						271.0,
						457.0,
						271.0,
						457.0,
						155.0,
						609.5,
						155.0
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
						632.5,
						231.0,
						689.5,
						231.0
					],
					"source": [
						"obj-23",
						2
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-22",
						1
					],
					"midpoints": [
						689.5,
						267.0,
						670.0,
						267.0,
						670.0,
						159.0,
						629.5,
						159.0
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
						"obj-25",
						0
					],
					"midpoints": [
						621.0,
						267.0,
						609.5,
						267.0
					],
					"source": [
						"obj-23",
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
						609.5,
						303.0,
						659.5,
						303.0
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
					"midpoints": [
						609.5,
						235.0,
						645.0,
						235.0,
						645.0,
						191.0,
						869.5,
						191.0
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
						"obj-30",
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
						"obj-31",
						0
					],
					"midpoints": [
						907.5,
						231.0,
						855.0,
						231.0,
						855.0,
						267.0,
						899.5,
						267.0
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
						"obj-4",
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
						"obj-4",
						0
					],
					"midpoints": [
						899.5,
						339.0,
						869.5,
						339.0
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
						489.5,
						571.0,
						379.5,
						571.0
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
					"midpoints": [
						395.5,
						643.0,
						489.5,
						643.0
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
						"obj-22",
						1
					],
					"midpoints": [
						489.5,
						687.0,
						590.0,
						687.0,
						590.0,
						151.0,
						629.5,
						151.0
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
						"obj-3",
						0
					],
					"midpoints": [
						509.5,
						679.0,
						574.0,
						679.0,
						574.0,
						339.0,
						609.5,
						339.0
					],
					"source": [
						"obj-38",
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
						509.5,
						683.0,
						574.0,
						683.0,
						574.0,
						299.0,
						659.5,
						299.0
					],
					"source": [
						"obj-38",
						1
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
						659.5,
						375.0,
						365.0,
						375.0,
						365.0,
						693.0,
						379.5,
						693.0
					],
					"source": [
						"obj-27",
						0
					]
				}
			}
		]
	}
}

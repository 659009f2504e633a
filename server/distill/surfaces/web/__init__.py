"""HTTP and WebSocket: the page, the commands as JSON, and OSCQuery."""

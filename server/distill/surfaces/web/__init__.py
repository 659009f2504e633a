"""HTTP and WebSocket: what a browser speaks, and OSCQuery clients that look for addresses."""

// What npm's oscquery makes of a server: its host info, and each method with what it was told.
// Run: node oscquery.js FOLDER_WITH_NODE_MODULES HOST PORT [mdns]; with mdns it finds the server.
const { createRequire } = require("node:module");
const [folder, host, port, how] = process.argv.slice(2);
const { OSCQueryDiscovery } = createRequire(folder + "/")("oscquery");

function say(service) {
  const methods = service.flat().map((node) => ({
    path: node.full_path, description: node.description, access: node.access,
    arguments: node.arguments ?? [],
  }));
  console.log(JSON.stringify({ address: service.address, port: service.port,
    host: service.hostInfo, methods }));
  process.exit(0);
}

const discovery = new OSCQueryDiscovery();
if (how === "mdns") {
  discovery.on("up", (service) => { if (service.port === Number(port)) say(service); });
  discovery.start();
} else {
  discovery.queryNewService(host, Number(port)).then(say, (error) => {
    console.error(String(error));
    process.exit(1);
  });
}

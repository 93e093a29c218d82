// A language host that says it is there, and runs nothing.
const grpc = require("@grpc/grpc-js");
const { LanguageRuntimeService } = require("@pulumi/pulumi/proto/language_grpc_pb");
const language = require("@pulumi/pulumi/proto/language_pb");
const plugin = require("@pulumi/pulumi/proto/plugin_pb");

const answer = (message) => (_call, callback) => callback(null, message);
const info = new plugin.PluginInfo();
info.setVersion(require("@pulumi/pulumi/package.json").version);

const server = new grpc.Server();
server.addService(LanguageRuntimeService, {
  handshake: answer(new language.LanguageHandshakeResponse()),
  getPluginInfo: answer(info),
  getRequiredPlugins: answer(new language.GetRequiredPluginsResponse()),
  getRequiredPackages: answer(new language.GetRequiredPackagesResponse()),
});
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  // The engine reads the port from the first line.
  process.stdout.write(`${port}\n`);
});

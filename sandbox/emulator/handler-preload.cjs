/**
 * Loaded into every Node.js process that the emulator starts for a Lambda function (NODE_OPTIONS=--require).
 *
 * Real handlers stay unchanged: keys of a user pool, which they fetch from Amazon Cognito's own address, come from the
 * emulator, databases answer on this machine, and any other connection that would leave this machine is refused. Nothing of a sandbox reaches AWS.
 *
 * Environment: SANDBOX_COGNITO_ENDPOINT, the emulator's address, for example http://127.0.0.1:4566; SANDBOX_DATABASE_PORT,
 * where the sandbox answers for databases; where IAM is enforced, SANDBOX_SECURE_ENDPOINT, the gateway's by HTTPS, which SDKs
 * then call.
 */
"use strict";
const dgram = require("node:dgram");
const http = require("node:http");
const https = require("node:https");
const { syncBuiltinESMExports } = require("node:module");
const net = require("node:net");

if (process.env.SANDBOX_SECURE_ENDPOINT) process.env.AWS_ENDPOINT_URL = process.env.SANDBOX_SECURE_ENDPOINT;

const COGNITO = /^cognito-idp\.[a-z0-9-]+\.amazonaws\.com(\.cn)?$/;
const DATABASE = /\.rds\.amazonaws\.com(\.cn)?$/;
const databasePort = Number(process.env.SANDBOX_DATABASE_PORT);
const endpoint = process.env.SANDBOX_COGNITO_ENDPOINT && new URL(process.env.SANDBOX_COGNITO_ENDPOINT);

/** The arguments of `https.request` in one form. */
function requestOf(input, options, callback) {
  if (typeof input === "string") input = new URL(input);
  if (input instanceof URL) {
    if (typeof options === "function") [options, callback] = [{}, options];
    const { hostname, pathname, search } = input;
    return { options: { hostname, path: pathname + search, ...options }, callback };
  }
  return { options: { ...input }, callback: callback ?? options };
}

const request = https.request;
https.request = function (...given) {
  const { options, callback } = requestOf(...given);
  const host = String(options.hostname ?? options.host ?? "").replace(/:\d+$/, "");
  if (!endpoint || !COGNITO.test(host)) return request.apply(https, given);
  const { agent, port, protocol, host: _host, servername, ...rest } = options;
  return http.request({ ...rest, hostname: endpoint.hostname, port: endpoint.port }, callback);
};
https.get = function (...given) {
  const sent = https.request(...given);
  sent.end();
  return sent;
};

function isLoopback(host) {
  const name = String(host).replace(/^\[|\]$/g, "");
  return name === "localhost" || name === "::1" || name === "::ffff:127.0.0.1" || /^127(\.\d{1,3}){3}$/.test(name);
}

const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...given) {
  // Internally the arguments arrive as one array; a program gives (options), (port, host) or (path).
  const [first, second] = Array.isArray(given[0]) ? given[0] : given;
  const options = first !== null && typeof first === "object" ? first : {};
  const isPath = typeof options.path === "string" || (typeof first === "string" && Number.isNaN(Number(first)));
  const host = options.host ?? (typeof second === "string" ? second : "localhost");
  if (databasePort && options === first && DATABASE.test(host)) {
    // In place, since what the arguments arrive in is marked as such.
    Object.assign(options, { host: "127.0.0.1", port: databasePort });
    return connect.apply(this, given);
  }
  if (isPath || isLoopback(host)) return connect.apply(this, given);
  const error = new Error(
    `The sandbox refused a connection to ${host}: functions reach only what is on this machine. ` +
      "Use the emulator (AWS_ENDPOINT_URL) or an address on 127.0.0.1.",
  );
  error.code = "ECONNREFUSED";
  process.nextTick(() => this.destroy(error));
  return this;
};

// Trace segments go by UDP to a daemon that a sandbox does not have.
dgram.Socket.prototype.send = function (...given) {
  const callback = given.at(-1);
  if (typeof callback === "function") process.nextTick(callback, null, 0);
};

syncBuiltinESMExports();

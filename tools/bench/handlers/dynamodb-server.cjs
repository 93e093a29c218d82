"use strict";
// Answers every GetItem with one student, at once: what is measured is the caller. Runs in a thread of its own.
const http = require("node:http");
const { parentPort } = require("node:worker_threads");

const Item = {
  Roll: { S: "10303" },
  FirstName: { S: "Asha" },
  LastName: { S: "Rao" },
  Department: { S: "Physics" },
  Year: { S: "2026" },
  mobile: { S: "+4912345678" },
};
const body = JSON.stringify({ Item });
const server = http.createServer((request, response) => {
  request.resume().on("end", () => {
    response.writeHead(200, { "content-type": "application/x-amz-json-1.0", "content-length": body.length }).end(body);
  });
});
server.listen(0, "127.0.0.1", () => parentPort.postMessage(server.address().port));

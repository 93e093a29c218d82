import { createSocket } from "node:dgram";

/**
 * Sends one segment document to the X-Ray daemon that Lambda runs beside the function. Does nothing where there is none
 * and never fails: a lost segment is no reason to fail a request. No socket is left open.
 *
 * {@link https://docs.aws.amazon.com/xray/latest/devguide/xray-api-sendingdata.html#xray-api-daemon}
 *
 * @param segment a complete segment or subsegment document
 */
export async function sendSegment(segment: object): Promise<void> {
  const address = /(?:^|udp:)([^\s:]+):(\d+)/.exec(process.env["AWS_XRAY_DAEMON_ADDRESS"] ?? "");
  if (!address) return;
  const message = `{"format":"json","version":1}\n${JSON.stringify(segment)}`;
  await new Promise<void>((resolve) => {
    const socket = createSocket("udp4");
    const end = () => socket.close(() => resolve());
    socket.once("error", end);
    socket.send(message, Number(address[2]), address[1], end);
  });
}

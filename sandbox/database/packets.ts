import type { SqlValue } from "./sql-database";

/** Capabilities that are told to the client; the numbers are MySQL's. */
export const CAPABILITY = {
  connectWithDatabase: 0x8,
  protocol41: 0x200,
  tls: 0x800,
  transactions: 0x2000,
  secureConnection: 0x8000,
  pluginAuthentication: 0x80000,
  lengthEncodedAuthentication: 0x200000,
} as const;

const LONG_PASSWORD = 0x1;
const UTF8MB4 = 255;
const BINARY = 63;
const AUTOCOMMIT = 2;

/** Column types; the numbers are MySQL's. */
const TYPE = { double: 5, bigInteger: 8, text: 0xfd } as const;

export function integer(value: number | bigint, size: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt.asUintN(64, BigInt(value)));
  return bytes.subarray(0, size);
}

export function lengthEncoded(value: number | bigint): Buffer {
  if (value < 0xfb) return integer(value, 1);
  if (value < 0x10000) return Buffer.concat([Buffer.of(0xfc), integer(value, 2)]);
  return Buffer.concat([Buffer.of(0xfe), integer(value, 8)]);
}

function text(value: string | Uint8Array): Buffer {
  const bytes = Buffer.from(value as string);
  return Buffer.concat([lengthEncoded(bytes.length), bytes]);
}

/** The first packet, the server's. https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_connection_phase.html */
export function greeting(connectionId: number, scramble: Buffer): Buffer {
  const capabilities = Object.values(CAPABILITY).reduce((all, each) => all | each, LONG_PASSWORD);
  return Buffer.concat([
    Buffer.of(10),
    Buffer.from("8.0.42-sandbox\0"),
    integer(connectionId, 4),
    scramble.subarray(0, 8),
    Buffer.of(0),
    integer(capabilities & 0xffff, 2),
    Buffer.of(UTF8MB4),
    integer(AUTOCOMMIT, 2),
    integer(capabilities >>> 16, 2),
    Buffer.of(21),
    Buffer.alloc(10),
    scramble.subarray(8, 20),
    Buffer.of(0),
    Buffer.from("mysql_native_password\0"),
  ]);
}

/** Asks for the token as it is, which a client does over TLS only. */
export const askForToken = Buffer.concat([Buffer.of(0xfe), Buffer.from("mysql_clear_password\0"), Buffer.of(0)]);

export function ok(changed: number | bigint = 0, insertId: number | bigint = 0): Buffer {
  return Buffer.concat([
    Buffer.of(0),
    lengthEncoded(changed),
    lengthEncoded(insertId),
    integer(AUTOCOMMIT, 2),
    integer(0, 2),
  ]);
}

export const endOfPart = Buffer.concat([Buffer.of(0xfe), integer(0, 2), integer(AUTOCOMMIT, 2)]);

/** @param code MySQL's number, for example 1045 for access denied */
export function failure(code: number, message: string, state = "HY000"): Buffer {
  return Buffer.concat([Buffer.of(0xff), integer(code, 2), Buffer.from(`#${state}${message}`)]);
}

/** The first packet of the answer to a prepared statement. */
export function prepared(id: number, columns: number, parameters: number): Buffer {
  return Buffer.concat([Buffer.of(0), integer(id, 4), integer(columns, 2), integer(parameters, 2), Buffer.alloc(3)]);
}

/** @param value one of the column's, which tells its type */
export function column(name: string, value: SqlValue = null): Buffer {
  const type = typeof value === "bigint" ? TYPE.bigInteger : typeof value === "number" ? TYPE.double : TYPE.text;
  const names = ["def", "", "", "", name, name].map(text);
  return Buffer.concat([
    ...names,
    Buffer.of(0x0c),
    integer(type === TYPE.text && !(value instanceof Uint8Array) ? UTF8MB4 : BINARY, 2),
    integer(1024, 4),
    Buffer.of(type),
    Buffer.alloc(5),
  ]);
}

/** A row in the form of prepared statements. */
export function binaryRow(values: SqlValue[]): Buffer {
  const nulls = Buffer.alloc((values.length + 9) >> 3);
  const parts = values.map((value, index) => {
    if (value === null) nulls[(index + 2) >> 3]! |= 1 << ((index + 2) & 7);
    return value === null ? Buffer.alloc(0) : binaryValue(value);
  });
  return Buffer.concat([Buffer.of(0), nulls, ...parts]);
}

function binaryValue(value: NonNullable<SqlValue>): Buffer {
  if (typeof value === "bigint") return integer(value, 8);
  if (typeof value !== "number") return text(value);
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return bytes;
}

/** A row in the form of plain queries: everything is text. */
export function textRow(values: SqlValue[]): Buffer {
  return Buffer.concat(
    values.map((value) =>
      value === null ? Buffer.of(0xfb) : text(value instanceof Uint8Array ? value : String(value)),
    ),
  );
}

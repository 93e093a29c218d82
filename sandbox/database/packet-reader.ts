/** Reads the parts of one packet of MySQL's protocol, from the front. */
export class PacketReader {
  private at = 0;

  constructor(private readonly bytes: Buffer) {}

  get left(): number {
    return this.bytes.length - this.at;
  }

  integer(size: number): number {
    this.at += size;
    return this.bytes.readUIntLE(this.at - size, size);
  }

  skip(size: number): void {
    this.at += size;
  }

  take(size: number): Buffer {
    this.at += size;
    return this.bytes.subarray(this.at - size, this.at);
  }

  rest(): Buffer {
    return this.take(this.left);
  }

  /** Up to the next zero byte, which is passed over. */
  untilZero(): string {
    const end = this.bytes.indexOf(0, this.at);
    const text = this.bytes.toString("utf8", this.at, end < 0 ? this.bytes.length : end);
    this.at = end < 0 ? this.bytes.length : end + 1;
    return text;
  }

  /** https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_basic_dt_integers.html */
  lengthEncoded(): number {
    const first = this.integer(1);
    if (first < 0xfb) return first;
    if (first === 0xfc) return this.integer(2);
    if (first === 0xfd) return this.integer(3);
    const low = this.integer(4);
    return low + this.integer(4) * 2 ** 32;
  }

  double(): number {
    this.at += 8;
    return this.bytes.readDoubleLE(this.at - 8);
  }

  bigInteger(): bigint {
    this.at += 8;
    return this.bytes.readBigInt64LE(this.at - 8);
  }
}

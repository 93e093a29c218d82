import { expect } from "chai";
import * as fc from "fast-check";
import { intakeModel } from "../../../functions/intake/student-model";
import { studentSchema } from "../../../functions/students/student";
import { satisfies } from "../support/draft-4";
import { asha, students } from "../support/students";

const byStore = (student: unknown) => studentSchema.safeParse(student).success;
/** By the gateway, where patterns see UTF-16 units, and by an emulator in whose language they see characters. */
const byModel = (student: unknown) => satisfies(intakeModel, student, "");
const byModelOfCharacters = (student: unknown) => satisfies(intakeModel, student, "u");

const FIELDS = ["Roll", "FirstName", "LastName", "Department", "Year", "mobile"] as const;
const LINES = FIELDS.slice(0, 4);

/** Values by the fields that they are tried in; both schemas must say the same. */
const VALUES: [readonly string[], unknown[]][] = [
  [
    FIELDS,
    [
      ...["", " ", "a ", " a", "\u00a0a", "a\u3000", "\ufeffa", "a\n", "a\r\n", "\ta", "a\u2028", "a\u2029b"],
      ...["a\u0000b", "a\u001fb", "a\u007fb", "a\u0085b", "a\u009fb", "a\tb", "a\nb", "a\u200bb", "a\u202eb"],
      ...[
        "a\u00adb",
        "a\ufeffb",
        "a\ue000b",
        "a\ufffeb",
        "a\uffffb",
        "\ufffe",
        "\uffff",
        "a\ufdd0b",
        "\ud800",
        "a\udc00",
      ],
      ...[null, 5, true, [], {}, ["a"], undefined],
    ],
  ],
  [
    LINES,
    [
      ...[
        "a",
        "Asha",
        "O'Neill",
        "Zoë",
        "日本",
        "a b",
        "a  b",
        "\\",
        '"',
        "</script>",
        "-",
        "é",
        "e\u0301",
        "a\u00a0b",
      ],
      ...["x".repeat(64), "日".repeat(64), "😀", "😀 b", "𝒳".repeat(32), "a\ufffdb", "क्षि"],
      ...[
        "x".repeat(101),
        "x".repeat(60_000),
        `${"x".repeat(60_000)}\n`,
        "😀".repeat(64),
        "😀".repeat(101),
        `${"x".repeat(99)}😀😀`,
      ],
    ],
  ],
  [
    ["Year"],
    [
      ...[
        "2026",
        "3rd",
        "1",
        "Michaelmas Term",
        "2026/27",
        "2026-27",
        "1.",
        "3º",
        "ⅳ",
        "二年",
        "٢",
        "é",
        "x".repeat(20),
      ],
      ...[
        "!!!",
        "!",
        "a!",
        "-1",
        ".1",
        "/1",
        "1_2",
        "1,2",
        "(1)",
        "a\u00a0b",
        "1+1",
        "2026–27",
        "1×2",
        "€1",
        "a\u0301",
      ],
      ...["#1", "1:2", "@", "a`", "{1}", "~", "§1", "«1»", "→", "①", "☃", "？", "x".repeat(21), "2026 ", "2026\n"],
    ],
  ],
  [
    ["mobile"],
    [
      ...["+1 555 0100", "555010", "(030) 123-45", "0123456789", "+0123456789012345678", "(12345", "1    2"],
      ...[
        "call me",
        "12",
        "12345",
        "+",
        "++15550100",
        "+1 555 0100 ",
        "555 010)",
        "5550100-",
        "٢٢٢٢٢٢",
        "1\u00a0555 0100",
      ],
      ...["0".repeat(20), "0".repeat(21), "+1 555 0100\n", "555010x", "1.555.0100", "0".repeat(60_000)],
    ],
  ],
];

describe("the model of the intake", () => {
  for (const [fields, values] of VALUES) {
    it(`judges ${fields.join(", ")} as the function does that stores students`, () => {
      const found = new Set<boolean>();
      for (const field of fields) {
        for (const value of values) {
          const student = value === undefined ? omit(field) : { ...asha, [field]: value };
          const expected = byStore(student);
          found.add(expected);
          const shown = `${field} ${JSON.stringify(value)?.slice(0, 40)}`;
          expect(byModel(student), shown).to.equal(expected);
          expect(byModel({ students: [asha, student] }), `${shown} in a list`).to.equal(expected);
        }
      }
      expect([...found]).to.include(false);
    });
  }

  it("says the same where patterns see characters", () => {
    for (const [fields, values] of VALUES) {
      for (const field of fields) {
        for (const value of values.filter((each) => each !== undefined)) {
          const student = { ...asha, [field]: value };
          expect(byModelOfCharacters(student), `${field} ${JSON.stringify(value)}`).to.equal(byStore(student));
        }
      }
    }
  });

  it("takes every student that the function takes", () => {
    fc.assert(
      fc.property(students, (student) => {
        expect(byStore(student)).to.equal(true);
        expect(byModel(student) && byModelOfCharacters(student), JSON.stringify(student)).to.equal(true);
      }),
    );
  });

  it("takes every character that the function takes, and refuses every one that no text may have", function () {
    this.timeout(60_000);
    const { FirstName, Year } = intakeModel.oneOf[0]!.properties as Record<string, { pattern: string }>;
    const [line, year] = [FirstName, Year].map((field) => new RegExp(field!.pattern));
    const store = studentSchema.shape;
    const wrong: string[] = [];
    // Each of the first 65,536, and some of each script beyond.
    for (let code = 0; code <= 0x10ffff; code += code < 0x10000 ? 1 : 13) {
      const character = String.fromCodePoint(code);
      const name = `U+${code.toString(16)}`;
      // What a later version of Unicode may give a meaning is the function's to judge, and rare formats are.
      const mayPass = /\p{Cn}/u.test(character)
        ? ![0xfffe, 0xffff].includes(code)
        : code > 0xffff && /\p{Cf}/u.test(character);
      const inLine = store.FirstName.safeParse(character).success;
      if (line!.test(character) ? !inLine && !mayPass : inLine) wrong.push(name);
      if (store.Year.safeParse(character).success && !year!.test(character)) wrong.push(`${name} in Year`);
    }
    expect(wrong).to.deep.equal([]);
  });
});

function omit(field: string): object {
  return Object.fromEntries(Object.entries(asha).filter(([name]) => name !== field));
}

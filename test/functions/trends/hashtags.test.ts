import { expect } from "chai";
import * as fc from "fast-check";
import { hashtagsOf } from "../../../functions/trends/hashtags";
import { hourOf } from "../../../functions/trends/post";

const tags = (text: string) => Object.fromEntries(hashtagsOf(text));

describe("hashtagsOf", () => {
  it("finds hashtags in every script, with marks, digits and underscores", () => {
    expect(tags("#one two #três, (#четыре) #五 #छह! #سبعة_8 ＃nine")).to.deep.equal({
      one: 1,
      três: 1,
      четыре: 1,
      五: 1,
      छह: 1,
      سبعة_8: 1,
      nine: 1,
    });
  });

  it("takes upper and lower case, and every way to write a letter, for one", () => {
    expect(tags("#Zürich #ZÜRICH #zu\u0308rich")).to.deep.equal({ zürich: 3 });
    expect(tags("#straße #STRASSE")).to.deep.equal({ strasse: 2 });
    expect(tags("#ΟΔΟΣ #οδος #οδοσ")).to.deep.equal({ οδοσ: 3 });
    expect(tags("#ｆｕｌｌ #full")).to.deep.equal({ full: 2 });
  });

  it("counts each time, and takes neither numbers, fragments of addresses nor entities", () => {
    expect(tags("#a #a #A")).to.deep.equal({ a: 3 });
    expect(tags("#1 #2026 # #_ ## a#b https://example.org/page#part https://example.org/#top &#x27;")).to.deep.equal(
      {},
    );
    expect(tags("#a#b")).to.deep.equal({ a: 1 });
  });

  it("leaves out what no table could hold as a key", () => {
    expect(tags(`#${"a".repeat(1_000)} #${"b".repeat(1_001)} #${"ﷺ".repeat(60)}`)).to.deep.equal({
      ["a".repeat(1_000)]: 1,
    });
  });

  it("finds what was put in, whatever the case", () => {
    const tag = fc.stringMatching(/^[a-zà-öø-þα-ρτ-ωа-я_0-9]{0,10}[a-zà-öø-þα-ρτ-ωа-я]$/);
    fc.assert(
      fc.property(fc.array(tag, { maxLength: 8 }), (sent) => {
        const expected = new Map<string, number>();
        for (const each of sent) {
          const [folded] = hashtagsOf(`#${each}`).keys();
          expected.set(folded!, (expected.get(folded!) ?? 0) + 1);
        }
        expect(hashtagsOf(sent.map((each) => `#${each.toUpperCase()}`).join(" "))).to.deep.equal(expected);
      }),
    );
  });
});

describe("hourOf", () => {
  it("is in UTC", () => {
    expect(hourOf("2026-11-21T11:59:59.999Z")).to.equal("2026-11-21T11");
    expect(hourOf("2026-11-21T00:30:00+01:00")).to.equal("2026-11-20T23");
  });

  it("is none of what is no time, or has no offset", () => {
    for (const at of ["", "now", "2026-11-21", "2026-11-21T11:00:00", "2026-13-01T00:00:00Z", "1790000000"]) {
      expect(hourOf(at), at).to.equal(undefined);
    }
  });
});

import { expect } from "chai";
import * as fc from "fast-check";
import { MappingError, renderTemplate, type MappingContext } from "../../sandbox/mapping/mapping-template";

const render = (template: string, context: Partial<MappingContext> = {}) =>
  renderTemplate(template, {
    body: "{}",
    params: { path: {}, querystring: {}, header: {} },
    stageVariables: {},
    context: {},
    ...context,
  });
const text = (template: string, body = "{}") => render(template, { body }).output;
const failure = (template: string, body = "{}"): MappingError => {
  try {
    text(template, body);
  } catch (error) {
    return error as MappingError;
  }
  throw new Error("rendered without an error");
};

describe("a mapping template", () => {
  describe("$input", () => {
    it("gives the JSON text of what a path finds", () => {
      expect(text("$input.json('$.a')", '{"a":{"b":[1,"é\\"",null]}}')).to.equal('{"b":[1,"é\\"",null]}');
      expect(text("$input.json('$')", '"text"')).to.equal('"text"');
      expect(text("$input.json('$.a')", '{"a":null}')).to.equal("null");
    });

    it("gives an empty JSON string for what is missing", () => {
      expect(text("$input.json('$.missing')")).to.equal('""');
    });

    it("gives an object to walk, and nothing for what is missing or null", () => {
      const body = '{"a":{"b":[{"c":1}]},"n":null}';
      expect(text("$input.path('$.a').b[0].c $input.path('$').a.b.get(0).c", body)).to.equal("1 1");
      expect(text("<$input.path('$.n')><$input.path('$.x')><$input.path('$.x').y.z()>", body)).to.equal("<><><>");
    });

    it("gives the body unread, and an empty one as an empty object", () => {
      expect(text("$input.body", "not json")).to.equal("not json");
      expect(text("$input.body $input.json('$')", "")).to.equal("{} {}");
    });

    it("finds a parameter in path, query string and header, in this order", () => {
      const params = {
        path: { a: "path" },
        querystring: { a: "query", b: "query" },
        header: { a: "header", b: "header", "X-C": "header" },
      };
      const output = render("$input.params('a') $input.params('b') $input.params('x-c') <$input.params('d')>", {
        params,
      }).output;
      expect(output).to.equal("path query header <>");
      expect(
        render("$input.params().querystring.get('b') $input.params().header.keySet().size()", { params }).output,
      ).to.equal("query 3");
    });

    it("refuses a payload that is not JSON, only where it is read, without the place in the template", () => {
      expect(text("$input.params('a')", "not json")).to.equal("");
      for (const template of ["$input.json('$.a')", "$input.path('$.a').b"]) {
        const error = failure(template, "not json");
        expect(error).to.be.instanceOf(MappingError);
        expect(error.status).to.equal(400);
        expect(error.message).to.match(/^Could not parse request body into json: /);
        expect(error.message).not.to.contain("$input");
      }
    });
  });

  it("walks the JSONPath forms that templates use", () => {
    const body = JSON.stringify({ l: [{ q: 1 }, { q: 2, r: "z" }, { q: 3 }], "odd name": 1, o: { a: 1, b: 2 } });
    const found = (path: string) => JSON.parse(text(`$input.json("${path}")`, body)) as unknown;
    expect(found("$.l[0].q")).to.equal(1);
    expect(found("$.l[-1].q")).to.equal(3);
    expect(found("$.l[1:]")).to.have.length(2);
    expect(found("$.l[0,2].q")).to.deep.equal([1, 3]);
    expect(found("$.l[*].q")).to.deep.equal([1, 2, 3]);
    expect(found("$['odd name']")).to.equal(1);
    expect(found("$.o.*")).to.deep.equal([1, 2]);
    expect(found("$..r")).to.deep.equal(["z"]);
    expect(found("$.l[?(@.q >= 2)].q")).to.deep.equal([2, 3]);
    expect(found("$.l[?(@.r == 'z')].q")).to.deep.equal([2]);
    expect(found("$.l[?(@.r)].q")).to.deep.equal([2]);
    expect(found("$..[?(@.r)].q")).to.deep.equal([2]);
    expect(found("$.l[0][?(@.q == 1)].q")).to.deep.equal([1]);
    expect(found("l[0].q")).to.equal(1);
    expect(failure("$input.json('$.[x')").status).to.equal(500);
  });

  describe("$util", () => {
    it("escapes for JavaScript, a single quote in a way that JSON refuses", () => {
      const value = { params: { path: {}, querystring: { v: 'it\'s "\\" é\n\u0001/' }, header: {} } };
      expect(render("$util.escapeJavaScript($input.params('v'))", value).output).to.equal(
        'it\\\'s \\"\\\\\\" \\u00E9\\n\\u0001\\/',
      );
    });

    it("makes JSON of any text, once the single quote is put right", () => {
      fc.assert(
        fc.property(fc.string({ unit: "binary" }), (v) => {
          const template = `"$util.escapeJavaScript($input.params('v')).replaceAll("\\\\'","'")"`;
          const { output } = render(template, { params: { path: {}, querystring: { v }, header: {} } });
          expect(JSON.parse(output)).to.equal(v);
        }),
        { numRuns: 500 },
      );
    });

    it("encodes as forms do", () => {
      fc.assert(
        fc.property(fc.string({ unit: "grapheme" }), (v) => {
          const { output } = render("v=$util.urlEncode($input.params('v'))", {
            params: { path: {}, querystring: { v }, header: {} },
          });
          expect(output).to.match(/^v=[A-Za-z0-9%+*._-]*$/);
          expect(new URLSearchParams(output).get("v")).to.equal(v);
        }),
      );
      expect(text("$util.urlEncode(\"a b&c='é'\") $util.urlDecode('a+b%26')")).to.equal("a+b%26c%3D%27%C3%A9%27 a b&");
    });

    it("reads JSON and base64", () => {
      expect(text("$util.parseJson($input.body).a.b", '{"a":{"b":3}}')).to.equal("3");
      expect(text('$util.base64Encode("é") $util.base64Decode("w6k=")')).to.equal("w6k= é");
    });
  });

  it("reads $context and $stageVariables, and leaves the caller's untouched", () => {
    const context = { requestId: "r", authorizer: { principalId: "p" } };
    const { output } = render(
      "#set($context.authorizer.principalId = 'changed')$context.requestId $stageVariables.alias <$context.nope.deeper>",
      { context, stageVariables: { alias: "live" } },
    );
    expect(output).to.equal("r live <>");
    expect(context.authorizer.principalId).to.equal("p");
  });

  it("tells the overrides that a template set, and none when it set none", () => {
    expect(
      render(
        `#set($context.responseOverride.status = $input.path('$.status'))
#set($context.responseOverride.header.Location = "/there")
#set($context.requestOverride.querystring.q = "v")`,
        { body: '{"status":404}' },
      ).overrides,
    ).to.deep.equal({ status: 404, headers: { Location: "/there" }, request: { querystring: { q: "v" } } });
    expect(render("x").overrides).to.deep.equal({});
  });

  describe("Velocity", () => {
    it("holds only false and what is missing for false", () => {
      const body = '{"empty":"","zero":0,"no":false,"list":[]}';
      const truth = (expression: string) => text(`#if(${expression})true#{else}false#end`, body);
      expect(truth("$input.path('$.empty')")).to.equal("true");
      expect(truth("$input.path('$.zero')")).to.equal("true");
      expect(truth("$input.path('$.list')")).to.equal("true");
      expect(truth("$input.path('$.no')")).to.equal("false");
      expect(truth("$nope")).to.equal("false");
      expect(truth("!$nope && $input.path('$.empty')")).to.equal("true");
      expect(truth("$input.path('$.zero') == 0")).to.equal("true");
      expect(truth(`"$!input.path('$.nope')" == ""`)).to.equal("true");
      expect(truth("$nope == $null")).to.equal("true");
      expect(truth("$nope == ''")).to.equal("false");
      expect(truth("$input.path('$.zero') > 0 || 1 + 1 == 2")).to.equal("true");
    });

    it("walks lists and maps, whatever their keys are", () => {
      const template = `#set($m = $input.path('$'))#foreach($k in $m.keySet())$k:$m.get($k)#if($foreach.hasNext),#end#end`;
      expect(text(template, '{"keySet":1,"__proto__":2,"get":{"a":[1]}}')).to.equal("keySet:1,__proto__:2,get:{a=[1]}");
      expect(text("#foreach($i in $input.path('$'))[$i.a]#end", '[{"a":1},{},{"a":null}]')).to.equal("[1][][]");
      expect(text("#set($l = [])#set($x = $l.add('a'))#set($x = $l.add('b'))$l.size()$l.contains('b')")).to.equal(
        "2true",
      );
      expect(text("$input.path('$').containsKey('a') $input.path('$').containsKey('toString')", '{"a":null}')).to.equal(
        "true false",
      );
    });

    it("never takes a value for a template", () => {
      const hostile = "#set($context.responseOverride.status = 200)$context.secret ${util} #end";
      const { output, overrides } = render(`#set($v = $input.path('$.v'))#if($v)"$v"#end`, {
        body: JSON.stringify({ v: hostile }),
        context: { secret: "s" },
      });
      expect(output).to.equal(`"${hostile}"`);
      expect(overrides).to.deep.equal({});
    });

    it("says that a template is broken", () => {
      expect(failure("#if(").status).to.equal(500);
      expect(failure("#if(").message).to.contain("not valid VTL");
    });
  });
});

// What scripts can say, see and reach, and what they give back: the port to JavaScript without a
// process.
#include "script_support.h"

#include <chrono>

namespace procos::test {
namespace {

using Catch::Matchers::Contains;

TEST_CASE("scripts are modern JavaScript", "[script]") {
  Scripts scripts;
  CHECK(scripts.value("const a = 1; let b = 2; a + b") == Value::integer(3));
  CHECK(scripts.value("[1, 2, 3].map(x => x * 2).reduce((a, b) => a + b, 0)") ==
        Value::integer(12));
  CHECK(scripts.value("const name = 'you'; `Hello ${name}`") == Value::string("Hello you"));
  CHECK(
      scripts.value(
          "const {a, ...rest} = {a: 1, b: 2, c: 3}; const [x, y = 5] = [rest.b]; x + y + rest.c") ==
      Value::integer(10));
  CHECK(scripts.value("JSON.parse('{\"a\": [1, {\"b\": \"c\"}]}').a[1].b") == Value::string("c"));
  CHECK(scripts.value("JSON.stringify({a: [1, 'b', null]})") ==
        Value::string("{\"a\":[1,\"b\",null]}"));
  CHECK(scripts.value("class P { #n = 4; get n() { return this.#n; } } new P().n ?? 0") ==
        Value::integer(4));
  CHECK(scripts.value("let s = 0; for (const [k, v] of Object.entries({a: 1, b: 2})) s += v; s") ==
        Value::integer(3));
  CHECK(scripts.value("if (true) { 5 }") == Value::integer(5));
  CHECK(scripts.value("var x = 3") == Value::null());
  CHECK(scripts.value("'ä€😀'.length + 'ä€😀'") == Value::string("4ä€😀"));
}

TEST_CASE("a script's value gets the type that Camunda's Graal.js gives it", "[script]") {
  Scripts scripts;
  CHECK(scripts.value("5") == Value::integer(5));
  CHECK(scripts.value("10 / 2") == Value::integer(5));
  CHECK(scripts.value("10 / 4") == Value::real(2.5));
  CHECK(scripts.value("2147483647") == Value::integer(2147483647));
  CHECK(scripts.value("2147483648") == Value::real(2147483648.0));
  CHECK(scripts.value("-0").type() == ValueType::kDouble);
  CHECK(scripts.value("Math.floor(2.5)") == Value::integer(2));
  CHECK(scripts.value("9007199254740993n") == Value::long_integer(9007199254740993));
  CHECK(scripts.value("123n") == Value::integer(123));
  CHECK(scripts.value("true") == Value::boolean(true));
  CHECK(scripts.value("null") == Value::null());
  CHECK(scripts.value("undefined") == Value::null());
  CHECK(scripts.value("new Date(86400000)") == Value::date(86400000));
  CHECK(scripts.value("[1, 2]") == object("java.util.ArrayList<java.lang.Integer>", "[1,2]"));
  CHECK(scripts.value("({a: 1, b: [true, null, 1.5, {c: 'd'}]})") ==
        object("java.util.LinkedHashMap<java.lang.Object,java.lang.Object>",
               R"({"a":1,"b":[true,null,1.5,{"c":"d"}]})"));
  CHECK_THAT(scripts.error("(() => 1)"), Contains("a function cannot be stored"));
  CHECK_THAT(scripts.error("const a = {}; a.a = a; a"), Contains("holds itself"));
  CHECK_THAT(scripts.error("new Map()"), Contains("Object.fromEntries"));
  CHECK_THAT(scripts.error("2n ** 70n"), Contains("64 bits"));
}

TEST_CASE("variables keep their type on the way through a script", "[script]") {
  Scripts scripts;
  scripts.scope.variables = {
      {"i", Value::integer(5)},
      {"s", Value::short_integer(7)},
      {"l", Value::long_integer(5)},
      {"big", Value::long_integer(9007199254740993)},
      {"d", Value::real(5.0)},
      {"b", Value::boolean(false)},
      {"text", Value::string("a\nb")},
      {"date", Value::date(1'767'225'600'000)},
      {"nothing", Value::null()},
      {"foo", object("com.acme.Foo", R"({"x":1.0,"y":[1]})")},
      {"bytes", Value::bytes("\x01\x02")},
      {"json", Value::json(R"({"a":1})")},
  };
  CHECK(scripts.value("i") == Value::integer(5));
  CHECK(scripts.value("s") == Value::integer(7));
  CHECK(scripts.value("l") == Value::integer(5));  // as with Graal.js
  CHECK(scripts.value("execution.getVariable('big')") == Value::long_integer(9007199254740993));
  CHECK(scripts.value("const copy = d; copy") == Value::real(5.0));
  CHECK(scripts.value("d === 5 && typeof big === 'number' && l + 1 === 6") == Value::boolean(true));
  CHECK(scripts.value("b") == Value::boolean(false));
  CHECK(scripts.value("text") == Value::string("a\nb"));
  CHECK(scripts.value("date") == Value::date(1'767'225'600'000));
  CHECK(scripts.value("date.toISOString()") == Value::string("2026-01-01T00:00:00.000Z"));
  CHECK(scripts.value("nothing === null") == Value::boolean(true));
  for (const std::string name : {"foo", "bytes", "json"}) {
    CHECK(scripts.value("execution.getVariable('" + name + "')") == scripts.scope.variables[name]);
  }
}

TEST_CASE("variables are globals as they were when the script started", "[script]") {
  Scripts scripts;
  scripts.scope.variables["x"] = Value::integer(1);
  CHECK(scripts.value("execution.setVariable('x', 2); x") == Value::integer(1));
  CHECK(scripts.value("x = 9; x") == Value::integer(9));
  CHECK(scripts.value("execution.getVariable('x')") == Value::integer(2));
  CHECK(scripts.value("let x = 7; x") == Value::integer(7));
  CHECK(scripts.value("execution.setVariable('later', 1); typeof later") ==
        Value::string("undefined"));
  CHECK(scripts.value("execution.setVariable('v', 'a'); if (typeof foo !== 'undefined') throw 'x'; "
                      "var foo = 'b'; foo") == Value::string("b"));
  CHECK_THAT(scripts.error("\n\n  nope + 1"),
             Contains("nope is not defined (script, line 3, column 3)"));
}

TEST_CASE("no script sees what another left behind", "[script]") {
  Scripts scripts;
  scripts.value(
      "leak = 1; var kept = 2; Array.prototype.bad = 3; JSON.bad = 4; Object.prototype.bad = 5; 0");
  CHECK(scripts.value(
            "typeof leak + typeof kept + typeof [].bad + typeof JSON.bad + typeof ({}).bad") ==
        Value::string("undefinedundefinedundefinedundefinedundefined"));
}

TEST_CASE("lists and maps are arrays and objects with the methods of Java", "[script]") {
  Scripts scripts;
  scripts.scope.variables["list"] = object("java.util.ArrayList<java.lang.Integer>", "[1,2,3]");
  scripts.scope.variables["map"] = object("java.util.LinkedHashMap", R"({"k":"v","n":1})");
  CHECK(scripts.value("list.size() + list.get(0) + list[1] + list.length") == Value::integer(9));
  CHECK(scripts.value("Array.isArray(list) && list.contains(2) && !list.isEmpty()") ==
        Value::boolean(true));
  CHECK(scripts.value("let s = 0; for (const x of list) s += x; s") == Value::integer(6));
  CHECK(scripts.value("map.k + map['n'] + map.get('k') + map.get('none') + map.size()") ==
        Value::string("v1vnull2"));
  CHECK(scripts.value("let s = ''; for (const k in map) s += k; s + [...map.keySet()].join()") ==
        Value::string("knk,n"));
  CHECK(scripts.value("JSON.stringify([list, map])") ==
        Value::string(R"([[1,2,3],{"k":"v","n":1}])"));
  CHECK_THAT(scripts.error("list.get(3)"), Contains("Index 3 out of bounds for length 3"));
}

TEST_CASE("what a script changes in place is stored", "[script]") {
  Scripts scripts;
  scripts.scope.variables["list"] = object("java.util.ArrayList<java.lang.Integer>", "[1, 2]");
  scripts.scope.variables["map"] =
      object("java.util.LinkedHashMap<java.lang.Object,java.lang.Object>", "{}");
  scripts.scope.variables["json"] = Value::json(R"({"a":1})");
  scripts.scope.variables["same"] = object("java.util.ArrayList<java.lang.Integer>", "[1 , 2]");
  scripts.value(
      "list.add(3); execution.getVariable('list').add(4); map.put('a', [1]); json.prop('b', 2); "
      "same.get(0)");
  CHECK(scripts.scope.variables["list"] ==
        object("java.util.ArrayList<java.lang.Integer>", "[1,2,3,4]"));
  CHECK(scripts.scope.variables["map"].as_object().text == R"({"a":[1]})");
  CHECK(scripts.scope.variables["json"] == Value::json(R"({"a":1,"b":2})"));
  CHECK(scripts.scope.variables["same"].as_object().text == "[1 , 2]");
}

TEST_CASE("Spin's functions and nodes are there", "[script]") {
  Scripts scripts;
  CHECK(scripts.value("S('{\"a\": {\"b\": 5}}').prop('a').prop('b').numberValue()") ==
        Value::integer(5));
  CHECK(scripts.value("JSON('{\"a\": [1, 2]}').prop('a').elements().size()") == Value::integer(2));
  CHECK(scripts.value("JSON('{\"a\":1}').prop('b', 'x')") == Value::json(R"({"a":1,"b":"x"})"));
  CHECK(scripts.value("XML('<r a=\"1\"><c/></r>').attr('a').value()") == Value::string("1"));
  CHECK(scripts.value("org.camunda.spin.Spin.S('[1]').elements().get(0).numberValue()") ==
        Value::integer(1));
  CHECK_THAT(scripts.error("S('nonsense')"), Contains("No matching data format detected"));
  CHECK(scripts.value("typeof S('{}').noSuchMethod") == Value::string("undefined"));
}

TEST_CASE("a BpmnError is how a script ended, unless the script catches it", "[script]") {
  Scripts scripts;
  for (const std::string start : {"new BpmnError", "new org.camunda.bpm.engine.delegate.BpmnError",
                                  "new (Java.type('org.camunda.bpm.engine.delegate.BpmnError'))"}) {
    const auto outcome = scripts.run("throw " + start + "('no-stock', 'sold out')");
    REQUIRE(outcome.has_value());
    REQUIRE(outcome->bpmn_error.has_value());
    CHECK(outcome->bpmn_error->code == "no-stock");
    CHECK(outcome->bpmn_error->message == "sold out");
  }
  CHECK(scripts.value("try { throw new BpmnError('a') } catch (e) { e.getErrorCode() }") ==
        Value::string("a"));
  CHECK_THAT(scripts.error("throw new BpmnError('')"), Contains("Error Code is empty"));
}

TEST_CASE("errors name the script, line and column", "[script]") {
  Scripts scripts;
  const auto outcome = scripts.run("let a = 1;\nlet b = ;", "deployment://total.js");
  REQUIRE_FALSE(outcome.has_value());
  CHECK_THAT(outcome.error().message,
             Contains("SyntaxError") && Contains("(deployment://total.js, line 2, column 8)"));
  CHECK_THAT(scripts.error("throw 'plain'"), Contains("plain"));
  CHECK_THAT(scripts.error("\nthrow new Error('boom')"), Contains("Error: boom (script, line 2"));
  CHECK_THAT(scripts.error("null.x"), Contains("TypeError") && Contains("line 1"));
  CHECK_THAT(scripts.error("return 5"), Contains("SyntaxError"));
  CHECK_THAT(scripts.error("execution.fail()"), Contains("fail(): refused"));
  CHECK(scripts.value("try { execution.fail() } catch (e) { 'caught' }") ==
        Value::string("caught"));
  CHECK_THAT(scripts.error("execution.getVariable()"), Contains("0 arguments"));
  CHECK_THAT(scripts.error("execution.nope()"), Contains("is not a function"));
}

TEST_CASE("a failure of the engine itself goes through the script", "[script]") {
  Scripts scripts;
  CHECK_THROWS_WITH(scripts.run("try { execution.breakDown() } catch (e) { 1 } finally { 2 }"),
                    "disk full");
  CHECK(scripts.value("1 + 1") == Value::integer(2));
}

TEST_CASE("scripts reach no files, network, processes or Java", "[script]") {
  Scripts scripts;
  CHECK(
      scripts.value("['require', 'load', 'read', 'os', 'process', 'std', 'fetch', "
                    "'XMLHttpRequest', 'setTimeout', "
                    "'WebAssembly', 'SharedArrayBuffer', 'Packages', 'java', 'quit', 'system', "
                    "'Reflect.parse', "
                    "'Debugger'].filter(name => typeof globalThis[name] !== 'undefined').join()") ==
      Value::string(""));
  CHECK_THAT(scripts.error("Java.type('java.io.File')"),
             Contains("refused") && Contains("java.io.File"));
  CHECK_THAT(scripts.error("new java.io.File('x')"),
             Contains("java is not defined") && Contains("no Java classes"));
  CHECK_THAT(scripts.error("require('fs')"), Contains("require is not defined"));
  CHECK_THAT(scripts.error("load('x.js')"), Contains("load is not defined"));
  CHECK_THAT(scripts.error("import('fs').then(x => x)"), Contains("import") || Contains("Promise"));
}

TEST_CASE("a script that does not end is ended, whatever it catches", "[script]") {
  Scripts scripts({.time_ms = 200});
  const auto start = std::chrono::steady_clock::now();
  CHECK_THAT(scripts.error("while (true) {}"), Contains("ran longer than 200 ms"));
  CHECK_THAT(scripts.error("for (;;) { try { for (;;); } catch (e) {} finally { continue; } }"),
             Contains("200 ms"));
  CHECK_THAT(scripts.error("/(a+)+$/.test('a'.repeat(40) + 'b')"),
             Contains("200 ms") || Contains("too much recursion"));
  CHECK_THAT(scripts.error("const again = () => Promise.resolve().then(again); again(); 1"),
             Contains("200 ms"));
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(5));
  CHECK(scripts.value("1 + 1") == Value::integer(2));
}

TEST_CASE("a script that takes all memory is ended", "[script]") {
  Scripts scripts({.time_ms = 20'000, .memory_bytes = std::size_t{32} << 20});
  for (const std::string hog :
       {"const a = []; while (true) a.push(new Array(1000).fill(7));",
        "const a = []; for (let i = 0;; i++) a.push(('x' + i).repeat(1000).split('').join(''));",
        "const a = []; while (true) a.push(new Uint8Array(1 << 20).fill(1));",
        "let s = {}; while (true) { try { s = {s, t: {}} } catch (e) {} }"}) {
    CHECK_THAT(scripts.error(hog), Contains("needs more memory than 32 MiB"));
  }
  CHECK(scripts.value("let n = 0; for (let i = 0; i < 100000; i++) n += ('x' + i).length; n") ==
        Value::integer(588890));
  CHECK_THAT(scripts.error("const f = () => f() + 1; f()"), Contains("too much recursion"));
}

TEST_CASE("print and console write to the log and give nothing", "[script]") {
  Scripts scripts;
  CHECK(scripts.value("print('a', 1); console.log({}); console.error(null); println([1])") ==
        Value::null());
}

TEST_CASE("engines in one process do not disturb each other", "[script]") {
  Scripts one, other;
  one.scope.variables["x"] = Value::integer(1);
  other.scope.variables["x"] = Value::integer(2);
  for (int i = 0; i < 3; ++i) {
    CHECK(one.value("x") == Value::integer(1));
    CHECK(other.value("x") == Value::integer(2));
  }
}

}  // namespace
}  // namespace procos::test

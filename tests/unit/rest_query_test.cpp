#include <array>
#include <catch2/catch.hpp>

#include "rest/dates.h"
#include "rest/query_params.h"

using namespace procos;
using namespace procos::rest;

namespace {

// One parameter `p` with a percent-encoded value.
struct One {
  explicit One(const std::string& value) : query("p=" + value) {}
  QueryString query;
  QueryParams params{query};
};

const TimeMs kYear2020 = 1'577'836'800'000;

}  // namespace

TEST_CASE("A query string is split and decoded", "[rest][query]") {
  const QueryString query("a=1&b=x%20y+z&a=2&&=lost&flag&c=%C3%A4&bad=%zz&d=a%3Db");
  CHECK(*query.first("a") == "1");
  CHECK(*query.first("b") == "x y z");
  CHECK(query.first("flag")->empty());
  CHECK(*query.first("c") == "ä");
  CHECK(*query.first("d") == "a=b");
  CHECK(query.first("bad") == nullptr);
  CHECK(query.first("A") == nullptr);
  CHECK(query.all().size() == 6);
}

TEST_CASE("Integers of queries are read as JSON", "[rest][query]") {
  const auto number = [](const char* value) { return One(value).params.integer("p"); };
  for (const auto& [text, expected] :
       std::vector<std::pair<const char*, int>>{{"70", 70},
                                                {"%2070", 70},
                                                {"70%20", 70},
                                                {"+70", 70},
                                                {"-70", -70},
                                                {"1.5", 1},
                                                {"1e2", 100},
                                                {"%2270%22", 70},
                                                {"70%20x", 70},
                                                {"1.0", 1},
                                                {"-0", 0},
                                                {"2147483647", 2147483647},
                                                {"-2147483648", -2147483647 - 1},
                                                {"0", 0}}) {
    INFO(text);
    REQUIRE(number(text));
    CHECK(number(text)->value() == expected);
  }
  for (const char* text : {"null", "%22%22"}) {
    INFO(text);
    REQUIRE(number(text));
    CHECK_FALSE(*number(text));
  }
  for (const char* text : {"%2B70", "007", "70x", "0x10", "", "true", "2147483648", "70,80", "NaN",
                           "99999999999999999999", "7/**/", "%22x%22", "-", "2147483647.9", "1e400",
                           "1.", ".5", "%20", "%22"}) {
    INFO(text);
    const auto result = number(text);
    REQUIRE_FALSE(result);
    CHECK(result.error().status == 400);
    CHECK(result.error().type == "InvalidRequestException");
    CHECK_FALSE(result.error().code);
  }
  CHECK(number("70x").error().message ==
        "Cannot set query parameter 'p' to value '70x': Cannot convert value 70x to java type "
        "java.lang.Integer");
  CHECK_FALSE(*One("1").params.integer("other"));
  CHECK(One("9223372036854775807").params.long_integer("p")->value() == 9223372036854775807);
  CHECK_FALSE(One("9223372036854775808").params.long_integer("p"));
  CHECK(*One("7&p=x").params.integer("p") == 7);
  CHECK_FALSE(One("x&p=7").params.integer("p"));
}

TEST_CASE("Booleans of queries", "[rest][query]") {
  const auto boolean = [](const char* value) { return One(value).params.boolean("p"); };
  for (const char* text :
       {"true", "1", "%20true", "true%20", "2", "true%20x", "%22true%22", "-1"}) {
    INFO(text);
    REQUIRE(boolean(text));
    CHECK(boolean(text)->value());
  }
  for (const char* text : {"false", "0", "%22FALSE%22"}) {
    INFO(text);
    REQUIRE(boolean(text));
    CHECK_FALSE(boolean(text)->value());
  }
  CHECK_FALSE(boolean("null")->has_value());
  for (const char* text : {"TRUE", "True", "yes", "", "1.0", "truex"}) {
    INFO(text);
    REQUIRE_FALSE(boolean(text));
    CHECK(boolean(text).error().message.ends_with(" to java type java.lang.Boolean"));
  }
}

TEST_CASE("Plain parameters follow JAX-RS", "[rest][query]") {
  const auto page = [](const char* value) { return One(value).params.page_integer("p"); };
  CHECK(page("5")->value() == 5);
  CHECK(page("%2B5")->value() == 5);
  CHECK(page("05")->value() == 5);
  CHECK(page("-1")->value() == -1);
  CHECK_FALSE(page("")->has_value());
  for (const char* text : {"+5", "%205", "5.0", "2147483648", "0x1", "null", "x", "%2B-5", "-"}) {
    INFO(text);
    REQUIRE_FALSE(page(text));
    CHECK(page(text).error().status == 404);
    CHECK(page(text).error().type == "QueryParamException");
    CHECK(page(text).error().message == "HTTP 404 Not Found");
  }
  CHECK(One("TRUE").params.flag("p", false));
  CHECK_FALSE(One("banana").params.flag("p", true));
  CHECK(One("x").params.flag("other", true));
}

TEST_CASE("Dates are read as leniently as Java does", "[rest][dates]") {
  const auto shown = [](const char* text) {
    const auto time = parse_date(text);
    return time ? format_date(*time) : "none";
  };
  // What a Camunda 7.24 answered for these as values of a Date variable.
  for (const auto& [text, expected] : std::vector<std::pair<const char*, const char*>>{
           {"2031-02-03T04:05:06.789+0000", "2031-02-03T04:05:06.789+0000"},
           {"2031-02-03T04:05:06.789+0200", "2031-02-03T02:05:06.789+0000"},
           {"2031-13-45T99:05:06.789+0000", "2032-02-18T03:05:06.789+0000"},
           {"2031-02-03T04:05:06.789+0000x", "2031-02-03T04:05:06.789+0000"},
           {"-2031-02-03T04:05:06.789+0000", "2032-02-03T04:05:06.789+0000"},
           {"0000-02-03T04:05:06.789+0000", "0001-02-03T04:05:06.789+0000"},
           {"12031-02-03T04:05:06.789PST", "12031-02-03T12:05:06.789+0000"},
           {"2031-02-03T04:05:06.789GMT-03:30", "2031-02-03T07:35:06.789+0000"},
           {"1500-02-03T04:05:06.789+0000", "1500-02-03T04:05:06.789+0000"},
           {"2031-02-03T04:05:06.789EST", "2031-02-03T09:05:06.789+0000"},
           {"31-02-03T04:05:06.789+0000", "0031-02-03T04:05:06.789+0000"},
           {"2031-02-30T04:05:06.789+0000", "2031-03-02T04:05:06.789+0000"},
           {"2031-02-03T04:05:06.7+0000", "2031-02-03T04:05:06.007+0000"},
           {"2031-02-03T04:05:06.78900+0000", "2031-02-03T04:06:24.900+0000"},
           {"2031-02-03T04:05:06.789-0000", "2031-02-03T04:05:06.789+0000"},
           {"0044-03-15T00:00:00.000+0000", "0044-03-15T00:00:00.000+0000"},
           {"1582-10-10T00:00:00.000+0000", "1582-10-20T00:00:00.000+0000"},
           {"1582-10-15T00:00:00.000+0000", "1582-10-15T00:00:00.000+0000"},
           {"1582-10-04T00:00:00.000+0000", "1582-10-04T00:00:00.000+0000"},
           {"2031--2-03T04:05:06.789+0000", "2030-10-03T04:05:06.789+0000"},
           {"2031-02-03T04:05:06.789BST", "2031-02-03T03:05:06.789+0000"},
           {"2031-02-03T04:05:06.789PDT", "2031-02-03T11:05:06.789+0000"},
           {"1969-12-31T23:59:59.999+0000", "1969-12-31T23:59:59.999+0000"},
           {"2024-02-29T00:00:00.000+0000", "2024-02-29T00:00:00.000+0000"},
           {"2020-01-01T00:00:00.000 +0000", "2020-01-01T00:00:00.000+0000"}}) {
    INFO(text);
    CHECK(shown(text) == expected);
  }
  for (const char* text :
       {"2020-01-01T00:00:00.000Z", "2020-01-01T00:00:00.000+00:00", "2020-01-01T00:00:00+0000",
        "2020-01-01", "", "x", "2020-01-01t00:00:00.000+0000", "2020-01-01T00:00:00.000+9999",
        "2020-01-01T00:00:00.000+000", "2020-01-01T00:00:00.000+01", "1577836800000",
        "2020-01-01T00:00:00.000Europe/Berlin", "2020-01-01T00:00:00.000 0000"}) {
    INFO(text);
    CHECK(shown(text) == "none");
  }
  for (TimeMs day = -800'000; day < 800'000; day += 37) {
    const TimeMs time = day * 86'400'000 + 12'345'678;
    if (day > -719'000) REQUIRE(parse_date(format_date(time)) == time);
  }
  CHECK(format_date(kYear2020) == "2020-01-01T00:00:00.000+0000");
}

TEST_CASE("Dates of queries", "[rest][query]") {
  const auto date = [](const char* value) { return One(value).params.date("p"); };
  CHECK(date("2020-01-01T00:00:00.000%2B0000")->value() == kYear2020);
  CHECK(date("%202020-01-01T00:00:00.000%2B0000%20")->value() == kYear2020);
  CHECK_FALSE(date("")->has_value());
  CHECK_FALSE(date("%20")->has_value());
  // A plus sign that is not escaped is a blank.
  REQUIRE_FALSE(date("2020-01-01T00:00:00.000+0000"));
  CHECK(date("x").error().message ==
        "Cannot set query parameter 'p' to value 'x': Cannot convert value \"x\" to java type "
        "java.util.Date");
  CHECK(date("%222020%22").error().message.ends_with("because of double quotes"));
  CHECK_FALSE(date("a%5Cnb"));
}

TEST_CASE("Lists of queries split at commas", "[rest][query]") {
  using Items = std::vector<std::string>;
  CHECK(*One("a,b").params.list("p") == Items{"a", "b"});
  CHECK(*One("a,,b,,").params.list("p") == Items{"a", "", "b"});
  CHECK(*One("").params.list("p") == Items{});
  CHECK(*One("").params.array("p") == Items{""});
  CHECK(*One(",").params.array("p") == Items{});
  CHECK_FALSE(One("a").params.list("other"));
}

TEST_CASE("Variable filters of queries", "[rest][query]") {
  const auto filters = [](const char* value) { return One(value).params.variables("p"); };
  const auto two = filters("a_eq_b,c_gt_2020-01-01T00:00:00.000%2B0000");
  REQUIRE(two);
  REQUIRE(two->size() == 2);
  CHECK((*two)[0].name == "a");
  CHECK((*two)[0].op == "eq");
  CHECK((*two)[0].value == Value::string("b"));
  CHECK((*two)[1].value == Value::date(kYear2020));
  CHECK((*filters("a_eq_%20"))[0].value.is_null());
  CHECK((*filters("a_eq_7"))[0].value == Value::string("7"));
  CHECK((*filters("_eq_b"))[0].name.empty());
  CHECK(filters("a_eq_b,")->size() == 1);
  CHECK(filters(",")->empty());
  CHECK_FALSE(is_query_operator((*filters("a__b"))[0].op));
  CHECK_FALSE(is_query_operator("EQ"));
  CHECK(is_query_operator("notLike"));
  for (const char* text :
       {"", "a_eq", "a_eq_b_c", "a_eq_", ",a_eq_b", "a_eq_b,,c_eq_d", "_", "__"}) {
    INFO(text);
    REQUIRE_FALSE(filters(text));
    CHECK(filters(text).error().message.ends_with(
        "variable query parameter has to have format KEY_OPERATOR_VALUE."));
  }
  CHECK((*One("gt_x").params.conditions("p"))[0].op == "gt");
  CHECK_FALSE(One("gt").params.conditions("p"));
}

TEST_CASE("sortBy and sortOrder belong together", "[rest][query]") {
  const std::array<std::string_view, 2> allowed{"name", "dueDate"};
  const auto sorting = [&](const char* text) {
    const QueryString query(text);
    return QueryParams(query).sorting(allowed);
  };
  CHECK_FALSE(sorting("")->has_value());
  CHECK(sorting("sortBy=name&sortOrder=desc")->value().descending);
  CHECK(sorting("sortBy=dueDate&sortOrder=asc&sortBy=x")->value().by == "dueDate");
  CHECK(sorting("sortBy=name").error().message ==
        "Only a single sorting parameter specified. sortBy and sortOrder required");
  CHECK(sorting("sortOrder=asc").error().status == 400);
  CHECK(sorting("sortBy=Name&sortOrder=asc").error().message ==
        "Cannot set query parameter 'sortBy' to value 'Name'");
  CHECK(sorting("sortBy=name&sortOrder=DESC").error().message ==
        "Cannot set query parameter 'sortOrder' to value 'DESC'");
}

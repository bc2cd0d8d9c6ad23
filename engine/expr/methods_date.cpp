// Methods of java.util.Date, the deprecated ones included, in UTC.
#include <chrono>

#include "expr/java_text.h"
#include "expr/joda.h"
#include "expr/method.h"

namespace procos::expr {
namespace {

using enum JavaType;

std::int64_t self_ms(const Call& call) { return call.self.as_int(); }

// java.util.Date counts years from 1900, months from 0 and days of the week from Sunday.
template <int Which>
Result<Datum> part(Call& call) {
  using namespace std::chrono;
  const sys_time<milliseconds> time{milliseconds{self_ms(call)}};
  const auto day = floor<days>(time);
  const year_month_day date{day};
  const hh_mm_ss clock{floor<seconds>(time - day)};
  switch (Which) {
    case 0: return Datum::integer(static_cast<int>(date.year()) - 1900);
    case 1: return Datum::integer(static_cast<unsigned>(date.month()) - 1);
    case 2: return Datum::integer(static_cast<unsigned>(date.day()));
    case 3: return Datum::integer(weekday{day}.c_encoding());
    case 4: return Datum::integer(clock.hours().count());
    case 5: return Datum::integer(clock.minutes().count());
    default: return Datum::integer(clock.seconds().count());
  }
}

Result<Datum> other_date(const Call& call) {
  if (call.arguments[0].kind() != Datum::Kind::kDate)
    return expression_error("java.lang.NullPointerException: no java.util.Date");
  return call.arguments[0];
}

Result<Datum> before(Call& call) {
  PROCOS_ASSIGN(const Datum other, other_date(call));
  return Datum::boolean(self_ms(call) < other.as_int());
}

Result<Datum> after(Call& call) {
  PROCOS_ASSIGN(const Datum other, other_date(call));
  return Datum::boolean(self_ms(call) > other.as_int());
}

Result<Datum> compare_dates(Call& call) {
  PROCOS_ASSIGN(const Datum other, other_date(call));
  return Datum::integer(self_ms(call) < other.as_int()   ? -1
                        : self_ms(call) > other.as_int() ? 1
                                                         : 0);
}

template <const char* Pattern>
Result<Datum> formatted(Call& call) {
  PROCOS_ASSIGN(std::string text, format_time(self_ms(call), Pattern));
  return Datum::string(std::move(text));
}
constexpr char kGmtPattern[] = "d MMM yyyy HH:mm:ss 'GMT'";
constexpr char kLocalePattern[] = "MMM d, yyyy, h:mm:ss a";

Result<Datum> to_instant(Call& call) {
  return Datum::object(std::make_shared<JodaObject>(JodaObject::Form::kInstant, self_ms(call)));
}

constexpr std::array kDateMethods{
    Method{"getTime", {}, [](Call& c) -> Result<Datum> { return Datum::long_integer(self_ms(c)); }},
    Method{"getYear", {}, part<0>},
    Method{"getMonth", {}, part<1>},
    Method{"getDate", {}, part<2>},
    Method{"getDay", {}, part<3>},
    Method{"getHours", {}, part<4>},
    Method{"getMinutes", {}, part<5>},
    Method{"getSeconds", {}, part<6>},
    Method{"getTimezoneOffset", {}, [](Call&) -> Result<Datum> { return Datum::integer(0); }},
    Method{"before", {kDate}, before},
    Method{"after", {kDate}, after},
    Method{"compareTo", {kDate}, compare_dates},
    Method{"compareTo", {kObject}, compare_dates},
    Method{"toInstant", {}, to_instant},
    Method{"toGMTString", {}, formatted<kGmtPattern>},
    Method{"toLocaleString", {}, formatted<kLocalePattern>},
    Method{"clone", {}, [](Call& c) -> Result<Datum> { return c.self; }},
};

}  // namespace

std::span<const Method> date_methods() { return kDateMethods; }

}  // namespace procos::expr

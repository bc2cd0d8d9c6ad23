// Dates and times beyond java.util.Date, all in UTC: Joda's DateTime, its parts, java.time.Instant,
// Calendar.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "expr/datum.h"

namespace procos::expr {

class JodaObject final : public Object {
 public:
  enum class Form : std::uint8_t { kDateTime, kLocalDate, kLocalTime, kInstant, kCalendar };

  JodaObject(Form f, std::int64_t millis) : ms(millis), form(f) {}
  JavaType type() const override {
    switch (form) {
      case Form::kDateTime: return JavaType::kDateTime;
      case Form::kInstant: return JavaType::kInstant;
      case Form::kCalendar: return JavaType::kCalendar;
      default: return JavaType::kLocalDateOrTime;
    }
  }
  std::string text() const;
  std::string class_name() const;

  std::int64_t ms;
  Form form;
};

/// One field of a DateTime, as dateTime().dayOfMonth() gives it.
class JodaPropertyObject final : public Object {
 public:
  JodaPropertyObject(std::int64_t millis, int field_index) : ms(millis), field(field_index) {}
  JavaType type() const override { return JavaType::kDateTimeProperty; }
  std::int64_t ms;
  int field;
};

Datum make_date_time(std::int64_t ms);
/// Joda's DateTimeFormat patterns; an unknown pattern letter is an error.
Result<std::string> format_time(std::int64_t ms, std::string_view pattern);

}  // namespace procos::expr

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "kernel/log.h"

using namespace procos;

TEST_CASE("a JSON log line carries the fields and stays one line", "[kernel][log]") {
  const std::vector<log::Field> fields{{"processInstanceId", "p1"}, {"activityId", "a\nb"}};
  const std::string line =
      kernel::format_json({log::Level::kWarning, "broken \"text\" \xff\n", &fields}, "T");
  CHECK(line.find('\n') == std::string::npos);
  const auto parsed = nlohmann::json::parse(line);
  CHECK(parsed["level"] == "WARNING");
  CHECK(parsed["time"] == "T");
  CHECK(parsed["processInstanceId"] == "p1");
  CHECK(parsed["activityId"] == "a\nb");
}

TEST_CASE("a text log line shows fields and cannot be split by data", "[kernel][log]") {
  const std::vector<log::Field> fields{{"businessKey", "k\n2025 INFO forged"}};
  const std::string line = kernel::format_text({log::Level::kInfo, "done\x1b[2J", &fields});
  CHECK(line == "done\\x1b[2J  businessKey=k\\n2025 INFO forged");
}

TEST_CASE("the sink gets entries from its threshold on, without empty fields", "[kernel][log]") {
  std::vector<std::string> seen;
  log::set_sink(
      [&](const log::Entry& entry) {
        seen.push_back(std::string(entry.message) + "/" + std::to_string(entry.fields->size()));
      },
      log::Level::kInfo);
  log::debug("no");
  log::info("yes", {{"activityId", "a"}, {"businessKey", ""}});
  CHECK_FALSE(log::enabled(log::Level::kDebug));
  log::set_sink({}, log::Level::kInfo);
  log::error("nobody listens");
  CHECK(seen == std::vector<std::string>{"yes/1"});
}

TEST_CASE("log levels are read as the guide writes them", "[kernel][log]") {
  CHECK(kernel::parse_log_level("info") == log::Level::kInfo);
  CHECK(kernel::parse_log_level("WARN") == log::Level::kWarning);
  CHECK_FALSE(kernel::parse_log_level("LOUD").has_value());
}

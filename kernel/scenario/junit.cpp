#include "kernel/scenario/junit.h"

#include <algorithm>
#include <filesystem>
#include <pugixml.hpp>
#include <sstream>

namespace procos::kernel::scenario {

std::string junit_xml(const std::vector<FileResult>& results, const std::string& suite_name) {
  pugi::xml_document document;
  pugi::xml_node suite = document.append_child("testsuite");
  suite.append_attribute("name").set_value(suite_name.c_str());
  suite.append_attribute("tests").set_value(results.size());
  const auto failed = [](const FileResult& result) { return result.failure.has_value(); };
  suite.append_attribute("failures").set_value(std::ranges::count_if(results, failed));
  double seconds = 0;
  for (const FileResult& result : results) {
    seconds += result.seconds;
    const std::filesystem::path path(result.path);
    pugi::xml_node test = suite.append_child("testcase");
    test.append_attribute("classname").set_value(path.parent_path().string().c_str());
    test.append_attribute("name").set_value(path.stem().string().c_str());
    test.append_attribute("file").set_value(result.path.c_str());
    test.append_attribute("time").set_value(result.seconds);
    if (!result.failure) continue;
    pugi::xml_node failure = test.append_child("failure");
    failure.append_attribute("message").set_value(result.failure->what.c_str());
    failure.text().set(failure_text(result).c_str());
  }
  suite.append_attribute("time").set_value(seconds);
  std::ostringstream out;
  document.save(out, "  ");
  return out.str();
}

}  // namespace procos::kernel::scenario

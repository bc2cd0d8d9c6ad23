// Strict reading of YAML mappings: types, ranges, unknown and doubled keys, ${ENV}; problems are
// collected with their line. Internal to kernel/config.cpp.
#pragma once

#include <yaml-cpp/yaml.h>

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "kernel/config.h"

namespace procos::kernel {

class YamlProblems {
 public:
  YamlProblems(std::string file_name, Environment environment)
      : file_name_(std::move(file_name)), environment_(std::move(environment)) {}

  void add(const YAML::Mark& mark, const std::string& path, const std::string& what);
  bool empty() const { return lines_.empty(); }
  /// One problem a line, in the order of the file.
  std::string text() const;

  /// The scalar with ${...} replaced; nullopt after an undefined variable, which is then recorded.
  std::optional<std::string> substitute(const YAML::Node& scalar, const std::string& path);

 private:
  std::string file_name_;
  Environment environment_;
  std::vector<std::pair<int, std::string>> lines_;
};

/// One mapping of the file. Ask for each known key, then call finish(), which reports the unknown
/// ones.
class YamlSection {
 public:
  YamlSection(YamlProblems& problems, YAML::Node node, std::string path);

  using TextCheck =
      std::function<std::string(const std::string&)>;  ///< empty: good; else what is wrong
  void text(const std::string& key, std::string& out, const TextCheck& check = {});
  void whole_number(const std::string& key, int& out, int minimum, int maximum);
  void boolean(const std::string& key, bool& out);
  void text_list(const std::string& key, std::vector<std::string>& out);
  void text_map(
      const std::string& key, std::map<std::string, std::string>& out,
      const std::function<std::string(const std::string& key, const std::string& value)>& check);
  template <class T>
  void choice(const std::string& key, T& out,
              const std::vector<std::pair<std::string, T>>& choices) {
    std::string chosen;
    std::string wanted;
    for (const auto& [name, value] : choices) wanted += (wanted.empty() ? "" : ", ") + name;
    text(key, chosen, [&](const std::string& given) -> std::string {
      for (const auto& [name, value] : choices) {
        if (name == given) {
          out = value;
          return {};
        }
      }
      return "\"" + given + "\" is not one of " + wanted;
    });
  }
  void required(const std::string& key);
  /// Calls `read` with each nested mapping of `key`.
  void sections(const std::string& key,
                const std::function<void(const std::string&, YamlSection&)>& read);
  void section(const std::string& key, const std::function<void(YamlSection&)>& read);
  bool has(const std::string& key) const { return entries_.count(key) > 0; }
  void problem(const std::string& key, const std::string& what);
  void finish();

 private:
  struct Entry {
    YAML::Mark mark;
    YAML::Node value;
  };
  const Entry* use(const std::string& key);
  std::string path_of(const std::string& key) const {
    return path_.empty() ? key : path_ + "." + key;
  }
  std::optional<std::string> scalar(const std::string& key, const YAML::Node& node,
                                    const char* wanted);

  YamlProblems& problems_;
  YAML::Mark mark_;
  std::string path_;
  std::map<std::string, Entry> entries_;
  std::set<std::string> used_;
};

}  // namespace procos::kernel

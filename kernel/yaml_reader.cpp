#include "kernel/yaml_reader.h"

#include <algorithm>
#include <charconv>

namespace procos::kernel {
namespace {

bool is_quoted(const YAML::Node& node) { return node.Tag() == "!"; }

bool has_reference(const YAML::Node& node) { return node.Scalar().find("${") != std::string::npos; }

const char* kind_of(const YAML::Node& node) {
  if (node.IsMap()) return "a mapping";
  if (node.IsSequence()) return "a list";
  if (node.IsNull()) return "nothing";
  return "a single value";
}

}  // namespace

void YamlProblems::add(const YAML::Mark& mark, const std::string& path, const std::string& what) {
  const int line = mark.line + 1;
  const std::string where = file_name_ + ":" + std::to_string(line) + ": ";
  lines_.emplace_back(line, where + (path.empty() ? "" : path + ": ") + what);
}

std::string YamlProblems::text() const {
  auto sorted = lines_;
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::string out;
  for (const auto& [line, message] : sorted) out += (out.empty() ? "" : "\n") + message;
  return out;
}

std::optional<std::string> YamlProblems::substitute(const YAML::Node& scalar,
                                                    const std::string& path) {
  const std::string& in = scalar.Scalar();
  std::string out;
  bool good = true;
  std::size_t at = 0;
  while (at < in.size()) {
    const std::size_t open = in.find("${", at);
    if (open == std::string::npos) break;
    const std::size_t close = in.find('}', open);
    if (close == std::string::npos) {
      add(scalar.Mark(), path, "\"${\" without \"}\"");
      return std::nullopt;
    }
    out.append(in, at, open - at);
    const std::string inside = in.substr(open + 2, close - open - 2);
    const std::size_t dash = inside.find(":-");
    const std::string name = inside.substr(0, dash);
    const std::optional<std::string> value = environment_(name);
    if (value && !(value->empty() && dash != std::string::npos)) {
      out += *value;
    } else if (dash != std::string::npos) {
      out += inside.substr(dash + 2);
    } else {
      add(scalar.Mark(), path,
          "environment variable " + name + " is not set; set it or write ${" + name + ":-default}");
      good = false;
    }
    at = close + 1;
  }
  if (!good) return std::nullopt;
  return out.append(in, std::min(at, in.size()), std::string::npos);
}

YamlSection::YamlSection(YamlProblems& problems, YAML::Node node, std::string path)
    : problems_(problems), mark_(node.Mark()), path_(std::move(path)) {
  if (node.IsNull()) return;
  if (!node.IsMap()) {
    problems_.add(mark_, path_,
                  std::string("must be a mapping of keys to values, not ") + kind_of(node));
    return;
  }
  for (const auto& entry : node) {
    if (!entry.first.IsScalar()) {
      problems_.add(entry.first.Mark(), path_, "a key must be a plain name");
      continue;
    }
    const std::string key = entry.first.Scalar();
    if (!entries_.emplace(key, Entry{entry.first.Mark(), entry.second}).second) {
      problems_.add(entry.first.Mark(), path_of(key), "is given twice");
    }
  }
}

const YamlSection::Entry* YamlSection::use(const std::string& key) {
  used_.insert(key);
  const auto found = entries_.find(key);
  return found == entries_.end() ? nullptr : &found->second;
}

std::optional<std::string> YamlSection::scalar(const std::string& key, const YAML::Node& node,
                                               const char* wanted) {
  if (!node.IsScalar()) {
    const YAML::Mark mark = node.Mark().is_null() ? entries_.at(key).mark : node.Mark();
    problems_.add(mark, path_of(key), std::string("must be ") + wanted + ", not " + kind_of(node));
    return std::nullopt;
  }
  return problems_.substitute(node, path_of(key));
}

void YamlSection::text(const std::string& key, std::string& out, const TextCheck& check) {
  const Entry* entry = use(key);
  if (entry == nullptr) return;
  const auto value = scalar(key, entry->value, "text");
  if (!value) return;
  const std::string wrong = check ? check(*value) : std::string();
  if (!wrong.empty()) return problems_.add(entry->value.Mark(), path_of(key), wrong);
  out = *value;
}

void YamlSection::whole_number(const std::string& key, int& out, int minimum, int maximum) {
  const Entry* entry = use(key);
  if (entry == nullptr) return;
  const auto value = scalar(key, entry->value, "a whole number");
  if (!value) return;
  const std::string path = path_of(key);
  if (is_quoted(entry->value) && !has_reference(entry->value)) {
    return problems_.add(
        entry->value.Mark(), path,
        "must be a whole number, not the text \"" + *value + "\"; remove the quotes");
  }
  long long number = 0;
  const char* end = value->data() + value->size();
  const auto [stop, error] = std::from_chars(value->data(), end, number);
  if (error == std::errc::invalid_argument || stop != end) {
    return problems_.add(entry->value.Mark(), path,
                         "must be a whole number, not \"" + *value + "\"");
  }
  if (error != std::errc() || number < minimum || number > maximum) {
    return problems_.add(entry->value.Mark(), path,
                         "must be between " + std::to_string(minimum) + " and " +
                             std::to_string(maximum) + ", not " + *value);
  }
  out = static_cast<int>(number);
}

void YamlSection::boolean(const std::string& key, bool& out) {
  const Entry* entry = use(key);
  if (entry == nullptr) return;
  const auto value = scalar(key, entry->value, "true or false");
  if (!value) return;
  const bool quoted = is_quoted(entry->value) && !has_reference(entry->value);
  bool parsed = false;
  if (quoted || !YAML::convert<bool>::decode(YAML::Node(*value), parsed)) {
    return problems_.add(entry->value.Mark(), path_of(key),
                         "must be true or false, not " + (quoted ? "the text " : std::string()) +
                             "\"" + *value + "\"");
  }
  out = parsed;
}

void YamlSection::text_list(const std::string& key, std::vector<std::string>& out) {
  const Entry* entry = use(key);
  if (entry == nullptr) return;
  if (!entry->value.IsSequence()) {
    return problems_.add(entry->mark, path_of(key),
                         std::string("must be a list, not ") + kind_of(entry->value));
  }
  std::vector<std::string> values;
  for (const YAML::Node& item : entry->value) {
    const auto value = scalar(key, item, "a list of texts");
    if (!value) continue;
    if (value->empty()) {
      problems_.add(item.Mark(), path_of(key), "has an empty item");
    } else if (std::find(values.begin(), values.end(), *value) != values.end()) {
      problems_.add(item.Mark(), path_of(key), "names \"" + *value + "\" twice");
    } else {
      values.push_back(*value);
    }
  }
  out = std::move(values);
}

void YamlSection::text_map(
    const std::string& key, std::map<std::string, std::string>& out,
    const std::function<std::string(const std::string&, const std::string&)>& check) {
  section(key, [&](YamlSection& nested) {
    for (const auto& [name, entry] : nested.entries_) {
      std::string value;
      nested.text(name, value,
                  [&, item = name](const std::string& given) { return check(item, given); });
      if (!value.empty()) out[name] = value;
    }
  });
}

void YamlSection::required(const std::string& key) {
  if (!has(key)) problems_.add(mark_, path_, "\"" + key + "\" is missing");
}

void YamlSection::sections(const std::string& key,
                           const std::function<void(const std::string&, YamlSection&)>& read) {
  section(key, [&](YamlSection& nested) {
    for (const auto& [name, entry] : nested.entries_) {
      nested.used_.insert(name);
      YamlSection inner(problems_, entry.value, nested.path_of(name));
      if (entry.value.IsNull()) inner.mark_ = entry.mark;
      read(name, inner);
      inner.finish();
    }
  });
}

void YamlSection::section(const std::string& key, const std::function<void(YamlSection&)>& read) {
  const Entry* entry = use(key);
  if (entry == nullptr) return;
  YamlSection nested(problems_, entry->value, path_of(key));
  read(nested);
  nested.finish();
}

void YamlSection::problem(const std::string& key, const std::string& what) {
  const auto found = entries_.find(key);
  problems_.add(found == entries_.end() ? mark_ : found->second.mark, path_of(key), what);
}

void YamlSection::finish() {
  for (const auto& [key, entry] : entries_) {
    if (used_.count(key) > 0) continue;
    std::string known;
    for (const std::string& name : used_) known += (known.empty() ? "" : ", ") + name;
    problems_.add(entry.mark, path_of(key),
                  "unknown key; known here: " + (known.empty() ? std::string("none") : known));
  }
}

}  // namespace procos::kernel

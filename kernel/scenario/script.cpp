#include "kernel/scenario/script.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <limits>

#include "kernel/scenario/verbs.h"

namespace procos::kernel::scenario {
namespace {

constexpr std::string_view kBlock = "----";
constexpr std::string_view kSpaces = " \t";

bool is_blank(std::string_view line) {
  return line.find_first_not_of(kSpaces) == std::string_view::npos;
}
bool is_indented(std::string_view line) {
  return !is_blank(line) && kSpaces.find(line.front()) != std::string_view::npos;
}

/// Splits at spaces outside quotes and brackets; quotes and brackets stay.
Result<std::vector<std::string>> split_words(std::string_view line) {
  std::vector<std::string> words;
  std::string word;
  std::string open;  // brackets not closed yet
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (quoted) {
      word += c;
      if (c == '\\' && i + 1 < line.size()) word += line[++i];
      if (c == '"') quoted = false;
      continue;
    }
    if (open.empty() && kSpaces.find(c) != std::string_view::npos) {
      if (!word.empty()) words.push_back(std::move(word));
      word.clear();
      continue;
    }
    word += c;
    if (c == '"') quoted = true;
    if (c == '[' || c == '{') open += c == '[' ? ']' : '}';
    if ((c == ']' || c == '}') && !open.empty()) {
      if (open.back() != c) {
        return fail(ErrorKind::kParse, std::string("'") + c + "' closes no bracket");
      }
      open.pop_back();
    }
  }
  if (quoted) return fail(ErrorKind::kParse, "a quote is not closed");
  if (!open.empty()) return fail(ErrorKind::kParse, "a bracket is not closed");
  if (!word.empty()) words.push_back(std::move(word));
  return words;
}

/// Without the quotes around it, if it is a text in quotes.
std::string unquoted(const std::string& word) {
  if (word.size() < 2 || word.front() != '"') return word;
  const auto text = nlohmann::json::parse(word, nullptr, false);
  return text.is_string() ? text.get<std::string>() : word;
}

bool is_name(std::string_view text) {
  const auto good = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.' || c == '-';
  };
  return !text.empty() && std::isdigit(static_cast<unsigned char>(text[0])) == 0 &&
         std::all_of(text.begin(), text.end(), good);
}

/// Where NAME or NAME:TYPE ends, when the word is an assignment.
std::optional<std::size_t> assignment_at(const std::string& word) {
  const std::size_t equals = word.find('=');
  if (equals == std::string::npos) return std::nullopt;
  const std::string_view left = std::string_view(word).substr(0, equals);
  const std::size_t colon = left.find(':');
  if (!is_name(left.substr(0, colon))) return std::nullopt;
  if (colon != std::string_view::npos && !is_name(left.substr(colon + 1))) return std::nullopt;
  return equals;
}

nlohmann::json object_value(const nlohmann::json& value) {
  const char* const java_type = value.is_array() ? "java.util.ArrayList" : "java.util.HashMap";
  return {{"type", "Object"},
          {"value", value.dump()},
          {"valueInfo",
           {{"objectTypeName", java_type}, {"serializationDataFormat", "application/json"}}}};
}

nlohmann::json plain_value(const std::string& written) {
  const nlohmann::json value = nlohmann::json::parse(written, nullptr, false);
  if (value.is_discarded()) return {{"value", written}, {"type", "String"}};
  if (value.is_string()) return {{"value", value}, {"type", "String"}};
  if (value.is_boolean()) return {{"value", value}, {"type", "Boolean"}};
  if (value.is_null()) return {{"value", value}, {"type", "Null"}};
  if (value.is_structured()) return object_value(value);
  if (value.is_number_float()) return {{"value", value}, {"type", "Double"}};
  const auto number = value.get<std::int64_t>();
  const bool is_int = number >= std::numeric_limits<std::int32_t>::min() &&
                      number <= std::numeric_limits<std::int32_t>::max();
  return {{"value", value}, {"type", is_int ? "Integer" : "Long"}};
}

class Parser {
 public:
  Parser(const std::string& path, const std::string& text) {
    script_.path = path;
    std::size_t begin = 0;
    while (begin < text.size()) {
      const std::size_t end = std::min(text.find('\n', begin), text.size());
      std::string line = text.substr(begin, end - begin);
      if (line.ends_with('\r')) line.pop_back();
      script_.lines.push_back(std::move(line));
      begin = end + 1;
    }
  }

  Result<Script> run() {
    while (at_ < script_.lines.size()) {
      const std::string& line = script_.lines[at_];
      if (is_blank(line) || line.front() == '#') {
        ++at_;
      } else if (line == kBlock) {
        return error("---- stands under no step");
      } else if (is_indented(line)) {
        return error("an indented line stands under no step");
      } else {
        PROCOS_TRY(read_step());
      }
    }
    return std::move(script_);
  }

 private:
  std::unexpected<Error> error(const std::string& what) const { return error(what, at_); }
  std::unexpected<Error> error(const std::string& what, std::size_t at) const {
    return fail(ErrorKind::kParse, script_.path + ":" + std::to_string(at + 1) + ": " + what);
  }

  Status read_step() {
    Step step;
    step.line = static_cast<int>(at_) + 1;
    auto words = split_words(script_.lines[at_]);
    if (!words) return error(words.error().message);
    step.verb = find_verb(words->front());
    if (step.verb == nullptr) return error(unknown_verb(words->front()));
    words->erase(words->begin());
    PROCOS_TRY(sort_words(step, *words));
    ++at_;
    PROCOS_TRY(read_body(step));
    step.block_begin = step.block_end = static_cast<int>(at_);
    if (at_ < script_.lines.size() && script_.lines[at_] == kBlock) read_block(step);
    script_.steps.push_back(std::move(step));
    return {};
  }

  Status sort_words(Step& step, const std::vector<std::string>& words) const {
    bool conditions = false;
    for (const std::string& word : words) {
      const auto equals = step.verb->assignments ? assignment_at(word) : std::nullopt;
      if (step.verb->assignments && word == "where") {
        conditions = true;
      } else if (!equals) {
        step.words.push_back(unquoted(word));
      } else {
        const std::string left = word.substr(0, *equals);
        const std::size_t colon = left.find(':');
        auto value = typed_value(word.substr(*equals + 1),
                                 colon == std::string::npos ? "" : left.substr(colon + 1));
        if (!value) return error(word + ": " + value.error().message);
        step.assignments.push_back({left.substr(0, colon), std::move(*value), conditions});
      }
    }
    const int count = static_cast<int>(step.words.size());
    if (count < step.verb->min_words || count > step.verb->max_words) {
      return error("it is: " + std::string(step.verb->name) + " " + std::string(step.verb->usage));
    }
    return {};
  }

  Status read_body(Step& step) {
    std::size_t shared = std::string::npos;
    for (; at_ < script_.lines.size() && is_indented(script_.lines[at_]); ++at_) {
      if (!step.verb->body) {
        return error(std::string(step.verb->name) + " takes no further lines");
      }
      step.body.push_back(script_.lines[at_]);
      shared = std::min(shared, script_.lines[at_].find_first_not_of(kSpaces));
    }
    for (std::string& line : step.body) line.erase(0, shared);
    return {};
  }

  void read_block(Step& step) {
    step.expected.emplace();
    for (++at_; at_ < script_.lines.size() && !is_blank(script_.lines[at_]); ++at_) {
      step.expected->push_back(script_.lines[at_]);
    }
    step.block_end = static_cast<int>(at_);
  }

  static std::string unknown_verb(const std::string& name) {
    std::string known;
    for (const Verb& verb : verbs()) known += (known.empty() ? "" : ", ") + std::string(verb.name);
    return "there is no step '" + name + "'; there are: " + known;
  }

  Script script_;
  std::size_t at_ = 0;
};

}  // namespace

nlohmann::json Step::variables(bool conditions) const {
  nlohmann::json out = nlohmann::json::object();
  for (const Assignment& assignment : assignments) {
    if (assignment.condition == conditions) out[assignment.name] = assignment.value;
  }
  return out;
}

Result<Script> parse_script(const std::string& path, const std::string& text) {
  return Parser(path, text).run();
}

Result<nlohmann::json> typed_value(const std::string& written, const std::string& type) {
  if (type.empty()) return plain_value(written);
  const nlohmann::json value = nlohmann::json::parse(written, nullptr, false);
  const bool text = type == "String" || type == "Date" || type == "Bytes";
  if (text) return nlohmann::json{{"value", unquoted(written)}, {"type", type}};
  if (value.is_discarded()) return fail(ErrorKind::kParse, "the value is no " + type);
  if (type == "Json") return nlohmann::json{{"value", value.dump()}, {"type", type}};
  if (type == "Object") return object_value(value);
  return nlohmann::json{{"value", value}, {"type", type}};
}

}  // namespace procos::kernel::scenario

#include "rest/json.h"

#include <nlohmann/json.hpp>
#include <unordered_map>
#include <vector>

namespace procos::rest {
namespace {

constexpr std::size_t kMaxDepth = 1000;      // Jackson's default
constexpr std::size_t kIndexedMembers = 16;  // beyond that a linear search for duplicates hurts

// The library's own builder for ordered objects searches all members for every new one, so a body
// of a million names would take hours. This one indexes the names of large objects.
class Builder : public nlohmann::json_sax<Json> {
 public:
  explicit Builder(Json& root) : root_(root) {}
  bool too_deep() const { return too_deep_; }
  const std::string& problem() const { return problem_; }

  bool null() override { return add(Json()); }
  bool boolean(bool value) override { return add(Json(value)); }
  bool number_integer(number_integer_t value) override { return add(Json(value)); }
  bool number_unsigned(number_unsigned_t value) override { return add(Json(value)); }
  bool number_float(number_float_t value, const string_t&) override { return add(Json(value)); }
  bool string(string_t& value) override { return add(Json(std::move(value))); }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return open(Json::object()); }
  bool start_array(std::size_t) override { return open(Json::array()); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool key(string_t& name) override {
    Level& level = levels_.back();
    auto& members = *level.container->get_ptr<Json::object_t*>();
    if (members.size() == kIndexedMembers) {
      for (std::size_t i = 0; i < members.size(); ++i)
        level.index.emplace(members.begin()[static_cast<std::ptrdiff_t>(i)].first, i);
    }
    level.member = members.size();
    if (members.size() < kIndexedMembers) {
      for (std::size_t i = 0; i < members.size(); ++i) {
        if (members.begin()[static_cast<std::ptrdiff_t>(i)].first == name) level.member = i;
      }
    } else {
      level.member = level.index.emplace(name, members.size()).first->second;
    }
    if (level.member == members.size()) members.emplace_back(std::move(name), Json());
    return true;
  }

  bool parse_error(std::size_t position, const std::string&,
                   const nlohmann::detail::exception& error) override {
    // The library's text begins with its own error number in brackets.
    const std::string_view text = error.what();
    const std::size_t bracket = text.find("] ");
    problem_ = "Invalid JSON at byte " + std::to_string(position) + ": ";
    problem_ += bracket == std::string_view::npos ? text : text.substr(bracket + 2);
    return false;
  }

 private:
  struct Level {
    Json* container;
    std::size_t member = 0;  // where the next value of an object goes
    std::unordered_map<std::string, std::size_t> index;
  };

  Json* place(Json value) {
    if (levels_.empty()) {
      root_ = std::move(value);
      return &root_;
    }
    Level& level = levels_.back();
    if (auto* items = level.container->get_ptr<Json::array_t*>()) {
      items->push_back(std::move(value));
      return &items->back();
    }
    const auto at = static_cast<std::ptrdiff_t>(level.member);
    Json& slot = (level.container->get_ptr<Json::object_t*>()->begin() + at)->second;
    slot = std::move(value);
    return &slot;
  }

  bool add(Json value) {
    place(std::move(value));
    return true;
  }

  bool open(Json value) {
    if (levels_.size() == kMaxDepth) {
      too_deep_ = true;
      return false;
    }
    levels_.push_back({place(std::move(value)), 0, {}});
    return true;
  }

  bool close() {
    levels_.pop_back();
    return true;
  }

  Json& root_;
  std::vector<Level> levels_;
  std::string problem_;
  bool too_deep_ = false;
};

}  // namespace

RestResult<Json> parse_json(std::string_view text) {
  Json root;
  Builder builder(root);
  if (Json::sax_parse(text.begin(), text.end(), &builder)) return root;
  if (builder.too_deep()) {
    return std::unexpected(
        RestError{500,
                  "StreamConstraintsException",
                  "Document nesting depth (1001) exceeds the maximum allowed (1000)",
                  {},
                  {}});
  }
  return invalid_request(400, builder.problem());
}

std::string to_text(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Response json_response(const Json& json, int status) {
  Response response;
  response.status = status;
  response.body = to_text(json);
  return response;
}

Response no_content() {
  Response response;
  response.status = 204;
  return response;
}

Response attachment(std::string content, std::string_view file_name, std::string content_type) {
  std::string quoted;
  std::string encoded;
  for (const char c : file_name) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += byte < 0x20 ? '_' : c;
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                       std::string_view("-._~*").find(c) != std::string_view::npos;
    if (plain) {
      encoded += c;
    } else {
      static constexpr std::string_view kHex = "0123456789ABCDEF";
      encoded += '%';
      encoded += kHex[byte >> 4];
      encoded += kHex[byte & 15];
    }
  }
  Response response = text_response(std::move(content), std::move(content_type));
  response.headers.add("Content-Disposition",
                       "attachment; filename=\"" + quoted + "\"; filename*=UTF-8''" + encoded);
  return response;
}

Response text_response(std::string text, std::string content_type) {
  Response response;
  response.body = std::move(text);
  response.content_type = std::move(content_type);
  return response;
}

}  // namespace procos::rest

#include "model/value.h"

#include <array>

namespace procos {

std::string_view type_name(ValueType type) {
  static constexpr std::array<std::string_view, 13> kNames{
      "Null", "Boolean", "Short", "Integer", "Long", "Double", "String",
      "Date", "Bytes",   "File",  "Object",  "Json", "Xml"};
  return kNames[static_cast<std::size_t>(type)];
}

bool operator==(const Value& a, const Value& b) {
  if (a.type() != b.type()) return false;
  switch (a.type()) {
    case ValueType::kNull: return a.declared_type() == b.declared_type();
    case ValueType::kBoolean: return a.as_bool() == b.as_bool();
    case ValueType::kShort:
    case ValueType::kInteger:
    case ValueType::kLong:
    case ValueType::kDate: return a.as_int() == b.as_int();
    case ValueType::kDouble: return a.as_double() == b.as_double();
    case ValueType::kString:
    case ValueType::kBytes:
    case ValueType::kJson:
    case ValueType::kXml: return a.as_text() == b.as_text();
    case ValueType::kFile: {
      const FileData& x = a.as_file();
      const FileData& y = b.as_file();
      return x.name == y.name && x.mime_type == y.mime_type && x.encoding == y.encoding &&
             x.content == y.content;
    }
    case ValueType::kObject: {
      const ObjectData& x = a.as_object();
      const ObjectData& y = b.as_object();
      return x.type_name == y.type_name && x.format == y.format && x.text == y.text;
    }
  }
  return false;
}

}  // namespace procos

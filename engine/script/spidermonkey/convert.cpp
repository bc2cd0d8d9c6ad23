#include "script/spidermonkey/convert.h"

#include <js/Array.h>
#include <js/BigInt.h>
#include <js/CharacterEncoding.h>
#include <js/Conversions.h>
#include <js/Date.h>
#include <js/Object.h>
#include <js/PropertyAndElement.h>
#include <jsfriendapi.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "script/spidermonkey/globals.h"
#include "script/spidermonkey/object.h"

namespace procos::script {
namespace {

using expr::JavaType;
using expr::ListObject;
using expr::MapObject;
using Kind = Datum::Kind;

constexpr int kMaxDepth = 200;  ///< deeper is taken for an object that holds itself

bool new_string(JSContext* cx, const std::string& text, JS::MutableHandleValue value) {
  JSString* string = JS_NewStringCopyUTF8N(cx, JS::UTF8Chars(text.data(), text.size()));
  if (string == nullptr) return false;
  value.setString(string);
  return true;
}

void long_to_js(JSContext* cx, std::int64_t number, JS::MutableHandleValue value) {
  if (number >= std::numeric_limits<std::int32_t>::min() &&
      number <= std::numeric_limits<std::int32_t>::max()) {
    value.setInt32(static_cast<std::int32_t>(number));
    return;
  }
  runtime_of(cx).run->longs.push_back(number);
  value.setDouble(static_cast<double>(number));
}

bool list_to_js(JSContext* cx, const ListObject& list, JS::MutableHandleValue value) {
  JS::RootedValueVector items(cx);
  JS::RootedValue item(cx);
  for (const Datum& datum : list.items) {
    if (!to_js(cx, datum, &item) || !items.append(item)) return false;
  }
  JS::RootedObject array(cx, JS::NewArrayObject(cx, items));
  JS::RootedObject prototype(cx, provided_object(cx, "list"));
  if (array == nullptr || prototype == nullptr || !JS_SetPrototype(cx, array, prototype))
    return false;
  value.setObject(*array);
  return true;
}

bool map_to_js(JSContext* cx, const MapObject& map, JS::MutableHandleValue value) {
  JS::RootedObject prototype(cx, provided_object(cx, "map"));
  if (prototype == nullptr) return false;
  JS::RootedObject object(cx, JS_NewObjectWithGivenProto(cx, nullptr, prototype));
  if (object == nullptr) return false;
  JS::RootedValue key(cx), item(cx);
  JS::RootedId id(cx);
  for (const auto& [name, datum] : map.entries) {
    if (!to_js(cx, name, &key) || !JS_ValueToId(cx, key, &id) || !to_js(cx, datum, &item))
      return false;
    if (!JS_DefinePropertyById(cx, object, id, item, JSPROP_ENUMERATE)) return false;
  }
  value.setObject(*object);
  return true;
}

bool object_to_js(JSContext* cx, const Datum& datum, JS::MutableHandleValue value) {
  Run& run = *runtime_of(cx).run;
  const auto* list = datum.as<ListObject>();
  const auto* map = datum.as<MapObject>();
  if (list == nullptr && map == nullptr) return wrap(cx, datum, value);
  const auto known = std::ranges::find(run.originals, datum.as_object());
  if (known != run.originals.end()) {
    value.setObject(*run.collections[static_cast<std::size_t>(known - run.originals.begin())]);
    return true;
  }
  if (!(list != nullptr ? list_to_js(cx, *list, value) : map_to_js(cx, *map, value))) return false;
  if (!run.collections.append(&value.toObject())) return false;
  run.originals.push_back(datum.as_object());
  return true;
}

bool refuse(JSContext* cx, const char* what) {
  JS_ReportErrorUTF8(cx, "%s", what);
  return false;
}

Datum number_from_js(JSContext* cx, JS::HandleValue value) {
  if (value.isInt32()) return Datum::integer(value.toInt32());
  const double number = value.toDouble();
  for (const std::int64_t given : runtime_of(cx).run->longs) {
    if (static_cast<double>(given) == number) return Datum::long_integer(given);
  }
  return Datum::real(number);
}

bool big_int_from_js(JSContext* cx, JS::HandleValue value, Datum& datum) {
  std::int64_t number = 0;
  if (!JS::BigIntFits(value.toBigInt(), &number))
    return refuse(cx, "a BigInt beyond 64 bits cannot be stored");
  const bool small = number == static_cast<std::int32_t>(number);
  datum = small ? Datum::integer(number) : Datum::long_integer(number);
  return true;
}

bool from_js(JSContext* cx, JS::HandleValue value, Datum& datum, int depth);

bool read_array(JSContext* cx, JS::HandleObject array, std::vector<Datum>& items, int depth) {
  std::uint32_t length = 0;
  if (!JS::GetArrayLength(cx, array, &length)) return false;
  JS::RootedValue item(cx);
  for (std::uint32_t i = 0; i < length; ++i) {
    if (!JS_GetElement(cx, array, i, &item) || !from_js(cx, item, items.emplace_back(), depth + 1))
      return false;
  }
  return true;
}

bool read_object(JSContext* cx, JS::HandleObject object,
                 std::vector<std::pair<Datum, Datum>>& entries, int depth) {
  JS::Rooted<JS::IdVector> ids(cx, JS::IdVector(cx));
  if (!JS_Enumerate(cx, object, &ids)) return false;
  JS::RootedValue key(cx), item(cx);
  JS::RootedId id(cx);
  for (std::size_t i = 0; i < ids.length(); ++i) {
    id = ids[i];
    std::string name;
    if (!JS_IdToValue(cx, id, &key) || !text_of(cx, key, name)) return false;
    if (!JS_GetPropertyById(cx, object, id, &item)) return false;
    auto& entry = entries.emplace_back(Datum::string(std::move(name)), Datum());
    if (!from_js(cx, item, entry.second, depth + 1)) return false;
  }
  return true;
}

/// Reads a collection that came from the engine into the original; the array or object is the
/// truth.
bool sync(JSContext* cx, JS::HandleObject object, expr::Object& original, int depth) {
  if (auto* list = dynamic_cast<ListObject*>(&original)) {
    std::vector<Datum> items;
    if (!read_array(cx, object, items, depth)) return false;
    list->items = std::move(items);
  } else if (auto* map = dynamic_cast<MapObject*>(&original)) {
    std::vector<std::pair<Datum, Datum>> entries;
    if (!read_object(cx, object, entries, depth)) return false;
    map->entries = std::move(entries);
  }
  return true;
}

bool date_from_js(JSContext* cx, JS::HandleObject object, Datum& datum) {
  double ms = 0;
  if (!js::DateGetMsecSinceEpoch(cx, object, &ms)) return false;
  if (!std::isfinite(ms)) return refuse(cx, "an invalid Date cannot be stored");
  datum = Datum::date(static_cast<std::int64_t>(ms));
  return true;
}

bool object_from_js(JSContext* cx, JS::HandleObject object, Datum& datum, int depth) {
  if (depth > kMaxDepth) return refuse(cx, "the object is nested too deeply, or holds itself");
  Run& run = *runtime_of(cx).run;
  if (const Datum* wrapped = unwrap(cx, object)) {
    datum = *wrapped;
    return true;
  }
  for (std::size_t i = 0; i < run.originals.size(); ++i) {
    if (run.collections[i] != object) continue;
    const std::shared_ptr<expr::Object> original = run.originals[i];
    datum = Datum::object(original);
    return sync(cx, object, *original, depth);
  }
  js::ESClass kind = js::ESClass::Other;
  if (!JS::GetBuiltinClass(cx, object, &kind)) return false;
  JS::RootedValue primitive(cx);
  switch (kind) {
    case js::ESClass::Date: return date_from_js(cx, object, datum);
    case js::ESClass::Number:
    case js::ESClass::String:
    case js::ESClass::Boolean:
    case js::ESClass::BigInt:
      return JS::ToPrimitive(cx, object, JSTYPE_UNDEFINED, &primitive) &&
             from_js(cx, primitive, datum, depth);
    case js::ESClass::Array: {
      auto list = std::make_shared<ListObject>(JavaType::kArrayList, "java.util.ArrayList",
                                               std::vector<Datum>());
      datum = Datum::object(list);
      return read_array(cx, object, list->items, depth);
    }
    case js::ESClass::Map: return refuse(cx, "a Map cannot be stored; use Object.fromEntries(map)");
    case js::ESClass::Set: return refuse(cx, "a Set cannot be stored; use Array.from(set)");
    case js::ESClass::Promise:
      return refuse(cx, "a Promise cannot be stored: a script ends before it is settled");
    case js::ESClass::Function: return refuse(cx, "a function cannot be stored");
    default: break;
  }
  auto map = std::make_shared<MapObject>();
  datum = Datum::object(map);
  return read_object(cx, object, map->entries, depth);
}

bool from_js(JSContext* cx, JS::HandleValue value, Datum& datum, int depth) {
  if (value.isNullOrUndefined()) {
    datum = Datum();
  } else if (value.isBoolean()) {
    datum = Datum::boolean(value.toBoolean());
  } else if (value.isNumber()) {
    datum = number_from_js(cx, value);
  } else if (value.isBigInt()) {
    return big_int_from_js(cx, value, datum);
  } else if (value.isString()) {
    std::string text;
    JS::RootedString string(cx, value.toString());
    if (!text_of(cx, string, text)) return false;
    datum = Datum::string(std::move(text));
  } else if (value.isObject()) {
    JS::RootedObject object(cx, &value.toObject());
    return object_from_js(cx, object, datum, depth);
  } else {
    return refuse(cx, "a Symbol cannot be stored");
  }
  return true;
}

}  // namespace

bool to_js(JSContext* cx, const Datum& datum, JS::MutableHandleValue value) {
  switch (datum.kind()) {
    case Kind::kNull: value.setNull(); return true;
    case Kind::kBoolean: value.setBoolean(datum.as_bool()); return true;
    case Kind::kByte:
    case Kind::kShort:
    case Kind::kInteger:
    case Kind::kLong: long_to_js(cx, datum.as_int(), value); return true;
    case Kind::kFloat:
    case Kind::kDouble: value.set(JS::CanonicalizedDoubleValue(datum.as_double())); return true;
    case Kind::kCharacter: {
      const auto unit = static_cast<char16_t>(datum.as_int());
      JSString* string = JS_NewUCStringCopyN(cx, &unit, 1);
      if (string != nullptr) value.setString(string);
      return string != nullptr;
    }
    case Kind::kDate: {
      JSObject* date = JS::NewDateObject(cx, JS::TimeClip(static_cast<double>(datum.as_int())));
      if (date != nullptr) value.setObject(*date);
      return date != nullptr;
    }
    case Kind::kString: return new_string(cx, datum.as_text(), value);
    case Kind::kObject: return object_to_js(cx, datum, value);
  }
  return true;
}

bool from_js(JSContext* cx, JS::HandleValue value, Datum& datum) {
  return from_js(cx, value, datum, 0);
}

bool sync_collections(JSContext* cx) {
  Run& run = *runtime_of(cx).run;
  for (std::size_t i = 0; i < run.originals.size(); ++i) {
    JS::RootedObject object(cx, run.collections[i]);
    if (!sync(cx, object, *run.originals[i], 0)) return false;
  }
  return true;
}

bool text_of(JSContext* cx, JS::HandleString string, std::string& text) {
  text.resize(JS_GetStringLength(string) * 3);
  const auto written =
      JS_EncodeStringToUTF8BufferPartial(cx, string, mozilla::Span<char>(text.data(), text.size()));
  if (written.isNothing()) return false;
  text.resize(mozilla::Get<1>(*written));
  return true;
}

bool text_of(JSContext* cx, JS::HandleValue value, std::string& text) {
  JS::RootedString string(cx, JS::ToString(cx, value));
  return string != nullptr && text_of(cx, string, text);
}

}  // namespace procos::script

#include "rest/compression.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string>

#include "rest/media_type.h"

namespace procos::rest {
namespace {

// Shorter answers fit into a few packets; compressing them costs more than it saves.
constexpr std::size_t kWorthwhileBytes = 8u << 10;
constexpr int kFastest = 1;
constexpr int kGzipWindow = 15 + 16;  // zlib's way of saying gzip
constexpr int kMemoryLevel = 8;

constexpr std::array<std::string_view, 4> kTextTypes{"application/json", "application/xml",
                                                     "application/hal+json", "image/svg+xml"};

}  // namespace

bool accepts_gzip(std::string_view accept_encoding) {
  while (!accept_encoding.empty()) {
    const std::string_view part = accept_encoding.substr(0, accept_encoding.find(','));
    accept_encoding.remove_prefix(std::min(accept_encoding.size(), part.size() + 1));
    const auto name_at = part.find_first_not_of(" \t");
    if (name_at == std::string_view::npos) continue;
    const std::string_view name =
        part.substr(name_at, part.find_first_of(" \t;", name_at) - name_at);
    if (!iequals(name, "gzip") && name != "*") continue;
    const auto quality = header_parameter(part, "q");
    return !quality || std::strtod(quality->c_str(), nullptr) > 0;
  }
  return false;
}

bool is_worth_compressing(const Response& response) {
  if (response.body.size() < kWorthwhileBytes) return false;
  if (response.headers.get("Content-Encoding")) return false;
  const std::string_view type =
      std::string_view(response.content_type).substr(0, response.content_type.find(';'));
  if (type.starts_with("text/")) return true;
  for (const std::string_view text : kTextTypes) {
    if (iequals(type, text)) return true;
  }
  return false;
}

void compress(Response& response) {
  z_stream stream{};
  if (deflateInit2(&stream, kFastest, Z_DEFLATED, kGzipWindow, kMemoryLevel, Z_DEFAULT_STRATEGY) !=
      Z_OK) {
    return;  // out of memory: the answer goes as it is
  }
  std::string packed(deflateBound(&stream, response.body.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(response.body.data());
  stream.avail_in = static_cast<uInt>(response.body.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  const int result = deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  if (result != Z_STREAM_END) return;
  response.body = std::move(packed);
  response.headers.add("Content-Encoding", "gzip");
  response.headers.add("Vary", "Accept-Encoding");
}

}  // namespace procos::rest

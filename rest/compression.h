// Answers in gzip, for clients that ask for it.
#pragma once

#include <string_view>

#include "rest/http.h"

namespace procos::rest {

/// Whether an Accept-Encoding header allows gzip.
bool accepts_gzip(std::string_view accept_encoding);

/// Text that is long enough to be worth the time, and not compressed already.
bool is_worth_compressing(const Response& response);

void compress(Response& response);

}  // namespace procos::rest

// The engine's HTTP client, by the names that the kernel knows it by.
#pragma once

#include "connect/http_client.h"

namespace procos::kernel {

using connect::FormPart;
using connect::HttpClient;
using connect::HttpRequest;
using connect::HttpResponse;

}  // namespace procos::kernel

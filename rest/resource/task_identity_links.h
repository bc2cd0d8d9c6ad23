// /task/{id}/identity-links.
#pragma once

#include "rest/router.h"

namespace procos::rest {

void get_identity_links(Context& ctx);
void add_identity_link(Context& ctx);
void delete_identity_link(Context& ctx);

}  // namespace procos::rest

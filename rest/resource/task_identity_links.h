// /task/{id}/identity-links.
#pragma once

#include "rest/router.h"
#include "store/query.h"

namespace procos::rest {

/// A task's links; assignee and owner count as links too, although the task itself holds them.
Result<std::vector<state::IdentityLinkRow>> links_of_task(store::Connection& connection,
                                                          const std::string& id);

void get_identity_links(Context& ctx);
void add_identity_link(Context& ctx);
void delete_identity_link(Context& ctx);

}  // namespace procos::rest

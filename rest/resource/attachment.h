// /task/{id}/attachment.
#pragma once

#include "rest/router.h"

namespace procos::rest {

void get_attachments(Context& ctx);
void get_attachment(Context& ctx);
void get_attachment_data(Context& ctx);
void add_attachment(Context& ctx);
void delete_attachment(Context& ctx);

}  // namespace procos::rest

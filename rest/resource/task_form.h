// /task/{id}/form and its fellows.
#pragma once

#include "rest/router.h"

namespace procos::rest {

void get_form(Context& ctx);
void get_deployed_form(Context& ctx);
void get_rendered_form(Context& ctx);
void get_form_variables(Context& ctx);

}  // namespace procos::rest

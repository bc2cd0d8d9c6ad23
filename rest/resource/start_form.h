// /process-definition/.../startForm and its fellows.
#pragma once

#include "rest/router.h"

namespace procos::rest {

void get_start_form(Context& ctx);
void get_deployed_start_form(Context& ctx);
void get_rendered_start_form(Context& ctx);
void get_start_form_variables(Context& ctx);

}  // namespace procos::rest

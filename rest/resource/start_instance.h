// /process-definition/.../start and submit-form.
#pragma once

#include "rest/router.h"

namespace procos::rest {

void start_process_instance(Context& ctx);
void submit_form(Context& ctx);

}  // namespace procos::rest

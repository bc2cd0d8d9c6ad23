// /history/decision-instance, and the reports over evaluations of decisions.
#pragma once

#include "rest/router.h"

namespace procos::rest {

void get_historic_decision_instances(Context& ctx);
void get_historic_decision_instances_count(Context& ctx);
void get_historic_decision_instance(Context& ctx);
void get_decision_statistics(Context& ctx);
void get_cleanable_decision_report(Context& ctx);
void get_cleanable_decision_report_count(Context& ctx);

}  // namespace procos::rest
